"""Files as received: which pages lie in one, and where its bytes are. Digests stay sealed until a
file is promoted, so everything here asks with the archive's key."""

from uuid import UUID

from archive.folding import page_of
from archive.keys import Keys
from archive.ledger import Ledger
from archive.objects import Area, ObjectStore
from domain.events.page import PageAccessioned, PageExtracted, PageRescanned
from domain.evidence import Digest
from domain.page import Page, PageState, page_id_of
from ocr.limits import Limits
from ocr.pages import FileFacts, open_image
from ocr.quality import structure_of

_BARE = 2.6
"""Structure of paper without print stays below; a page with print measures 7 at least."""


def pages_of_file(page_id: UUID, *, ledger: Ledger, keys: Keys) -> tuple[Page, ...]:
    """All pages whose present image lies in the same file, in the order of their images.

    Raises: Unknown; SealBroken.
    """
    page = page_of(page_id, ledger)
    if not page.whole_file:
        return (page,)
    digest = keys.open_digest(page.sealed_digest, page_id=page_id)
    ids = (
        page_id_of(page.first_dossier_id, digest, image_no, copy_no=page.copy_no)
        for image_no in range(1, page.file_images + 1)
    )
    pages = tuple(page if one == page_id else page_of(one, ledger) for one in ids)
    # Rescanned, or taken out of the file since: those have files of their own.
    return tuple(one for one in pages if one.whole_file)


def file_bytes(digest: Digest, objects: ObjectStore) -> bytes:
    """The file, from the intake, or from the masters when another dossier's copy is there already.

    Raises: ObjectMissing, ObjectCorrupt, ObjectsUnavailable.
    """
    in_intake = objects.has(digest, area=Area.INTAKE)
    return objects.get(digest, area=Area.INTAKE if in_intake else Area.MASTERS)


def citing_pages(digest: Digest, *, ledger: Ledger, keys: Keys) -> frozenset[UUID]:
    """Pages, in any dossier, that still live by these bytes. Reads the whole ledger: rarely asked.

    Sealed digests cannot be compared, so each is opened.
    """
    found: set[UUID] = set()
    position = 0
    while recorded := ledger.after(position):
        position = recorded[-1].position
        for one in recorded:
            match one.event:
                case PageAccessioned() | PageRescanned() | PageExtracted() as event:
                    sealed, page_id = event.sealed_digest, event.page_id
                    if keys.open_digest(sealed, page_id=page_id) == digest:
                        found.add(page_id)
                case _:
                    continue
    return frozenset(page_id for page_id in found if _lives_by(page_id, digest, ledger, keys))


def _lives_by(page_id: UUID, digest: Digest, ledger: Ledger, keys: Keys) -> bool:
    page = page_of(page_id, ledger)
    return any(
        image.state is not PageState.REMOVED
        and keys.open_digest(image.sealed_digest, page_id=page_id) == digest
        for image in page.images
    )


def is_blank(content: bytes, facts: FileFacts, *, limits: Limits) -> bool:
    """Whether nothing is printed or written on any image of the file: paper alone.

    Raises: UnreadableScan.
    """
    return all(
        structure_of(open_image(content, image.image_no, limits=limits)) < _BARE
        for image in facts.images
    )
