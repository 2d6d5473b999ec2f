"""Which event makes what findable: one line per kind of event.

A house test names the event type that has no line here. How a record looks is in search/records.py.
"""

from dataclasses import dataclass

from search.query import Kind


@dataclass(frozen=True)
class Mapping:
    """What an event of this kind makes findable, or changes of what can be found.

    `makes`: the kinds of records that must be looked at again. Of a career event: `title` names the
    fields shown behind the event's label, `unit` the field of the unit where it applies, `places`
    says that the person works there from then on, `merit` that an award officer may find it.
    """

    makes: tuple[Kind, ...]
    title: tuple[str, ...] = ()
    unit: str | None = None
    places: bool = False
    merit: bool = False


_OF_A_PERSON = (Kind.PERSON, Kind.EVENT)
_NOTHING = Mapping(())
"""Who may act, keys, counts, samples and explanations are no matter of search."""
_EVENTS = Mapping((Kind.EVENT,))
_PAGES = Mapping((Kind.PAGE,))
_PAPERS = (Kind.DOCUMENT, Kind.PROPOSAL, Kind.PAGE)
_EVERY_PAPER = Mapping((Kind.DOSSIER, *_PAPERS))
_UNIT = Mapping((Kind.PERSON, Kind.EVENT, *_PAPERS))
_CLOSES = Mapping((*_PAPERS, Kind.EVENT))
"""A page that goes takes along what was derived from it."""


def _event(*title: str, unit: str | None = None, places: bool = False) -> Mapping:
    return Mapping((Kind.EVENT,), title=title, unit=unit, places=places)


MAPPING: dict[str, Mapping] = {
    # Actors, the archive, identifiers
    "access.granted": _NOTHING,
    "access.revoked": _NOTHING,
    "actor.added": _NOTHING,
    "actor.identified": _NOTHING,
    "archive.opened": _NOTHING,
    "identifier.released": _NOTHING,
    "identifier.reserved": _NOTHING,
    "key.issued": _NOTHING,
    "key.revoked": _NOTHING,
    "objects.probed": _NOTHING,
    "policy.ended": _NOTHING,
    "policy.receptionFrozen": _NOTHING,
    "policy.rotationListed": _NOTHING,
    "policy.ruleSwitched": _NOTHING,
    "policy.withdrawn": _NOTHING,
    # Batches, dossiers, documents, proposals
    "batch.opened": _NOTHING,
    "batch.closed": _NOTHING,
    "file.rejected": _NOTHING,
    "file.duplicated": _NOTHING,
    "dossier.opened": Mapping((Kind.DOSSIER,)),
    "dossier.described": Mapping((Kind.DOSSIER,)),
    "dossier.accessioned": _EVERY_PAPER,
    "dossier.bound": _EVERY_PAPER,
    "dossier.balanced": _NOTHING,
    "dossier.held": _NOTHING,
    "document.proposed": Mapping(_PAPERS),
    "document.assembled": Mapping(_PAPERS),
    "document.described": Mapping(_PAPERS),
    "document.split": Mapping(_PAPERS),
    "document.joined": Mapping(_PAPERS),
    "document.reordered": Mapping(_PAPERS),
    "proposal.made": Mapping((Kind.PROPOSAL,)),
    "proposal.confirmed": Mapping(_PAPERS),
    "proposal.rejected": Mapping((Kind.PROPOSAL,)),
    "secret.stubRegistered": _NOTHING,
    "secret.declassified": _NOTHING,
    # Where a dossier is kept, and what becomes of it: registers, not searched
    "dossier.transferred": _NOTHING,
    "dossier.received": _NOTHING,
    "dossier.sealed": _NOTHING,
    "dossier.inventoried": _NOTHING,
    "disposition.proposed": _NOTHING,
    "disposition.approved": _NOTHING,
    "disposition.executed": _NOTHING,
    # Pages
    "page.accessioned": _NOTHING,
    "page.promoted": _PAGES,
    "page.quarantined": _CLOSES,
    "page.released": _NOTHING,
    "page.removalRequested": _NOTHING,
    "page.removed": _CLOSES,
    "page.extracted": _PAGES,
    "page.transcribed": _PAGES,
    "page.unread": _PAGES,
    "page.judged": _NOTHING,
    "page.rescanned": _PAGES,
    "page.inserted": Mapping(_PAPERS),
    "page.refiled": Mapping(_PAPERS),
    # Units: which one a printed name means, and the ranks above it, are part of what is found
    "org.established": _UNIT,
    "org.renamed": _UNIT,
    "org.merged": _UNIT,
    "org.split": _UNIT,
    "org.moved": _UNIT,
    "org.dissolved": _UNIT,
    "org.levelAbolished": _UNIT,
    "org.ranked": _NOTHING,
    # Quota: a register of the unit
    "quota.allocated": _NOTHING,
    "quota.transferred": _NOTHING,
    "quota.cut": _NOTHING,
    # Identity
    "identity.recorded": Mapping(_OF_A_PERSON, title=("full_name",)),
    "identity.corrected": Mapping(_OF_A_PERSON),
    "identity.merged": Mapping(_OF_A_PERSON),
    "identity.separated": Mapping(_OF_A_PERSON),
    # Entry and classification
    "recruitment.made": _event("job_position", unit="unit", places=True),
    "reception.made": _event(unit="unit", places=True),
    "probation.started": _EVENTS,
    "probation.ended": _EVENTS,
    "contract.signed": _event("contract_no", unit="unit", places=True),
    "contract.amended": _event("contract_no", "annex_no", unit="unit"),
    "contract.ended": _event("contract_no"),
    "class.changed": _event("to_class"),
    "grade.assigned": _event("grade_code"),
    # Posts
    "appointment.made": _event("post", unit="unit", places=True),
    "reappointment.made": _event("post", unit="unit", places=True),
    "term.extended": _event("post", unit="unit"),
    "acting.assigned": _event("post", unit="unit"),
    "post.relieved": _event("post", unit="unit"),
    "resignation.accepted": _event("post", unit="unit"),
    "dismissal.made": _event("post", unit="unit"),
    "election.approved": _event("post", "outcome", unit="unit", places=True),
    "designation.made": _event("post", unit="unit", places=True),
    "planning.approved": _event("post", "term_label", unit="unit"),
    "planning.removed": _event("post", "term_label", unit="unit"),
    "confidence.recorded": _event("post"),
    # Movement
    "transfer.made": _event("to_unit", unit="to_unit", places=True),
    "rotation.leader": _event("post", "to_unit", unit="to_unit", places=True),
    "secondment.started": _event("to_unit", unit="to_unit"),
    "secondment.extended": _EVENTS,
    "secondment.ended": _EVENTS,
    "positionRotation.made": _event("job_position", unit="to_unit", places=True),
    "assignment.made": _event("job_position", unit="unit", places=True),
    "placement.changed": _event("to_unit", unit="to_unit", places=True),
    "concurrent.started": _event("post", unit="unit"),
    "concurrent.ended": _event("post", unit="unit"),
    "unpaidLeave.started": _EVENTS,
    "unpaidLeave.ended": _EVENTS,
    "studyLeave.started": _event("course"),
    "studyLeave.ended": _EVENTS,
    "maternityLeave.started": _EVENTS,
    "maternityLeave.ended": _EVENTS,
    # Salary and grade
    "salary.stepRaised": _event("new_step", "new_coefficient"),
    "salary.stepRaisedEarly": _event("new_step", "new_coefficient"),
    "salary.beyondScaleSet": _event("new_percent"),
    "salary.raiseDelayed": _event("months"),
    "salary.allowanceSet": _EVENTS,
    "grade.promoted": _event("new_grade_code"),
    "grade.converted": _event("new_grade_code"),
    "title.promoted": _event("new_grade_code"),
    "salary.retained": _event("kind"),
    # Training and education
    "training.sent": _event("course"),
    "training.completed": _event("kind", "level"),
    "education.completed": _event("degree", "major"),
    "training.compensation": _event("course"),
    "diploma.verified": _event("diploma_no"),
    # Evaluation, awards, discipline
    "evaluation.recorded": Mapping((Kind.EVENT,), title=("year", "rating"), merit=True),
    "award.granted": Mapping((Kind.EVENT,), title=("full_name",), merit=True),
    "award.revoked": Mapping((Kind.EVENT,), title=("code",), merit=True),
    "discipline.imposed": _event("form"),
    "discipline.revoked": _EVENTS,
    "suspension.started": _EVENTS,
    "suspension.ended": _EVENTS,
    "discipline.reviewOpened": _EVENTS,
    "partyDiscipline.imposed": _EVENTS,
    # Leaving
    "retirement.noticed": _event("pension_from"),
    "retirement.decided": _event(unit="unit"),
    "service.terminated": _EVENTS,
    "death.recorded": _EVENTS,
    "retirement.early": _event("scheme", unit="unit"),
    "service.extended": _event(unit="unit"),
    "resignation.fromService": _event(unit="unit"),
    "streamlining.applied": _event("scheme"),
    "service.transferredOut": _event("to_unit", unit="to_unit"),
    "retirementAge.overridden": _EVENTS,
    # What is declared, and registers: their sensitive fields never enter a record
    "profile.supplemented": _event("year"),
    "family.declared": _EVENTS,
    "asset.declared": _event("kind", "year"),
    "party.joined": _EVENTS,
    "party.official": _EVENTS,
    "party.postHeld": _EVENTS,
    "military.served": _EVENTS,
    "abroad.travelled": _EVENTS,
    "health.checked": _EVENTS,
    "inspection.concluded": _EVENTS,
    "complaint.resolved": _event("kind"),
    "claim.workPeriod": _event("post", unit="unit"),
    "claim.salaryStep": _event("grade_code", "coefficient"),
    # Acts on decisions
    "decision.corrected": _event("target_no"),
    "decision.amended": _event("target_no"),
    "decision.replaced": _event("target_no"),
    "decision.revoked": _event("target_no"),
    "decision.suspended": _event("target_no"),
    # The archive's own mending, evidence and second looks: the events concerned change
    "record.corrected": Mapping((*_OF_A_PERSON, *_PAPERS)),
    "record.annulled": Mapping((*_OF_A_PERSON, *_PAPERS)),
    "record.reinstated": Mapping((*_OF_A_PERSON, *_PAPERS)),
    "evidence.attached": Mapping((Kind.EVENT, *_PAPERS)),
    "evidence.withdrawn": Mapping((Kind.EVENT, *_PAPERS)),
    "event.verified": Mapping(_OF_A_PERSON),
    "event.disputed": _EVENTS,
    "finding.explained": _NOTHING,
    "sample.drawn": _NOTHING,
}
