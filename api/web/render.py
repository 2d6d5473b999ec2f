"""Pages from templates: plain HTML, in the reader's language, escaped."""

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.here import Here, house_of, messages_of
from api.messages import Messages
from domain.access import Action, may_somewhere
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

    def mine(action: str) -> bool:
        if here is None:
            return False
        return may_somewhere(here.by, Action(action), on=here.now)

    text = _ENVIRONMENT.get_template(template).render(
        t=said.say,
        show=said.show,
        label=lambda label: _label(said, label),
        event=said.event,
        lang=said.language.value,
        here=here,
        by=here.by if here else None,
        form_token=here.session.form_token if here and here.session else "",
        path=request.url.path,
        asset=asset,
        may=mine,
        played=house.archive.played_clock,
        iso=_iso,
        **more,
    )
    return HTMLResponse(text, status_code=status)


def _label(said: Messages, label: Any) -> str:
    """The label of an answer that carries both languages, or of a class."""
    if isinstance(label, Label):
        return said.label(label)
    return str(getattr(label, f"label_{said.language.value}"))


def _iso(value: date | datetime | None) -> str:
    return value.isoformat() if value else ""
