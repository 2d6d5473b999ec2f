"""Every kind of event that the domain reference names is in the catalogue, with all that it needs.

The list is literal: topic, the section that names it, and the data that the reference asks for, by
the names of its tables. Left out: `discipline.lapsed`, which is derived (3.10), `service.ended` of
R-GEN-07, which means any event that ends service, and the requests of 6.2, which are none of 2.10
or 3.3 to 3.16.
"""

from pathlib import Path

import pytest
from pydantic.alias_generators import to_camel

from domain.events.catalogue import CAREER_EVENT_TYPES, EVENT_TYPES
from domain.events.envelope import CareerEvent, StreamKind
from domain.events.synonyms import SYNONYMS, field_called
from domain.forms import form_of
from domain.labels import Privacy
from search.mapping import MAPPING

GOLDEN = Path(__file__).parents[1] / "golden"

REFERENCE: tuple[tuple[str, str, str], ...] = (
    # 1.3 Agencies and units
    (
        "org.established",
        "1.3",
        "unitId name shortName symbol parentId level decision effectiveDate",
    ),
    ("org.renamed", "1.3", "oldName newName"),
    ("org.merged", "1.3", "sourceIds unitId mode"),
    ("org.split", "1.3", "unitId"),
    ("org.moved", "1.3", "unitId"),
    ("org.dissolved", "1.3", "unitId successorId"),
    ("org.levelAbolished", "1.3", "level"),
    ("org.ranked", "1.3", "rank basis"),
    # 1.6 Quota
    ("quota.allocated", "1.6", "unitId year kind number decision"),
    ("quota.transferred", "1.6", "from to number effectiveDate"),
    ("quota.cut", "1.6", "number reason"),
    # 2.8 Retention, 2.9 and 6.5 secrecy
    ("disposition.proposed", "2.8", "retentionUntil"),
    ("disposition.approved", "2.8", "councilPaper"),
    ("disposition.executed", "2.8", "recordNo"),
    ("secret.stubRegistered", "2.9", "fileCode sheetFrom sheetTo level holder"),
    ("secret.declassified", "6.5", "paper date"),
    # 2.10 Pages, documents, inventory
    ("dossier.opened", "2.10", "dossierId name"),
    ("dossier.described", "2.10", "personName sheets sides"),
    ("dossier.accessioned", "2.10", "images pageIds"),
    ("batch.opened", "2.10", "number files"),
    ("batch.closed", "2.10", "imagesIn"),
    ("file.rejected", "2.10", "fileNo code images"),
    ("file.duplicated", "2.10", "fileNo images"),
    ("dossier.bound", "2.10", "personId"),
    ("dossier.balanced", "2.10", "expected images"),
    ("dossier.held", "2.10", "expected images difference hints"),
    ("page.accessioned", "2.10", "pageId"),
    ("page.promoted", "2.10", "pageId"),
    ("page.quarantined", "2.10", "pageId"),
    ("page.released", "2.10", "pageId"),
    ("page.removed", "2.10", "pageId"),
    ("page.transcribed", "2.10", "pageId"),
    ("page.unread", "2.10", "pageId code"),
    ("page.judged", "2.10", "pageId"),
    ("page.rescanned", "2.10", "pageId"),
    ("page.inserted", "2.10", "pageId"),
    ("page.refiled", "2.10", "pageId"),
    ("document.proposed", "2.10", "documentId pageIds docType"),
    ("proposal.made", "2.10", "eventType fields"),
    ("proposal.confirmed", "2.10", "personId eventId"),
    ("proposal.rejected", "2.10", "why"),
    ("event.verified", "2.10", "target"),
    ("event.disputed", "2.10", "target why"),
    ("identity.merged", "2.10", "otherPersonId"),
    ("identity.separated", "2.10", "otherPersonId"),
    ("document.assembled", "2.10", "pageIds description"),
    ("document.split", "2.10", "documentId newDocumentId"),
    ("document.joined", "2.10", "documentId otherDocumentId"),
    ("document.reordered", "2.10", "pageIds"),
    ("document.described", "2.10", "description"),
    # 3.3 Entry and classification
    (
        "recruitment.made",
        "3.3",
        "method personnelClass to.unit jobPosition gradeCode professionalTitleCode step coefficient"
        " payPercent examResultDoc",
    ),
    ("reception.made", "3.3", "fromUnit fromClass toClass gradeCode step coefficient"),
    ("probation.started", "3.3", "months mentor"),
    ("probation.ended", "3.3", ""),
    ("contract.signed", "3.3", "contractNo kind from to"),
    ("contract.amended", "3.3", "contractNo kind from to"),
    ("contract.ended", "3.3, 3.11", "contractNo from"),
    ("election.approved", "3.3", "body term post"),
    ("designation.made", "3.3", "post term"),
    ("class.changed", "3.3", "fromClass toClass"),
    ("grade.assigned", "3.3", "gradeCode salaryTable step coefficient nextClockStart"),
    (
        "identity.recorded",
        "3.3, 2.4",
        "fullName otherNames birthDate gender birthPlace nativePlace ethnicity religion"
        " identifiers",
    ),
    ("identity.corrected", "3.3", "field old new civilStatusDoc"),
    # 3.4 Appointment family
    ("appointment.made", "3.4", "post unit effectiveDate termMonths postAllowanceCoef"),
    ("reappointment.made", "3.4", "post unit effectiveDate termMonths previousNo"),
    ("term.extended", "3.4", "until untilRetirement"),
    ("acting.assigned", "3.4", "mode until"),
    ("post.relieved", "3.4", "post ground reason"),
    ("resignation.accepted", "3.4", "applicationDate case"),
    ("dismissal.made", "3.4", "ground reason"),
    ("planning.approved", "3.4", "post term"),
    ("planning.removed", "3.4", "post term"),
    ("confidence.recorded", "3.4", "high normal low"),
    # 3.5 Movement
    ("transfer.made", "3.5", "from.unit to.unit post jobPosition reason termMonths"),
    ("rotation.leader", "3.5", "to.unit post termMonths"),
    ("secondment.started", "3.5", "from.unit to.unit termMonths"),
    ("secondment.extended", "3.5", "termMonths"),
    ("secondment.ended", "3.5", "effectiveDate"),
    ("positionRotation.made", "3.5", "from.unit to.unit jobPosition positionCode"),
    ("assignment.made", "3.5, 2.4", "unit jobPosition mainDuty"),
    ("placement.changed", "3.5", "fromUnit toUnit ground"),
    ("concurrent.started", "3.5", "post unit"),
    ("concurrent.ended", "3.5", "post unit"),
    ("unpaidLeave.started", "3.5", "effectiveDate"),
    ("unpaidLeave.ended", "3.5", "effectiveDate"),
    ("studyLeave.started", "3.5", "effectiveDate"),
    ("studyLeave.ended", "3.5", "effectiveDate"),
    ("maternityLeave.started", "3.5", "effectiveDate"),
    ("maternityLeave.ended", "3.5", "effectiveDate"),
    # 3.6 Salary and grade
    (
        "salary.stepRaised",
        "3.6",
        "gradeCode oldStep newStep oldCoefficient newCoefficient nextClockStart",
    ),
    (
        "salary.stepRaisedEarly",
        "3.6",
        "gradeCode oldStep newStep oldCoefficient newCoefficient nextClockStart ground monthsEarly",
    ),
    ("salary.beyondScaleSet", "3.6", "oldPercent newPercent"),
    ("salary.raiseDelayed", "3.6", "months cause"),
    ("salary.allowanceSet", "3.6", "kind coefficient percent"),
    ("salary.retained", "3.6", "kind until"),
    (
        "grade.promoted",
        "3.6",
        "examDoc oldGradeCode newGradeCode step oldCoefficient newCoefficient nextClockStart",
    ),
    ("grade.converted", "3.6, 4.5", "newGradeCode basis"),
    ("title.promoted", "3.6", "newGradeCode step newCoefficient"),
    # 3.7 Training and education
    ("training.sent", "3.7", "course place from to support commitment"),
    ("training.completed", "3.7", "kind level certificateNo certificateDate"),
    ("education.completed", "3.7", "degree major school mode year diplomaNo"),
    ("training.compensation", "3.7", "amount"),
    ("diploma.verified", "3.7", "result"),
    # 3.8 Evaluation
    (
        "evaluation.recorded",
        "3.8",
        "year month quarter rating score evaluator unit docRef splitComment",
    ),
    # 3.9 Awards
    (
        "award.granted",
        "3.9",
        "code fullName achievementPeriod grantedTo rank bonus certificateNo",
    ),
    ("award.revoked", "3.9", "decision itemRecalled moneyRecalled"),
    # 3.10 Discipline
    ("discipline.reviewOpened", "3.10", "violation detectedAt caseId"),
    ("suspension.started", "3.10", "from to payPercent"),
    ("suspension.ended", "3.10", "effectiveDate"),
    (
        "discipline.imposed",
        "3.10",
        "form violation legalBasis effectiveDate durationMonths strippedPosts",
    ),
    ("discipline.revoked", "3.10", "reason ground"),
    ("partyDiscipline.imposed", "3.10", "form caseId stateDecisionNo"),
    # 3.11 Leaving service
    ("retirement.noticed", "3.11", "pensionFrom"),
    ("retirement.decided", "3.11", "retiredFrom bhxhOffice"),
    ("retirement.early", "3.11", "scheme"),
    ("service.extended", "3.11", "until"),
    ("resignation.fromService", "3.11", "applicationDate benefit"),
    ("service.terminated", "3.11", "ground"),
    ("streamlining.applied", "3.11", "scheme decree round listDecision"),
    ("service.transferredOut", "3.11", "dossierSent"),
    ("death.recorded", "3.11", "date"),
    ("retirementAge.overridden", "3.11", "ageMonths putOffMonths pensionFrom ground"),
    # 3.12 Acts on decisions
    ("decision.corrected", "3.12", "target changes"),
    ("decision.amended", "3.12", "target clause changes"),
    ("decision.replaced", "3.12", "target successor"),
    ("decision.revoked", "3.12", "target voidMode"),
    ("decision.suspended", "3.12", "target"),
    ("record.corrected", "3.12", "target changes why"),
    ("record.annulled", "3.12", "target why"),
    ("record.reinstated", "3.12", "target why"),
    ("finding.explained", "3.12", "rule ruleVersion eventIds"),
    # 2.3 and 3.13 Other registers
    ("profile.supplemented", "2.3, 2.4", "permanentAddress currentAddress strengths policyFamily"),
    ("asset.declared", "2.3, 3.13", "kind year"),
    ("party.joined", "3.13", "organisation"),
    ("party.official", "3.13", "effectiveDate"),
    ("party.postHeld", "3.13", "partyPost"),
    ("military.served", "3.13, 2.4", "from to highestRank"),
    ("abroad.travelled", "3.13", "country"),
    ("health.checked", "3.13", "health heightCm weightKg bloodGroup"),
    ("family.declared", "3.13, 2.4", "members"),
    ("inspection.concluded", "2.3, 3.13", "conclusion"),
    ("complaint.resolved", "3.13", "conclusion"),
    ("dossier.transferred", "2.3, 3.13, 6.3", "toUnit sheets"),
    ("dossier.received", "3.13, 6.3", "fromUnit sheets"),
    ("dossier.sealed", "3.13", "why"),
    ("dossier.inventoried", "3.13", "sheets lines"),
    ("claim.workPeriod", "2.4, 3.13", "from to post unit"),
    ("claim.salaryStep", "2.4, 3.13", "gradeCode step coefficient"),
    # 3.16 Evidence
    ("evidence.attached", "3.16", "target source rank"),
    ("evidence.withdrawn", "3.16", "attachment"),
)
"""Topic, section, data. `target` stands for `eventId` and `source` for a paper with its boxes."""

SENSITIVE: dict[str, frozenset[str]] = {
    "identity.recorded": frozenset({"ethnicity", "religion"}),
    "profile.supplemented": frozenset(
        {"health", "height_cm", "weight_kg", "blood_group", "personal_history"}
    ),
    "health.checked": frozenset(
        {"health", "health_class", "height_cm", "weight_kg", "blood_group"}
    ),
    "family.declared": frozenset({"members"}),
    "asset.declared": frozenset({"remark"}),
    "party.joined": frozenset({"organisation", "party_unit", "card_no"}),
    "party.official": frozenset({"party_unit", "card_no"}),
    "party.postHeld": frozenset({"party_post", "organisation", "party_unit"}),
    "partyDiscipline.imposed": frozenset({"form", "violation", "party_body"}),
    "inspection.concluded": frozenset({"conclusion"}),
    "complaint.resolved": frozenset({"conclusion"}),
}
"""Source: domain.md 6.4."""

NDB_GROUPS: dict[int, str] = {
    1: "identity.recorded identity.corrected identity.merged identity.separated",
    2: "family.declared",
    3: "profile.supplemented abroad.travelled",
    5: "training.sent training.completed education.completed training.compensation"
    " diploma.verified",
    7: "party.joined party.official party.postHeld partyDiscipline.imposed",
    8: "military.served",
    9: "asset.declared",
    10: "health.checked",
}
"""Source: domain.md 2.5, 3.14. Of the other career events: 4 or 6, and none of an act."""

TOPICS = [topic for topic, _, _ in REFERENCE]


def test_the_list_names_each_type_once():
    assert len(TOPICS) == len(set(TOPICS))


def test_the_catalogue_has_no_career_event_that_the_reference_does_not_name():
    assert sorted(set(CAREER_EVENT_TYPES) - set(TOPICS)) == []


@pytest.mark.parametrize(("topic", "section", "data"), REFERENCE, ids=TOPICS)
def test_a_type_of_the_reference_is_in_the_catalogue(topic: str, section: str, data: str):
    kind = EVENT_TYPES.get(topic)
    assert kind is not None, f"domain.md {section} names it"

    stored = {to_camel(name) for name in kind.model_fields}
    missing = [name for name in data.split() if field_called(topic, name) not in stored]

    assert missing == [], f"domain.md {section} asks for it"
    assert kind.label.vi and kind.label.en
    assert (GOLDEN / f"{topic}.v{kind.class_version}.json").exists()
    assert topic in MAPPING


@pytest.mark.parametrize("topic", sorted(CAREER_EVENT_TYPES))
def test_a_career_event_can_be_keyed_and_keeps_the_printed_form_beside(topic: str):
    kind = CAREER_EVENT_TYPES[topic]
    names = {line.name for line in form_of(topic)}

    assert set(kind.payload_fields()) <= names
    assert "printed" in kind.model_fields


@pytest.mark.parametrize("topic", sorted(CAREER_EVENT_TYPES))
def test_what_is_sensitive_is_declared(topic: str):
    assert CAREER_EVENT_TYPES[topic].fields_of(Privacy.SENSITIVE) == SENSITIVE.get(
        topic, frozenset()
    )


@pytest.mark.parametrize("topic", sorted(CAREER_EVENT_TYPES))
def test_an_event_is_tagged_with_its_group_of_the_national_database(topic: str):
    kind: type[CareerEvent] = CAREER_EVENT_TYPES[topic]
    named = [group for group, topics in NDB_GROUPS.items() if topic in topics.split()]

    if named:
        assert [kind.ndb_group] == named
    elif topic.startswith("decision."):
        assert kind.ndb_group is None
    else:
        assert kind.ndb_group in (4, 6)


@pytest.mark.parametrize("topic", sorted(SYNONYMS))
def test_a_name_of_the_reference_leads_to_a_field(topic: str):
    stored = {to_camel(name) for name in EVENT_TYPES[topic].model_fields}

    assert set(SYNONYMS[topic].values()) <= stored
    assert not set(SYNONYMS[topic]) & stored, "a field is called by its own name"


def test_events_of_a_unit_stand_in_its_stream():
    assert all(
        EVENT_TYPES[topic].stream is StreamKind.UNIT
        for topic in TOPICS
        if topic.startswith(("org.", "quota.")) and topic in EVENT_TYPES
    )
