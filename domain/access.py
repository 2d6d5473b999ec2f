"""Who may do what: one table, role x action. Source: domain.md 6.1, 3.17."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.dates import local_day
from domain.errors import NotAllowed
from domain.frozen import Frozen


class Role(StrEnum):
    DATA_SUBJECT = "DATA_SUBJECT"
    DOSSIER_CUSTODIAN = "DOSSIER_CUSTODIAN"
    SCAN_OPERATOR = "SCAN_OPERATOR"
    VERIFIER = "VERIFIER"
    HR_OFFICER = "HR_OFFICER"
    UNIT_HEAD = "UNIT_HEAD"
    APPROVER = "APPROVER"
    PARTY_ORG = "PARTY_ORG"
    INSPECTOR_AUDITOR = "INSPECTOR_AUDITOR"
    AWARD_OFFICER = "AWARD_OFFICER"
    ARCHIVIST = "ARCHIVIST"
    SYS_ADMIN = "SYS_ADMIN"
    WORKER = "WORKER"
    """A machine actor: reads pages and records what it read, nothing else."""


class Action(StrEnum):
    ACCESSION = "ACCESSION"
    SEE_STATUS = "SEE_STATUS"
    SEE_PAGE = "SEE_PAGE"
    SEE_DOSSIER = "SEE_DOSSIER"
    DESCRIBE = "DESCRIBE"
    """Bind, describe, assemble, split, join, reorder, rescan, insert, refile."""
    CONFIRM = "CONFIRM"
    VERIFY = "VERIFY"
    RECORD = "RECORD"
    CORRECT = "CORRECT"
    ORGANISE = "ORGANISE"
    """Record units and how they change: whose name a paper means, and who stands above whom."""
    REPLAY = "REPLAY"
    SEARCH = "SEARCH"
    SEE_QUARANTINE = "SEE_QUARANTINE"
    RELEASE = "RELEASE"
    REMOVE = "REMOVE"
    GRANT = "GRANT"
    CHECK_FIXITY = "CHECK_FIXITY"
    REBUILD = "REBUILD"
    READ_PAGES = "READ_PAGES"
    """The machine's work: gate, transcribe, assemble, propose."""


class Grant(Frozen):
    """A role over a scope. Empty `persons`, `units` and `batches`: everywhere the role reaches,
    which for some rights is nowhere (`NAMED_ONLY`).

    `period_from` and `period_to` bound what an auditor may replay (domain.md 6.1); `until` is the
    last day that the grant counts, as a day in Viet Nam.
    """

    grant_id: UUID
    role: Role
    persons: tuple[UUID, ...] = ()
    units: tuple[UUID, ...] = ()
    batches: tuple[UUID, ...] = ()
    period_from: date | None = None
    period_to: date | None = None
    until: date | None = None
    paper_no: str | None = None


class Actor(Frozen):
    """Who is asking: one human (or machine), however many keys. `grants` are those in force."""

    id: UUID
    name: str
    machine: bool = False
    simulated: bool = False
    grants: tuple[Grant, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)


class Scope(Frozen):
    """What an action touches, as far as it is known; None is not asked about."""

    person_id: UUID | None = None
    unit_ids: frozenset[UUID] | None = None
    batch_ids: frozenset[UUID] | None = None
    valid_on: date | None = None


_READS = frozenset({Action.SEE_STATUS, Action.SEE_PAGE, Action.SEE_DOSSIER})

RIGHTS: dict[Role, frozenset[Action]] = {
    Role.DATA_SUBJECT: frozenset({Action.REPLAY}),
    Role.DOSSIER_CUSTODIAN: _READS
    | {
        Action.ACCESSION,
        Action.DESCRIBE,
        Action.CONFIRM,
        Action.VERIFY,
        Action.RECORD,
        Action.CORRECT,
        Action.ORGANISE,
        Action.REPLAY,
        Action.SEARCH,
        Action.SEE_QUARANTINE,
        Action.RELEASE,
        Action.REMOVE,
        Action.CHECK_FIXITY,
        Action.REBUILD,
    },
    Role.SCAN_OPERATOR: _READS | {Action.ACCESSION, Action.DESCRIBE},
    Role.VERIFIER: _READS | {Action.VERIFY},
    Role.HR_OFFICER: _READS | {Action.REPLAY, Action.SEARCH, Action.RECORD, Action.ORGANISE},
    Role.UNIT_HEAD: frozenset({Action.REPLAY, Action.SEARCH}),
    Role.APPROVER: frozenset({Action.GRANT, Action.SEE_STATUS}),
    Role.PARTY_ORG: frozenset({Action.REPLAY, Action.SEARCH}),
    Role.INSPECTOR_AUDITOR: frozenset(
        {Action.REPLAY, Action.SEE_PAGE, Action.SEE_DOSSIER, Action.CHECK_FIXITY}
    ),
    Role.AWARD_OFFICER: frozenset({Action.SEARCH}),
    Role.ARCHIVIST: _READS
    | {
        Action.ACCESSION,
        Action.DESCRIBE,
        Action.CONFIRM,
        Action.RECORD,
        Action.CORRECT,
        Action.ORGANISE,
        Action.SEARCH,
        Action.REPLAY,
        Action.CHECK_FIXITY,
        Action.REBUILD,
    },
    Role.SYS_ADMIN: frozenset(
        {Action.SEE_STATUS, Action.GRANT, Action.CHECK_FIXITY, Action.REBUILD}
    ),
    Role.WORKER: frozenset({Action.READ_PAGES, Action.SEE_STATUS}),
}
"""Role x action. An archivist's content rights are by grant: of a batch, a unit or a person."""

NAMED_ONLY: dict[Role, frozenset[Action]] = {
    Role.DATA_SUBJECT: RIGHTS[Role.DATA_SUBJECT],
    Role.UNIT_HEAD: RIGHTS[Role.UNIT_HEAD],
    Role.INSPECTOR_AUDITOR: frozenset({Action.REPLAY, Action.SEE_PAGE, Action.SEE_DOSSIER}),
    Role.SCAN_OPERATOR: frozenset({Action.SEE_PAGE, Action.SEE_DOSSIER, Action.DESCRIBE}),
    Role.VERIFIER: frozenset({Action.SEE_PAGE, Action.SEE_DOSSIER, Action.VERIFY}),
    Role.ARCHIVIST: frozenset(
        {Action.CONFIRM, Action.RECORD, Action.CORRECT, Action.SEARCH, Action.REPLAY}
    ),
}
"""What a role may only where its grant names persons, units or batches: own record, own staff, the
inspection decision, the assigned batch. Without a name such a grant reaches nobody."""

WITHOUT_CONTENT = frozenset({Action.CHECK_FIXITY, Action.REBUILD, Action.READ_PAGES})
"""Concern the archive as a whole and show nothing of anybody: limits of a grant do not matter."""

_HUMAN_ONLY = frozenset(Action) - {Action.READ_PAGES, Action.SEE_STATUS}


def may(by: Actor, action: Action, scope: Scope | None = None, *, on: datetime) -> bool:
    """True if one of the actor's grants covers the action and its scope at instant `on`."""
    if by.machine and action in _HUMAN_ONLY:
        return False
    return any(_covers(grant, action, scope or Scope(), on) for grant in by.grants)


def require(by: Actor, action: Action, scope: Scope | None = None, *, on: datetime) -> None:
    """First line of every procedure. Raises: NotAllowed, naming action and roles, no person."""
    if not may(by, action, scope, on=on):
        raise NotAllowed(action=action.value, roles=tuple(sorted(role.value for role in by.roles)))


def may_somewhere(by: Actor, action: Action, *, on: datetime) -> bool:
    """True if a grant in force carries the action, whatever its scope: for lists, whose rows are
    then asked for one by one with `may`."""
    if by.machine and action in _HUMAN_ONLY:
        return False
    return any(_carries(grant, action, on) for grant in by.grants)


def require_somewhere(by: Actor, action: Action, *, on: datetime) -> None:
    """First line of a procedure that lists. Raises: NotAllowed."""
    if not may_somewhere(by, action, on=on):
        raise NotAllowed(action=action.value, roles=tuple(sorted(role.value for role in by.roles)))


def _carries(grant: Grant, action: Action, on: datetime) -> bool:
    """The role may, the grant has not run out, and it names whom it must name."""
    if action not in RIGHTS[grant.role]:
        return False
    if grant.until is not None and local_day(on) > grant.until:
        return False
    named = bool(grant.persons or grant.units or grant.batches)
    return named or action not in NAMED_ONLY.get(grant.role, frozenset())


def _covers(grant: Grant, action: Action, scope: Scope, on: datetime) -> bool:
    if not _carries(grant, action, on):
        return False
    if action in WITHOUT_CONTENT:
        return True
    if scope.valid_on is not None and not _within(grant, scope.valid_on):
        return False
    limits = (
        (grant.persons, frozenset({scope.person_id}) if scope.person_id else None),
        (grant.units, scope.unit_ids),
        (grant.batches, scope.batch_ids),
    )
    asked = [(set(limit), asked) for limit, asked in limits if limit]
    if not asked:
        return True
    # Limits of different kinds add up: the persons named, and the units, and the batches.
    return any(wanted is not None and limit & wanted for limit, wanted in asked)


def _within(grant: Grant, day: date) -> bool:
    after = grant.period_from is None or day >= grant.period_from
    return after and (grant.period_to is None or day <= grant.period_to)
