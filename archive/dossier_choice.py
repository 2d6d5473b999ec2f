"""Which dossier a delivery belongs to: one that is there already, or a new one.

A sub-folder of the same name is the same dossier, as its name is its code in the office, unless the
list says that it is another person's. Content decides first: where a file of it lies in a dossier
of that name already, it is that dossier, whatever a corrected list now says. The name of a loose
file says little (`scan0001.pdf`): without common content it takes the same person to append to it.
Where several dossiers of one name remain, none is guessed: a new one is opened, and said.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from archive.folding import dossier_of
from archive.ledger import Ledger
from archive.lists import Problem, problem
from archive.manifest import ManifestRow
from domain.dossier import Dossier
from domain.events.dossier import DossierOpened
from domain.evidence import Digest
from domain.page import page_id_of
from domain.people import plain_identifier, same_name


class DossierNames(Protocol):
    """Registers, as far as accession asks them. What they do not know yet is read from the ledger
    behind their position."""

    def position(self) -> int: ...

    def dossiers_named(self, name: str) -> tuple[UUID, ...]: ...


class NamesKnown:
    """Dossiers by name, up to the ledger's end, however far behind the registers are."""

    def __init__(self, registers: DossierNames, ledger: Ledger) -> None:
        self._registers, self._ledger = registers, ledger
        self._later: dict[str, list[UUID]] = {}
        self._position = registers.position()

    def catch_up(self) -> None:
        while recorded := self._ledger.after(self._position):
            self._position = recorded[-1].position
            for one in recorded:
                if isinstance(one.event, DossierOpened):
                    self._later.setdefault(one.event.name, []).append(one.event.dossier_id)

    def named(self, name: str) -> tuple[UUID, ...]:
        found = (*self._registers.dossiers_named(name), *self._later.get(name, ()))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Choice:
    """The dossier to append to, None for a new one. `overlaps`: a file of the delivery lies in it
    already. `problems`: what a person should know."""

    dossier: Dossier | None = None
    overlaps: bool = False
    problems: tuple[Problem, ...] = ()


def choose(
    name: str,
    row: ManifestRow | None,
    *,
    loose: bool,
    digests: Callable[[], Iterable[Digest]],
    names: NamesKnown,
    ledger: Ledger,
) -> Choice:
    """Find the dossier that a sub-folder or loose file of that name belongs to.

    Args:
        digests: of the files handed in, in their order; asked only when the name is known.
    """
    candidates = [dossier_of(one, ledger) for one in names.named(name)]
    if not candidates:
        return Choice()
    for digest in digests():
        for candidate in candidates:
            if ledger.events(page_id_of(candidate.dossier_id, digest, 1)):
                return Choice(candidate, overlaps=True)
    same_person = [one for one in candidates if row is not None and is_same_person(row, one)]
    if len(same_person) == 1:
        return Choice(same_person[0])
    if loose:
        return Choice()
    fitting = [one for one in candidates if row is None or not is_other_person(row, one)]
    if len(fitting) == 1:
        return Choice(fitting[0])
    code = "dossier.nameAmbiguous" if fitting else "dossier.nameOfOther"
    return Choice(problems=(problem(code, dossier=name),))


def is_same_person(row: ManifestRow, dossier: Dossier) -> bool:
    """The same identifier, or the same name with an agreeing birth date; never a name alone."""
    if is_other_person(row, dossier):
        return False
    if row.identifier is not None and dossier.identifier is not None:
        return True
    names, dates = (row.person_name, dossier.person_name), (row.birth_date, dossier.birth_date)
    return all(names) and all(dates)


def is_other_person(row: ManifestRow, dossier: Dossier) -> bool:
    """Something that both say differs."""
    identifiers = (row.identifier, dossier.identifier)
    dates = (row.birth_date, dossier.birth_date)
    names = (row.person_name, dossier.person_name)
    return (
        (all(identifiers) and len({plain_identifier(one or "") for one in identifiers}) > 1)
        or (dates[0] is not None and dates[1] is not None and not dates[0].agrees_with(dates[1]))
        or (names[0] is not None and names[1] is not None and not same_name(names[0], names[1]))
    )
