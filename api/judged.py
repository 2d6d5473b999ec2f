"""Findings and gaps as answers: each with its sentence in both languages."""

from datetime import date
from uuid import UUID

from api.messages import Language, Messages
from archive.findings import FindingPage, FindingRow
from archive.gaps import GapAnswer
from domain.frozen import Frozen
from domain.gaps import Gap


class FindingTold(FindingRow):
    """A finding with its sentence in both languages."""

    sentence_vi: str
    sentence_en: str


class FindingsTold(Frozen):
    """`next`: ask again with `after` set to it; null: that was all."""

    on: date
    rows: tuple[FindingTold, ...]
    looked_at: int
    next: UUID | None
    position: int


def told_findings(found: FindingPage) -> FindingsTold:
    said = Messages(Language.VI), Messages(Language.EN)

    def told(row: FindingRow) -> FindingTold:
        vi, en = (one.say(row.code, **row.values) for one in said)
        fields = {name: getattr(row, name) for name in FindingRow.model_fields}
        return FindingTold(**fields, sentence_vi=vi, sentence_en=en)

    return FindingsTold(
        on=found.on,
        rows=tuple(told(row) for row in found.rows),
        looked_at=found.looked_at,
        next=found.next,
        position=found.position,
    )


class GapTold(Gap):
    """A gap with its sentence in both languages."""

    sentence_vi: str
    sentence_en: str


class GapsTold(Frozen):
    """`inventory` False: the reader may not see the dossiers, whose inventories were left out."""

    person_id: UUID
    on: date
    position: int
    rows: tuple[GapTold, ...]
    inventory: bool


def told_gaps(answer: GapAnswer) -> GapsTold:
    said = Messages(Language.VI), Messages(Language.EN)

    def told(row: Gap) -> GapTold:
        vi, en = (gap_line(row, one) for one in said)
        fields = {name: getattr(row, name) for name in Gap.model_fields}
        return GapTold(**fields, sentence_vi=vi, sentence_en=en)

    return GapsTold(
        person_id=answer.person_id,
        on=answer.on,
        position=answer.position,
        rows=tuple(told(row) for row in answer.rows),
        inventory=answer.inventory,
    )


def gap_line(row: Gap, said: Messages) -> str:
    """A gap's sentence; kinds of events and ranks by what people call them."""
    values = dict(row.values)
    if isinstance(topic := values.get("event"), str):
        values["event"] = said.event(topic)
    if isinstance(rank := values.get("rank"), str):
        values["rank"] = said.coded("Rank", rank)
    return said.say(row.code, **values)
