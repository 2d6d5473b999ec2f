"""Problem documents: every error that leaves over HTTP. Source: RFC 9457; house.md 10."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.here import messages_of
from api.problems import CRASHED, kind_of
from domain.errors import HosoError, NotAllowed

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
_HTTP_CODES = {404: "http.notFound", 405: "http.methodNotAllowed", 413: "http.tooLarge"}
_SHOWN = (int, float, bool)
Page = Callable[[Request, HosoError], Response]


def problem(status: int, code: str, detail: str, *, title: str, **more: Any) -> JSONResponse:
    """One problem document. `detail` says what to do; nothing that was sent is repeated."""
    body = {
        "type": f"urn:hoso:problem:{code}",
        "title": title,
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

    @app.exception_handler(HosoError)
    def of_ours(request: Request, error: HosoError) -> Response:
        if not request.url.path.startswith("/v1"):
            return page(request, error)
        kind = kind_of(error)
        status = kind.status
        if isinstance(error, NotAllowed) and error.code.startswith("access.key"):
            status = 401
        if isinstance(error, NotAllowed) and error.code in ("access.noKey", "access.noSession"):
            status = 401
        if status >= 500:
            log.error("answered with an error", extra={"code": error.code, "status": status})
        said = messages_of(request)
        values = {name: value for name, value in error.values.items() if isinstance(value, _SHOWN)}
        return problem(
            status, error.code, said.error(error), title=said.say(f"status.{status}"), values=values
        )

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        said = messages_of(request)
        faults = [
            {"at": ".".join(str(part) for part in one["loc"]), "fault": one["type"]}
            for one in error.errors()
        ]
        return problem(
            422,
            "http.malformed",
            said.say("http.malformed"),
            title=said.say("status.422"),
            faults=faults,
        )

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> JSONResponse:
        said = messages_of(request)
        code = _HTTP_CODES.get(error.status_code, "http.refused")
        return problem(
            error.status_code,
            code,
            said.say(code),
            title=said.say(f"status.{error.status_code}"),
        )

    @app.exception_handler(Exception)
    def ours_to_mend(request: Request, error: Exception) -> JSONResponse:
        # The error's own text may hold personal data: its kind and place are enough to find it.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        log.error(
            "a mistake of the program",
            extra={
                "error": type(error).__name__,
                "place": f"{Path(frame.filename).name}:{frame.lineno}",
            },
        )
        said = messages_of(request)
        return problem(
            CRASHED.status, "http.crashed", said.say("http.crashed"), title=said.say("status.500")
        )
