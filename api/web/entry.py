"""Signing in and out, the language, static files, and what a refused request looks like."""

import mimetypes
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.here import LANGUAGE_COOKIE, SignedIn, house_of, messages_of, session_of
from api.messages import Language
from api.problems import kind_of
from api.sessions import COOKIE
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


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form, its origin and its session's token checked.

    Raises: NotAllowed.
    """
    same_origin(request)
    form = await request.form()
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    session = session_of(request)
    if session is None:
        raise NotAllowed("access.noSession")
    if fields.pop("form_token", "") != session.form_token:
        raise NotAllowed("access.foreignForm")
    return fields


Posted = Annotated[dict[str, str], Depends(form_of)]


def see(request: Request, address: str) -> RedirectResponse:
    """Answer a form with the page to look at next."""
    return RedirectResponse(address, status_code=303)


@router.get("/static/{name}")
def get_static(name: str) -> Response:
    if name not in _STATIC:
        return Response(status_code=404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    content = (HERE / "static" / name).read_bytes()
    headers = {"Cache-Control": f"public, max-age={_YEAR_S}, immutable"}
    return Response(content, media_type=kind, headers=headers)


@router.get("/sign-in")
def get_sign_in(request: Request, next: str = "/") -> Response:
    return page(request, "sign_in.html", next=_inside(next), fault=None)


@router.post("/sign-in", dependencies=[Depends(same_origin)])
def post_sign_in(
    request: Request, key: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/"
) -> Response:
    house = house_of(request)
    said = messages_of(request)
    try:
        actor_of_key(key.strip(), now=house.archive.clock(), ledger=house.archive.ledger)
    except HosoError as error:
        fault = said.error(error)
        status = kind_of(error).status
        return page(request, "sign_in.html", next=_inside(next), fault=fault, status=status)
    token, _ = house.sessions.open(key.strip())
    answer = see(request, _inside(next))
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
def post_language(
    request: Request, lang: Annotated[str, Form()], back: Annotated[str, Form()] = "/"
) -> Response:
    answer = see(request, _inside(back))
    if lang in (Language.VI.value, Language.EN.value):
        answer.set_cookie(LANGUAGE_COOKIE, lang, httponly=True, samesite="lax", path="/")
    return answer


def refused(request: Request, error: HosoError) -> Response:
    """The page of an error: to the sign-in when nobody is signed in, else what to do."""
    if isinstance(error, NotAllowed) and error.code in (
        "access.noSession",
        "access.keyExpired",
        "access.keyRevoked",
        "access.keyUnknown",
    ):
        asked = request.url.path if request.method == "GET" else "/"
        return see(request, f"/sign-in?next={asked}")
    said = messages_of(request)
    status = kind_of(error).status
    return page(
        request,
        "refused.html",
        status=status,
        title=said.say(f"status.{status}"),
        detail=said.error(error),
    )


def _inside(address: str) -> str:
    """Only addresses of this server."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
