"""The server: HTTP under /v1, the pages beside it, one application object."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI

from api import answers
from api.guard import Guard
from api.here import House
from api.messages import Language
from api.routes import (
    actors,
    batches,
    catalogue,
    documents,
    dossiers,
    due,
    events,
    findings,
    health,
    pages,
    people,
    policies,
    review,
    search,
    units,
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
    events,
    review,
    people,
    due,
    search,
    catalogue,
    actors,
    findings,
    policies,
    units,
    verification,
)
_ROOM_FOR_FIELDS = 1024 * 1024


def _wall_clock() -> datetime:
    return datetime.now(UTC)


def _describe_keys(app: FastAPI) -> None:
    """Say in the API's description how a key is sent; `here` is what asks for it."""
    described = app.openapi

    def with_keys() -> dict[str, Any]:
        schema = described()
        schemes = schema.setdefault("components", {}).setdefault("securitySchemes", {})
        schemes["actorKey"] = {
            "type": "http",
            "scheme": "bearer",
            "description": "The key of an actor, as `hoso actor add` prints it once.",
        }
        schema["security"] = [{"actorKey": []}]
        return schema

    app.openapi = with_keys  # type: ignore[method-assign]  # as FastAPI asks to extend it


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
    _describe_keys(app)
    app.state.house = House(
        archive=archive, sessions=Sessions(clock), language=language, clock=clock
    )
    answers.install(app, page=refused)
    for route in _ROUTES:
        app.include_router(route.router)
    web.install(app)
    app.add_middleware(Guard, most_file_bytes=archive.limits.max_file_bytes + _ROOM_FOR_FIELDS)
    return app
