"""Pages from templates: plain HTML, in the reader's language, escaped."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.here import Here, house_of, messages_of
from api.messages import Messages
from api.sessions import COOKIE
from domain.access import Action, may_somewhere
from domain.dates import PartialDate
from domain.labels import Label

HERE = Path(__file__).parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def asset(name: str) -> str:
    """Address of a static file, changing with its content."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"


def page(
    request: Request, template: str, here: Here | None = None, *, status: int = 200, **more: Any
) -> HTMLResponse:
    """Fill a template.

    Args:
        here: who is signed in; None on the page to sign in.
    """
    said = here.messages if here else messages_of(request)
    house = house_of(request)
    note = house.sessions.take_note(request.cookies.get(COOKIE)) if here else None
    query = request.url.query
    text = _ENVIRONMENT.get_template(template).render(
        t=said.say,
        show=said.show,
        coded=said.coded,
        label=lambda labelled: _label(said, labelled),
        field_label=said.field,
        doc_type=said.document_type,
        event=said.event,
        lang=said.language.value,
        here=here,
        by=here.by if here else None,
        form_token=here.session.form_token if here and here.session else "",
        note=note,
        path=request.url.path,
        address=f"{request.url.path}?{query}" if query else request.url.path,
        asset=asset,
        may=_rights(here),
        played=house.archive.played_clock,
        iso=_iso,
        stored_day=lambda text: said.day(PartialDate.parse(text)) if text else said.show(None),
        **more,
    )
    return HTMLResponse(text, status_code=status)


def _rights(here: Here | None) -> Callable[[str], bool]:
    """Whether the person signed in may do something anywhere: what is offered at all."""

    def may(action: str) -> bool:
        return here is not None and may_somewhere(here.by, Action(action), on=here.now)

    return may


def _label(said: Messages, labelled: Any) -> str:
    """The label of an answer that carries both languages, or of a class."""
    if isinstance(labelled, Label):
        return said.label(labelled)
    return str(getattr(labelled, f"label_{said.language.value}"))


def _iso(value: date | datetime | None) -> str:
    return value.isoformat() if value else ""
