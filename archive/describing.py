"""What the lists of a delivery say of a dossier, as far as it is new and can be compared."""

from collections.abc import Set
from uuid import UUID

from archive.manifest import ManifestRow
from domain.access import Actor
from domain.dossier import Dossier, StatedCount
from domain.events.dossier import DossierDescribed, InventoryLine
from domain.filing import added

_SAID = ("person_name", "identifier", "birth_date")


def count_of(
    row: ManifestRow | None, dossier: Dossier, *, here: Set[UUID], fresh: int, known: int
) -> StatedCount | None:
    """The dossier's count, as far as the row tells it; without an image count where it does not.

    A row counts what lies in the folder. Does that hold all pages of the dossier, it is the
    dossier's count; does it hold new papers only, both counts add up.

    Args:
        here: pages of the dossier that the folder holds.
        fresh: images of the folder that are new.
        known: those that were in already.

    Returns:
        None: it counts something, but nobody can tell what of the dossier.
    """
    stated = row.stated if row is not None else StatedCount()
    if stated.images is None or set(dossier.page_ids) <= here:
        return stated
    if not fresh:
        return StatedCount()
    if not known and dossier.stated.images is not None:
        return added(dossier.stated, stated)
    return None


def description_of(
    dossier_id: UUID,
    dossier: Dossier | None,
    row: ManifestRow | None,
    inventory: tuple[InventoryLine, ...] | None,
    stated: StatedCount | None,
    *,
    by: Actor,
) -> DossierDescribed | None:
    """What the lists say that the dossier does not say yet; None if that is nothing.

    Args:
        dossier: as it stands; None: it is being opened.
        stated: its count, by `count_of` or by the row of a new dossier.
    """
    said: dict[str, object] = {"inventory": inventory}
    if row is not None:
        said |= {name: getattr(row, name) for name in _SAID}
    if stated is not None and stated.images is not None:
        count = stated.model_copy(update={"blank_sides": stated.blank_sides or 0})
        if dossier is None or dossier.stated != count:
            said |= count.model_dump(by_alias=False)
    fresh = {
        name: value
        for name, value in said.items()
        if value is not None and (dossier is None or getattr(dossier, name) != value)
    }
    if not fresh:
        return None
    ids = {"recorded_by": by.id, "dossier_id": dossier_id}
    return DossierDescribed.model_validate({**ids, **fresh}, by_name=True)
