"""Fixity: every stored byte is what it was, every stream whole, every citation leads somewhere.

Reads the whole ledger and every object, and changes nothing. What it cannot see yet: a row replaced
by another that decodes, or the last rows of the book taken away; that needs the seal.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from archive.folding import played_clock
from archive.kept import Cited, Fault, Kept, Owner, kept, walk
from archive.keys import Keys
from archive.ledger import Ledger
from archive.objects import Area, ObjectCorrupt, ObjectMissing, ObjectStore
from domain.access import Action, Actor, require
from domain.events.access import ARCHIVE_STREAM
from domain.evidence import Digest
from domain.frozen import Frozen

Progress = Callable[[int, int], None]
"""Called with how many objects are checked, and how many there are."""


class Uncited(Frozen):
    """An object that no event names: left by a crash, or by an older reading. No fault.

    `digest` None in the intake: what lies there may have to be forgotten.
    """

    area: Area
    digest: Digest | None


class FixityReport(Frozen):
    """`sealed` False: rows are not sealed yet, see the module. `objects` counts by area."""

    position: int
    events: int
    streams: int
    objects: dict[Area, int]
    bytes: int
    faults: tuple[Fault, ...]
    uncited: tuple[Uncited, ...]
    sealed: bool
    played_clock: bool

    @property
    def sound(self) -> bool:
        return not self.faults


@dataclass
class _Checked:
    """Objects read and hashed again."""

    present: dict[Area, set[Digest]] = field(default_factory=lambda: {one: set() for one in Area})
    corrupt: dict[Area, set[Digest]] = field(default_factory=lambda: {one: set() for one in Area})
    bytes: int = 0


def verify(
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    keys: Keys,
    now: datetime,
    progress: Progress | None = None,
) -> FixityReport:
    """Check everything that is kept; name what is wrong.

    Raises:
        NotAllowed.
        LedgerUnavailable, ObjectsUnavailable: a store cannot be reached, so nothing is known.
        LedgerDamaged: the file is no ledger at all.
    """
    require(by, Action.CHECK_FIXITY, on=now)
    walked = walk(ledger)
    known = kept(walked, ledger, keys)
    checked = _check_objects(objects, progress)
    return FixityReport(
        position=walked.position,
        events=walked.events,
        streams=len(walked.versions),
        objects={area: len(checked.present[area]) for area in Area},
        bytes=checked.bytes,
        faults=(
            *walked.faults,
            *known.faults,
            *_object_faults(known, checked),
            *_citation_faults(known),
            *_link_faults(known),
            *_identifier_faults(known, keys),
        ),
        uncited=tuple(_uncited(known, checked)),
        sealed=False,
        played_clock=ARCHIVE_STREAM not in known.damaged and played_clock(ledger),
    )


def _check_objects(objects: ObjectStore, progress: Progress | None) -> _Checked:
    checked = _Checked()
    listed = [(area, digest) for area in Area for digest in objects.digests(area=area)]
    for number, (area, digest) in enumerate(listed, start=1):
        try:
            checked.bytes += len(objects.get(digest, area=area))
        except ObjectCorrupt:
            checked.corrupt[area].add(digest)
        except ObjectMissing:  # cleared since it was listed
            continue
        checked.present[area].add(digest)
        if progress is not None:
            progress(number, len(listed))
    return checked


def _object_faults(known: Kept, checked: _Checked) -> Iterator[Fault]:
    """Objects that have changed or are gone, each with the page or paper it belongs to."""
    for (area, digest), owners in known.needed.items():
        if digest in checked.corrupt[area]:
            code = "fixity.objectCorrupt"
        elif digest not in checked.present[area]:
            code = "fixity.objectMissing"
        else:
            continue
        for owner in owners:
            yield _fault(code, area, digest, owner, known)
    needed = set(known.needed)
    for area, digests in checked.corrupt.items():
        for digest in sorted(digests):
            if (area, digest) not in needed:
                yield _fault("fixity.objectCorrupt", area, digest, Owner(), known)


def _fault(code: str, area: Area, digest: Digest, owner: Owner, known: Kept) -> Fault:
    name, page_ids = (
        known.dossiers.get(owner.dossier_id, (None, ()))
        if owner.dossier_id
        else (
            None,
            (),
        )
    )
    page_no = page_ids.index(owner.page_id) + 1 if owner.page_id in page_ids else None
    return Fault(
        code=code,
        area=area,
        digest=None if area is Area.INTAKE else digest,
        dossier_id=owner.dossier_id,
        dossier_name=name,
        page_id=owner.page_id,
        page_no=page_no,
        document_id=owner.document_id,
    )


def _uncited(known: Kept, checked: _Checked) -> Iterator[Uncited]:
    promoted = {digest for area, digest in known.named if area is Area.MASTERS}
    for area, digests in checked.present.items():
        for digest in sorted(digests):
            if (area, digest) in known.named:
                continue
            if area is not Area.INTAKE:
                yield Uncited(area=area, digest=digest)
            elif digest not in promoted:  # a promoted file's copy is cleared by its next job
                yield Uncited(area=area, digest=None)


def _citation_faults(known: Kept) -> Iterator[Fault]:
    """Every page, image and document that an event cites is one that the ledger knows."""
    for cited in known.cited:
        source = cited.source
        if source is None:
            continue
        if source.dossier_id in known.damaged:
            pass
        elif source.dossier_id not in known.dossiers:
            yield _at(cited, "fixity.dossierUnknown", dossier_id=source.dossier_id)
        elif source.document_id not in known.documents[source.dossier_id]:
            yield _at(
                cited,
                "fixity.documentUnknown",
                dossier_id=source.dossier_id,
                document_id=source.document_id,
            )
        for page_id, digest, image_no in {
            (one.page_id, one.digest, one.image_no) for one in source.citations
        }:
            images = known.images.get(page_id)
            if page_id in known.damaged:
                continue
            if images is None:
                yield _at(cited, "fixity.pageUnknown", page_id=page_id)
            elif (digest, image_no) not in images:
                yield _at(cited, "fixity.imageUnknown", page_id=page_id, digest=digest)


def _link_faults(known: Kept) -> Iterator[Fault]:
    """Every event that another names is in the same person's streams."""
    for cited in known.cited:
        named = cited.target
        if named is not None and named not in known.events_of(cited.recorded.stream_id):
            yield _at(cited, "fixity.eventUnknown")
    for recorded, confirmed in known.confirmed:
        if confirmed.person_id in known.damaged:
            continue
        if confirmed.event_id not in known.events_of(confirmed.person_id):
            yield Fault(
                code="fixity.eventUnknown",
                stream_id=recorded.stream_id,
                version=recorded.version,
                position=recorded.position,
                dossier_id=confirmed.dossier_id,
                event_id=confirmed.event_id,
                person_id=confirmed.person_id,
            )


def _at(cited: Cited, code: str, **where: object) -> Fault:
    """A fault at the event that cites or names."""
    at = {
        "code": code,
        "stream_id": cited.recorded.stream_id,
        "version": cited.recorded.version,
        "position": cited.recorded.position,
        "event_id": cited.event_id,
        **where,
    }
    return Fault.model_validate(at, by_name=True)


def _identifier_faults(known: Kept, keys: Keys) -> Iterator[Fault]:
    """Every identifier that a person bears is reserved for that person."""
    for person_id, identifier in known.identifiers:
        stream_id = keys.identifier_stream(identifier.kind, identifier.value)
        same = known.links.linked(person_id)
        if stream_id not in known.damaged and known.holders.get(stream_id) not in same:
            yield Fault(
                code="fixity.identifierUnreserved", stream_id=stream_id, person_id=person_id
            )
