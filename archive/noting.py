"""Every answer about a career or a page is itself recorded, and so is every refusal."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from archive.access_log import AccessLog, AnswerExported, AnswerGiven, AnswerRefused
from domain.access import Action, Actor, Scope, require, require_somewhere
from domain.errors import NotAllowed


@dataclass(frozen=True)
class Reader:
    """Who asks, when, with which key and for what purpose: what a look is noted with."""

    by: Actor
    access: AccessLog
    now: datetime
    key_id: str | None = None
    purpose: str | None = None

    def require(
        self,
        action: Action,
        scope: Scope | None = None,
        *,
        persons: tuple[UUID, ...] = (),
        dossiers: tuple[UUID, ...] = (),
    ) -> None:
        """Let the reader through, or write the refusal before it is answered.

        Raises: NotAllowed; LedgerUnavailable, if the refusal cannot be written.
        """
        try:
            require(self.by, action, scope, on=self.now)
        except NotAllowed as refusal:
            self._refuse(action, refusal, persons, dossiers)
            raise

    def require_somewhere(
        self, action: Action, *, persons: tuple[UUID, ...] = (), dossiers: tuple[UUID, ...] = ()
    ) -> None:
        """The same, before it is known what the action touches."""
        try:
            require_somewhere(self.by, action, on=self.now)
        except NotAllowed as refusal:
            self._refuse(action, refusal, persons, dossiers)
            raise

    def _refuse(
        self,
        action: Action,
        refusal: NotAllowed,
        persons: tuple[UUID, ...],
        dossiers: tuple[UUID, ...],
    ) -> None:
        self.access.write(
            AnswerRefused(
                recorded_by=self.by.id,
                action=action,
                answered_at=self.now,
                key_id=self.key_id,
                purpose=self.purpose,
                persons=persons,
                dossiers=dossiers,
                code=refusal.code,
            )
        )

    def note(
        self,
        action: Action,
        *,
        persons: tuple[UUID, ...] = (),
        dossiers: tuple[UUID, ...] = (),
        pages: tuple[UUID, ...] = (),
        events: tuple[UUID, ...] = (),
        position: int | None = None,
        valid_on: date | None = None,
    ) -> None:
        """Record what is about to be shown. Raises: LedgerUnavailable: do not answer."""
        self.access.note(
            AnswerGiven(
                recorded_by=self.by.id,
                action=action,
                answered_at=self.now,
                key_id=self.key_id,
                purpose=self.purpose,
                persons=persons,
                dossiers=dossiers,
                pages=pages,
                events=events,
                position=position,
                valid_on=valid_on,
            )
        )

    def answered(
        self,
        *,
        persons: tuple[UUID, ...],
        events: tuple[UUID, ...],
        position: int,
        valid_on: date,
        exported_as: str | None = None,
    ) -> None:
        """Record a replay that is about to be shown; or, when it leaves the archive as a file, the
        export, on disk before it is given.

        Raises: LedgerUnavailable: do not answer.
        """
        if exported_as is None:
            self.note(
                Action.REPLAY,
                persons=persons,
                events=events,
                position=position,
                valid_on=valid_on,
            )
            return
        self.access.write(
            AnswerExported(
                recorded_by=self.by.id,
                action=Action.REPLAY,
                answered_at=self.now,
                key_id=self.key_id,
                purpose=self.purpose,
                persons=persons,
                events=events,
                position=position,
                valid_on=valid_on,
                form=exported_as,
            )
        )
