"""People, their careers on two clocks, and the second look at what was recorded."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field, JsonValue

from api.career_answer import CareerForPrograms, for_programs
from api.here import Asking, Here
from api.judged import GapsTold, told_gaps
from api.moments import moment_of, needed_moment, today
from api.printed.career import printed_career
from api.printed.html import html_of, policy
from api.printed.pdf import pdf_of
from api.routes.review import Position, Why
from archive.comparing import Comparison, compare_people
from archive.correction import (
    Mended,
    annul_event,
    correct_event,
    reinstate_event,
    withdraw_evidence,
)
from archive.differing import CareerDiff, diff_careers
from archive.drafting import FieldPlace
from archive.findings import explain_finding
from archive.gaps import gaps_of_person
from archive.listing import find_people, list_people
from archive.registers import PersonRow
from archive.replay import CareerAnswer, replay_career
from archive.same_person import SamePerson, merge_people, separate_people
from archive.second_looks import EventView, show_event
from archive.verifying import Verified, dispute_event, verify_event
from domain.career import EvidenceFilter
from domain.frozen import Frozen

router = APIRouter(prefix="/v1/people", tags=["people"])

KnownAt = Annotated[str | None, Query(alias="knownAt")]


class Wanted(Frozen):
    """A name, an identifier or an id; in the body, so that no name stands in an address."""

    who: str = Field(min_length=1, max_length=200)


class Correction(Frozen):
    """`changes`: field name of the event's form to its right value."""

    changes: dict[str, JsonValue] = Field(min_length=1)
    why: str = Field(min_length=3)
    places: tuple[FieldPlace, ...] = ()


class Same(Frozen):
    """`other`: the person who is, or is not, the same human."""

    other: UUID
    why: str = Field(min_length=3)


class Explanation(Frozen):
    rule: str
    rule_version: int | None = None
    event_ids: tuple[UUID, ...] = Field(min_length=1)
    why: str = Field(min_length=3)
    on: date | None = None


@router.get("", response_model=tuple[PersonRow, ...])
def get_people(here: Asking, after: UUID | None = None, limit: int = 200) -> tuple[PersonRow, ...]:
    """People by name, those whose careers the asking person may replay."""
    archive = here.archive
    row = archive.registers.person(after) if after else None
    return list_people(
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        now=here.now,
        after=row.name if row else None,
        limit=max(1, min(limit, 1000)),
    )


@router.post("/find", response_model=tuple[PersonRow, ...])
def post_find(here: Asking, wanted: Wanted) -> tuple[PersonRow, ...]:
    """Whom a name, an identifier or an id means; several are for a person to choose from."""
    archive = here.archive
    return find_people(
        wanted.who,
        by=here.by,
        ledger=archive.ledger,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )


@router.get("/{person_id}/career", response_model=CareerForPrograms)
def get_career(
    here: Asking,
    person_id: UUID,
    on: date | None = None,
    known_at: KnownAt = None,
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
    purpose: str | None = None,
) -> CareerForPrograms:
    """The career on a day, as it was known at a moment.

    `knownAt`: an instant with its zone, or a bare date (the end of that day in Việt Nam).
    """
    return for_programs(_replayed(here, person_id, on, known_at, evidence, purpose))


@router.get("/{person_id}/career/evidence", response_model=CareerAnswer)
def get_career_evidence(
    here: Asking,
    person_id: UUID,
    on: date | None = None,
    known_at: KnownAt = None,
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
    purpose: str | None = None,
) -> CareerAnswer:
    """The same with the events behind each value of the state, and what was annulled."""
    return _replayed(here, person_id, on, known_at, evidence, purpose)


@router.get("/{person_id}/career/print")
def get_career_print(
    here: Asking,
    person_id: UUID,
    form: Annotated[str, Query(pattern="^(html|pdf)$")] = "pdf",
    on: date | None = None,
    known_at: KnownAt = None,
    evidence: EvidenceFilter = EvidenceFilter.PROVED,
    purpose: str | None = None,
) -> Response:
    """The same on paper, `pdf` or `html`; recorded as an export."""
    answer = _replayed(here, person_id, on, known_at, evidence, purpose, exported_as=form.upper())
    return printed(answer, here, form=form)


def printed(answer: CareerAnswer, here: Here, *, form: str) -> Response:
    """A career as a file. Its name holds no person's name."""
    on_paper = printed_career(answer, here.messages, by=here.by.name, at=here.now)
    name = f"career-{answer.valid_on.isoformat()}"
    if form == "html":
        headers = {"Content-Security-Policy": policy()}
        return Response(html_of(on_paper), media_type="text/html; charset=utf-8", headers=headers)
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(pdf_of(on_paper), media_type="application/pdf", headers=headers)


def _replayed(
    here: Here,
    person_id: UUID,
    on: date | None,
    known_at: str | None,
    evidence: EvidenceFilter,
    purpose: str | None,
    *,
    exported_as: str | None = None,
) -> CareerAnswer:
    archive = here.archive
    return replay_career(
        person_id,
        valid_on=on or today(here.now),
        known_at=moment_of(known_at),
        evidence=evidence,
        by=here.by,
        ledger=archive.ledger,
        access=archive.access,
        now=here.now,
        purpose=purpose,
        key_id=here.key_id,
        exported_as=exported_as,
    )


@router.get("/{person_id}/career/diff", response_model=CareerDiff)
def get_diff(
    here: Asking,
    person_id: UUID,
    known_at: Annotated[list[str], Query(alias="knownAt", min_length=2, max_length=2)],
    on: date | None = None,
    evidence: EvidenceFilter = EvidenceFilter.ALL,
) -> CareerDiff:
    """What changed in what was believed between two moments, by which event, from which page."""
    archive = here.archive
    earlier, later = (needed_moment(one) for one in known_at)
    return diff_careers(
        person_id,
        valid_on=on,
        known_at=(earlier, later),
        evidence=evidence,
        by=here.by,
        ledger=archive.ledger,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )


@router.get("/{person_id}/gaps", response_model=GapsTold)
def get_gaps(here: Asking, person_id: UUID, on: date | None = None) -> GapsTold:
    """What the record lacks: proof, places, papers that others cite, lines of the inventory."""
    archive = here.archive
    answer = gaps_of_person(
        person_id,
        on=on or today(here.now),
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )
    return told_gaps(answer)


@router.get("/{person_id}/events/{event_id}", response_model=EventView)
def get_event(here: Asking, person_id: UUID, event_id: UUID) -> EventView:
    """One recorded event beside its papers."""
    archive = here.archive
    return show_event(
        person_id,
        event_id,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        access=archive.access,
        now=here.now,
        key_id=here.key_id,
    )


@router.post("/{person_id}/events/{event_id}/verify", response_model=Verified)
def post_verify(here: Asking, person_id: UUID, event_id: UUID) -> Verified:
    """The second look: refused to whoever scanned, keyed, corrected or confirmed it."""
    return verify_event(person_id, event_id, by=here.by, ledger=here.archive.ledger, now=here.now)


@router.post("/{person_id}/events/{event_id}/dispute", response_model=Position)
def post_dispute(here: Asking, person_id: UUID, event_id: UUID, said: Why) -> Position:
    """The second look found a difference: the event waits for a correction."""
    position = dispute_event(
        person_id, event_id, said.why, by=here.by, ledger=here.archive.ledger, now=here.now
    )
    return Position(position=position)


@router.post("/{person_id}/events/{event_id}/correct", response_model=Mended)
def post_correct(here: Asking, person_id: UUID, event_id: UUID, correction: Correction) -> Mended:
    """The archive's own mistake: in force after another person's look."""
    return correct_event(
        person_id,
        event_id,
        correction.changes,
        correction.why,
        places=correction.places,
        by=here.by,
        ledger=here.archive.ledger,
        registers=here.archive.registers,
        now=here.now,
    )


@router.post("/{person_id}/events/{event_id}/annul", response_model=Mended)
def post_annul(here: Asking, person_id: UUID, event_id: UUID, said: Why) -> Mended:
    """An event that should never have been recorded."""
    return annul_event(
        person_id, event_id, said.why, by=here.by, ledger=here.archive.ledger, now=here.now
    )


@router.post("/{person_id}/events/{event_id}/reinstate", response_model=Mended)
def post_reinstate(here: Asking, person_id: UUID, event_id: UUID, said: Why) -> Mended:
    """Put an annulled event back."""
    return reinstate_event(
        person_id, event_id, said.why, by=here.by, ledger=here.archive.ledger, now=here.now
    )


@router.get("/{person_id}/beside/{other_id}", response_model=Comparison)
def get_beside(here: Asking, person_id: UUID, other_id: UUID) -> Comparison:
    """Two people side by side; of two who are one, what a separation would give back to each."""
    return compare_people(
        person_id,
        other_id,
        by=here.by,
        ledger=here.archive.ledger,
        access=here.archive.access,
        now=here.now,
        key_id=here.key_id,
    )


@router.post("/{person_id}/merge", response_model=SamePerson)
def post_merge(here: Asking, person_id: UUID, same: Same) -> SamePerson:
    """Two people are one, who goes on as `person_id`: in force after another person's look."""
    return merge_people(
        person_id, same.other, same.why, by=here.by, ledger=here.archive.ledger, now=here.now
    )


@router.post("/{person_id}/separate", response_model=SamePerson)
def post_separate(here: Asking, person_id: UUID, same: Same) -> SamePerson:
    """A merge was wrong: `other` stands apart again, after another person's look."""
    return separate_people(
        person_id, same.other, same.why, by=here.by, ledger=here.archive.ledger, now=here.now
    )


@router.post("/{person_id}/attachments/{attachment_id}/withdraw", response_model=Position)
def post_withdraw(here: Asking, person_id: UUID, attachment_id: UUID, said: Why) -> Position:
    """Take an attached paper back."""
    position = withdraw_evidence(
        person_id, attachment_id, said.why, by=here.by, ledger=here.archive.ledger, now=here.now
    )
    return Position(position=position)


@router.post("/{person_id}/explanations", response_model=Position)
def post_explain(here: Asking, person_id: UUID, explanation: Explanation) -> Position:
    """Say, by name, why a warning stands."""
    position = explain_finding(
        person_id,
        explanation.rule,
        explanation.rule_version,
        explanation.event_ids,
        explanation.why,
        on=explanation.on or today(here.now),
        by=here.by,
        ledger=here.archive.ledger,
        registers=here.archive.registers,
        now=here.now,
    )
    return Position(position=position)
