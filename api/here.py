"""What a route may ask for: the archive, who is asking, in which language, and the time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from api.messages import Language, Messages
from api.sessions import COOKIE, Session, Sessions
from archive.actors import actor_of_key, key_id_of
from archive.desk import Archive
from domain.access import Actor
from domain.errors import NotAllowed

LANGUAGE_COOKIE = "hoso_lang"


@dataclass(frozen=True)
class Here:
    """One request: the opened archive, the acting human or machine, the language, the instant."""

    archive: Archive
    by: Actor
    key_id: str
    messages: Messages
    now: datetime
    session: Session | None = None


@dataclass(frozen=True)
class House:
    """What the server holds between requests. `clock` is the wall clock, for sessions and grants;
    an archive with a played clock has its own for what it records."""

    archive: Archive
    sessions: Sessions
    language: Language
    clock: Callable[[], datetime]


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house


def language_of(request: Request) -> Language:
    """`?lang=`, then the cookie, then the first of Accept-Language, then the server's own."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    if asked in (Language.VI.value, Language.EN.value):
        return Language(asked)
    accepted = request.headers.get("accept-language", "")[:2].lower()
    if request.url.path.startswith("/v1") and accepted in ("vi", "en"):
        return Language(accepted)
    return house_of(request).language


def messages_of(request: Request) -> Messages:
    return Messages(language_of(request))


def session_of(request: Request) -> Session | None:
    return house_of(request).sessions.find(request.cookies.get(COOKIE))


def here(request: Request) -> Here:
    """Who asks over HTTP: the key in `Authorization: Bearer`.

    Raises:
        NotAllowed: `access.noKey`, or what the key itself is refused for.
    """
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise NotAllowed("access.noKey")
    return _here(request, key.strip(), None)


def signed_in(request: Request) -> Here:
    """Who asks at the pages: the session's key.

    Raises:
        NotAllowed: `access.noSession`, or what the key itself is refused for.
    """
    session = session_of(request)
    if session is None:
        raise NotAllowed("access.noSession")
    return _here(request, session.key, session)


def _here(request: Request, key: str, session: Session | None) -> Here:
    house = house_of(request)
    now = house.archive.clock()
    by = actor_of_key(key, now=now, ledger=house.archive.ledger)
    return Here(
        archive=house.archive,
        by=by,
        key_id=key_id_of(key),
        messages=messages_of(request),
        now=now,
        session=session,
    )


Asking = Annotated[Here, Depends(here)]
SignedIn = Annotated[Here, Depends(signed_in)]
Said = Annotated[Messages, Depends(messages_of)]
