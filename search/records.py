"""What can be found: persons, career events, dossiers, documents, proposals and pages as records.

Sensitive fields never enter a record; identifiers enter only as identifiers, which are asked for
whole and never given back. Who may find a record is said by its labels (search/reach.py).

Source: domain.md 5.11, 6.1, 6.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pydantic import JsonValue

from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.dossier import Description
from domain.forms import flat
from domain.standing import Force, Standing
from domain.state import Identity
from domain.tables.documents import is_sensitive_type
from search.index import Kind, SearchRecord
from search.mapping import MAPPING
from search.printed import without_sensitive
from search.reach import Part, Reach, labels_for
from search.wording import day_value, printed_day, title_of, unit_value, worded


@dataclass(frozen=True)
class Filed:
    """The dossier that a paper lies in, as far as its records show it."""

    dossier_id: UUID
    name: str
    person_id: UUID | None
    batch_ids: tuple[UUID, ...]

    def reach(self, units: frozenset[UUID] = frozenset()) -> Reach:
        return Reach(
            persons=frozenset({self.person_id} if self.person_id else ()),
            units=units,
            batches=frozenset(self.batch_ids),
            dossiers=frozenset({self.dossier_id}),
        )


@dataclass(frozen=True)
class ReadField:
    """One value that the machine read: stored JSON, and the words on the paper."""

    name: str
    value: JsonValue
    as_printed: str | None = None


@dataclass(frozen=True)
class ReadPerson:
    """Whom a paper names."""

    name: str
    identifiers: tuple[str, ...] = ()


def names_of(identity: Identity) -> tuple[str, ...]:
    """All names, the present one first."""
    present = (identity.full_name,) if identity.full_name else ()
    return tuple(dict.fromkeys((*present, *identity.other_names, *identity.former_names)))


def person_record(
    person_id: UUID, identity: Identity, *, reach: Reach, position: int
) -> SearchRecord | None:
    """A person by all names, birth date and native place; None while there is no name."""
    names = names_of(identity)
    if not names:
        return None
    born = identity.birth_date
    lines = (printed_day(born) if born else None, identity.birth_place, identity.native_place)
    return SearchRecord(
        record_id=f"person:{person_id}",
        kind=Kind.PERSON,
        position=position,
        title=names[0],
        names=names,
        text="\n".join(dict.fromkeys(line for line in lines if line)),
        identifiers=tuple(one.value for one in identity.identifiers),
        person_id=person_id,
        restricted=(
            *labels_for(reach, Part.CAREER),
            *labels_for(replace(reach, pages=frozenset()), Part.MERIT),
        ),
        payload={"birthDate": str(born)} if born else {},
    )


def event_record(
    standing: Standing, identity: Identity, *, person_id: UUID, reach: Reach, position: int
) -> SearchRecord:
    """A career event as it stands, corrections applied, with its person's names."""
    event, mapping = standing.event, MAPPING[standing.event.topic]
    fields = flat(event)
    words = worded(event.topic, fields, printed={one.field: one.text for one in event.printed})
    unit, unit_printed = unit_value(fields, mapping.unit)
    source = standing.sources[0] if standing.sources else None
    dates = {"effectiveDate": event.effective_date, "issueDate": event.issue_date}
    parts = (Part.CAREER, Part.MERIT) if mapping.merit else (Part.CAREER,)
    return SearchRecord(
        record_id=f"event:{event.event_id}",
        kind=Kind.EVENT,
        position=position,
        title=title_of(event.topic, fields, shown=mapping.title, label=event.label.vi),
        names=tuple(dict.fromkeys((*names_of(identity), *words.names))),
        numbers=words.numbers,
        text=words.text,
        identifiers=words.identifiers,
        person_id=person_id,
        dossier_id=source.dossier_id if source else None,
        document_id=source.document_id if source else None,
        page_id=source.citations[0].page_id if source else None,
        event_type=event.topic,
        unit=unit,
        unit_name=unit_printed,
        doc_type=event.decision.doc_type if event.decision else None,
        day=standing.effective_on or standing.issued_on,
        state=state_of(standing),
        rank=standing.rank.value,
        restricted=labels_for(reach, *parts),
        payload=_shown({**dates, "unit": unit_printed}),
    )


def state_of(standing: Standing) -> str:
    """ANNULLED and VOID before DISPUTED, VERIFIED and RECORDED."""
    if standing.force is not Force.IN_FORCE:
        return standing.force.value
    if standing.disputed_by is not None:
        return "DISPUTED"
    return "VERIFIED" if standing.verified_by is not None else "RECORDED"


def dossier_record(
    filed: Filed,
    *,
    file_code: str | None,
    person_name: str | None,
    identifier: str | None,
    pages: int,
    position: int,
) -> SearchRecord:
    """A dossier by its name as handed in, its code, and whose the manifest says it is."""
    return SearchRecord(
        record_id=f"dossier:{filed.dossier_id}",
        kind=Kind.DOSSIER,
        title=filed.name,
        names=(person_name,) if person_name else (),
        text=file_code or "",
        identifiers=(identifier,) if identifier else (),
        **_of(filed, position),
        state="UNBOUND" if filed.person_id is None else "BOUND",
        restricted=labels_for(filed.reach(), Part.PAPER),
        payload=_shown({"pages": pages, "fileCode": file_code}),
    )


def document_record(
    document_id: UUID,
    *,
    filed: Filed,
    doc_type: str,
    description: Description | None,
    page_ids: tuple[UUID, ...],
    confirmed: bool,
    units: frozenset[UUID],
    position: int,
) -> SearchRecord:
    """A document by what it is; the words of its pages are found on the pages."""
    said = description or Description(doc_type=doc_type)
    decision = said.decision
    lines = (
        said.issuer,
        said.signer,
        *((decision.issuer_as_printed, decision.signer_name) if decision else ()),
        *((decision.signer_title, decision.abstract) if decision else ()),
    )
    return SearchRecord(
        record_id=f"document:{document_id}",
        kind=Kind.DOCUMENT,
        title=said.title or "",
        text="\n".join(dict.fromkeys(line for line in lines if line and line != said.title)),
        numbers=_numbers(said),
        **_of(filed, position),
        document_id=document_id,
        page_id=page_ids[0] if page_ids else None,
        doc_type=said.doc_type,
        day=said.issue_date.first_day if said.issue_date else None,
        state="CONFIRMED" if confirmed else "PROPOSED",
        restricted=labels_for(filed.reach(units), Part.PAPER),
        payload=_shown(
            {"pages": len(page_ids), "dossierName": filed.name, "issueDate": said.issue_date}
        ),
    )


def proposal_record(
    proposal_id: UUID,
    *,
    filed: Filed,
    document_id: UUID,
    page_ids: tuple[UUID, ...],
    event_type: str,
    person: ReadPerson,
    read: tuple[ReadField, ...],
    position: int,
) -> SearchRecord | None:
    """A pending proposal by what the machine read; None if its type is none of ours."""
    if event_type not in CAREER_EVENT_TYPES:
        return None
    kind, mapping = CAREER_EVENT_TYPES[event_type], MAPPING[event_type]
    fields = {one.name: one.value for one in read}
    printed = {one.name: one.as_printed for one in read if one.as_printed}
    words = worded(event_type, fields, printed=printed)
    unit, unit_printed = unit_value(fields, mapping.unit)
    effective, doc_type = fields.get("effective_date"), fields.get("decision.doc_type")
    shown = {"effectiveDate": effective, "documentNo": fields.get("decision.full_no")}
    return SearchRecord(
        record_id=f"proposal:{proposal_id}",
        kind=Kind.PROPOSAL,
        title=title_of(event_type, fields, shown=mapping.title, label=kind.label.vi),
        names=tuple(dict.fromkeys(one for one in (person.name, *words.names) if one)),
        numbers=words.numbers,
        text=words.text,
        identifiers=tuple(dict.fromkeys((*person.identifiers, *words.identifiers))),
        **_of(filed, position),
        document_id=document_id,
        page_id=next(iter(page_ids), None),
        event_type=event_type,
        unit=unit,
        unit_name=unit_printed,
        doc_type=doc_type if isinstance(doc_type, str) else None,
        day=day_value(effective) or day_value(fields.get("issue_date")),
        state="PENDING",
        restricted=labels_for(filed.reach(), Part.PAPER),
        payload=_shown(shown | {"unit": unit_printed}),
    )


def page_record(
    page_id: UUID,
    *,
    filed: Filed,
    page_no: int,
    text: str,
    state: str,
    document_id: UUID | None,
    doc_type: str | None,
    description: Description | None,
    units: frozenset[UUID],
    position: int,
) -> SearchRecord:
    """A page by the words printed on it; one of a paper on health, assets, the Party, a judicial
    record or an identity card by none: it is found with its document (domain.md 6.4).

    It has no title: words such as "trang" would be found on every page. `page_no` counts the pages
    of the dossier from 1. `state`: READ, UNREAD (set aside), TEXT_MISSING (its transcript is gone).
    """
    said = description or Description(doc_type=doc_type or "KHAC")
    return SearchRecord(
        record_id=f"page:{page_id}",
        kind=Kind.PAGE,
        title="",
        text="" if is_sensitive_type(doc_type) else without_sensitive(text),
        **_of(filed, position),
        document_id=document_id,
        page_id=page_id,
        doc_type=doc_type,
        day=said.issue_date.first_day if said.issue_date else None,
        state=state,
        restricted=labels_for(filed.reach(units), Part.PAPER),
        payload=_shown(
            {
                "pageNo": page_no,
                "dossierName": filed.name,
                "documentNo": next(iter(_numbers(said)), None),
                "documentTitle": said.title,
            }
        ),
    )


def _numbers(description: Description) -> tuple[str, ...]:
    full_no = description.decision.full_no if description.decision else None
    return tuple(dict.fromkeys(one for one in (full_no, description.number) if one))


def _of(filed: Filed, position: int) -> dict[str, Any]:
    """What every record of a paper has of its dossier."""
    return {
        "position": position,
        "person_id": filed.person_id,
        "dossier_id": filed.dossier_id,
    }


def _shown(values: Mapping[str, object]) -> dict[str, str]:
    """What a result row shows beside; without what is not known."""
    return {name: str(value) for name, value in values.items() if value not in (None, "")}
