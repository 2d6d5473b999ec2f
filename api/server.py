"""The server: HTTP under /v1, the pages beside it, one application object."""

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import answers
from api.here import House
from api.messages import Language
from api.routes import (
    actors,
    batches,
    catalogue,
    documents,
    dossiers,
    health,
    pages,
    people,
    review,
    search,
    verification,
)
from api.sessions import Sessions
from api.web import desk as web
from api.web.entry import refused
from archive.desk import Archive

_ROUTES = (
    health,
    batches,
    dossiers,
    pages,
    documents,
    review,
    people,
    search,
    catalogue,
    actors,
    verification,
)
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class _Guard:
    """Adds the headers that every answer carries; private answers are kept by nobody."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, guarded)


def _wall_clock() -> datetime:
    return datetime.now(UTC)


def create_app(
    archive: Archive,
    *,
    language: Language = Language.VI,
    clock: Callable[[], datetime] = _wall_clock,
) -> FastAPI:
    """Build the application over an opened archive; who opened it closes it.

    Args:
        language: what people read who ask for none.
        clock: for sessions; what is recorded takes the ledger's own.
    """
    app = FastAPI(
        title="hoso",
        version="1",
        description="Digital personnel-records archive: custody, careers, evidence.",
        docs_url=None,  # the stock page loads scripts from elsewhere
        redoc_url=None,
        openapi_url="/v1/openapi.json",
    )
    app.state.house = House(
        archive=archive, sessions=Sessions(clock), language=language, clock=clock
    )
    answers.install(app, page=refused)
    for route in _ROUTES:
        app.include_router(route.router)
    web.install(app)
    app.add_middleware(_Guard)
    return app
