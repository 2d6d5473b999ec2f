"""Signing in and out, the language, static files, and what a refused request looks like."""

import mimetypes
import secrets
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.answers import status_of
from api.here import (
    LANGUAGE_COOKIE,
    Here,
    SignedIn,
    house_of,
    messages_of,
    session_of,
    signed_in,
)
from api.messages import Language
from api.sessions import COOKIE, Note
from api.uploads import Sent, Uploaded, read_form
from api.web.render import HERE, page
from archive.actors import actor_of_key
from domain.errors import HosoError, NotAllowed

router = APIRouter(include_in_schema=False)
_STATIC = frozenset(path.name for path in (HERE / "static").iterdir())
_YEAR_S = 31_536_000


def same_origin(request: Request) -> None:
    """Refuse a form that another site sent.

    Raises: NotAllowed `access.foreignForm`.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise NotAllowed("access.foreignForm")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.url.netloc:
        raise NotAllowed("access.foreignForm")


async def form_of(request: Request) -> Uploaded:
    """A posted form, its origin and its session's token checked.

    Raises: NotAllowed.
    """
    same_origin(request)
    session = session_of(request)
    if session is None:
        raise NotAllowed("access.noSession")
    form = await read_form(request)
    if not secrets.compare_digest(form.text("form_token").encode(), session.form_token.encode()):
        raise NotAllowed("access.foreignForm")
    return form


Posted = Annotated[Uploaded, Depends(form_of)]


def see(
    request: Request, address: str, done: str | None = None, *lines: str, **values: object
) -> RedirectResponse:
    """Answer a form with the page to look at next.

    Args:
        done: code of the sentence that the next page says first; `lines` stand below it.
    """
    if done is not None:
        note = Note(messages_of(request).say(done, **values), lines)
        house_of(request).sessions.leave_note(request.cookies.get(COOKIE), note)
    return RedirectResponse(address, status_code=303)


@router.get("/static/{name}")
def get_static(name: str) -> Response:
    if name not in _STATIC:
        return Response(status_code=404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    content = (HERE / "static" / name).read_bytes()
    headers = {"Cache-Control": f"public, max-age={_YEAR_S}, immutable"}
    return Response(content, media_type=kind, headers=headers)


@router.get("/favicon.ico")
def get_icon() -> Response:
    return get_static("icon.svg")


@router.get("/sign-in")
def get_sign_in(request: Request, next: str = "/") -> Response:
    return page(request, "sign_in.html", next=_inside(next), fault=None)


@router.post("/sign-in", dependencies=[Depends(same_origin)])
def post_sign_in(request: Request, sent: Sent) -> Response:
    house = house_of(request)
    key, following = sent.text("key"), _inside(sent.text("next") or "/")
    try:
        actor_of_key(key, now=house.archive.clock(), ledger=house.archive.ledger)
    except HosoError as error:
        fault = messages_of(request).error(error)
        status = status_of(error)
        return page(request, "sign_in.html", next=following, fault=fault, status=status)
    house.sessions.close(request.cookies.get(COOKIE))
    token, _ = house.sessions.open(key)
    answer = see(request, following)
    answer.set_cookie(
        COOKIE,
        token,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
        path="/",
    )
    return answer


@router.post("/sign-out")
def post_sign_out(request: Request, here: SignedIn, posted: Posted) -> Response:
    house_of(request).sessions.close(request.cookies.get(COOKIE))
    answer = see(request, "/sign-in")
    answer.delete_cookie(COOKIE, path="/")
    return answer


@router.post("/language", dependencies=[Depends(same_origin)])
def post_language(request: Request, sent: Sent) -> Response:
    """Nothing but a cookie, so that it also works before signing in."""
    answer = see(request, _inside(sent.text("back") or "/"))
    language = sent.text("lang")
    if language in (Language.VI.value, Language.EN.value):
        answer.set_cookie(
            LANGUAGE_COOKIE, language, httponly=True, samesite="lax", path="/", max_age=_YEAR_S
        )
    return answer


def refused(request: Request, status: int, code: str, detail: str) -> Response:
    """What a person sees of an error: the sign-in when it is not known who asks; after a form the
    page where it stood, which says it first; else a page of its own."""
    if status == 401:
        asked = request.url.path if request.method == "GET" else "/"
        return see(request, f"/sign-in?next={quote(asked)}")
    before = _came_from(request)
    if request.method == "POST" and status < 500 and before and code != "access.foreignForm":
        note = Note(detail, bad=True)
        house_of(request).sessions.leave_note(request.cookies.get(COOKIE), note)
        return RedirectResponse(before, status_code=303)
    title = messages_of(request).say(f"status.{status}")
    told = {"title": title, "detail": detail, "back": before or "/"}
    return page(request, "refused.html", _who(request), status=status, **told)


def _who(request: Request) -> Here | None:
    """Who is signed in, if anybody, on a page that anybody may be shown."""
    try:
        return signed_in(request)
    except HosoError:
        return None


def _came_from(request: Request) -> str | None:
    """The page before, if it is one of ours that can be asked for again."""
    before = urlsplit(request.headers.get("referer", ""))
    if before.netloc != request.url.netloc or not before.path:
        return None
    return _inside(f"{before.path}?{before.query}" if before.query else before.path)


def _inside(address: str) -> str:
    """Only addresses of this server."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
