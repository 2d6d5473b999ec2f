"""Problem documents: every error that leaves over HTTP. Source: RFC 9457; house.md 10."""

import logging
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.guard import add_headers
from api.here import messages_of
from api.problems import CRASHED, kind_of
from domain.errors import HosoError, NotAllowed

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
API = "/v1"
_HTTP_CODES = {
    400: "http.malformedForm",
    404: "http.notFound",
    405: "http.methodNotAllowed",
    413: "http.tooLarge",
}
_UNKNOWN_ASKER = ("access.key", "access.noKey", "access.noSession")
_SHOWN = (int, float, bool)
Page = Callable[[Request, int, str, str], Response]
"""A page that tells a person what went wrong: the request, status, code, and what to do."""


def status_of(error: HosoError) -> int:
    """401 where it is not known who asks; else what the table says."""
    if isinstance(error, NotAllowed) and error.code.startswith(_UNKNOWN_ASKER):
        return 401
    return kind_of(error).status


def problem(request: Request, status: int, code: str, detail: str, **more: Any) -> Response:
    """One problem document. `detail` says what to do; nothing that was sent is repeated."""
    body = {
        "type": f"urn:hoso:problem:{code}",
        "title": messages_of(request).say(f"status.{status}"),
        "status": status,
        "detail": detail,
        "code": code,
        "instance": f"urn:uuid:{uuid4()}",
        **more,
    }
    response = JSONResponse(body, status_code=status, media_type=PROBLEM)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="hoso"'
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def install(app: FastAPI, *, page: Page) -> None:
    """Turn every error of `app` into a problem document, outside /v1 into a page."""

    def told(request: Request, status: int, code: str, detail: str, **more: Any) -> Response:
        if _is_api(request):
            return problem(request, status, code, detail, **more)
        return page(request, status, code, detail)

    @app.exception_handler(HosoError)
    def of_ours(request: Request, error: HosoError) -> Response:
        status = status_of(error)
        if status >= 500:
            log.error("answered with an error", extra={"code": error.code, "status": status})
        values = {name: value for name, value in error.values.items() if isinstance(value, _SHOWN)}
        for_programs = _is_api(request)
        sentence = messages_of(request).error(error, names=for_programs)
        return told(request, status, error.code, sentence, values=values)

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> Response:
        known = _known_names(app)
        faults = [{"at": _place(one["loc"], known), "fault": one["type"]} for one in error.errors()]
        detail = messages_of(request).say("http.malformed")
        return told(request, 422, "http.malformed", detail, faults=faults)

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> Response:
        code = _HTTP_CODES.get(error.status_code, "http.refused")
        return told(request, error.status_code, code, messages_of(request).say(code))

    @app.exception_handler(Exception)
    def ours_to_mend(request: Request, error: Exception) -> Response:
        # The error's own text may hold personal data: its kind and place are enough to find it.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        log.error("a mistake of the program", extra={"error": type(error).__name__, "place": place})
        detail = messages_of(request).say("http.crashed")
        response = told(request, CRASHED.status, "http.crashed", detail)
        add_headers(response.headers)  # this handler stands outside the guard
        return response


def _is_api(request: Request) -> bool:
    return request.url.path == API or request.url.path.startswith(f"{API}/")


def _place(where: Iterable[object], known: frozenset[str]) -> str:
    """Where the fault lies, `body.place.0`; a name of the sender's own making is not repeated."""
    parts = (str(part) if isinstance(part, int) or part in known else "…" for part in where)
    return ".".join(parts)


def _known_names(app: FastAPI) -> frozenset[str]:
    """Every name that the API's own description has for a field or a parameter."""
    schema = app.openapi()
    names = {"body", "query", "path"}
    for model in schema.get("components", {}).get("schemas", {}).values():
        names |= set(model.get("properties", ()))
    for path in schema["paths"].values():
        for route in path.values():
            names |= {one["name"] for one in route.get("parameters", ())}
    return frozenset(names)
