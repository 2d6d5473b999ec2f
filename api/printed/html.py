"""A printed career as one HTML file: nothing is loaded from elsewhere, no script is in it."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.printed.career import PrintedCareer

_HERE = Path(__file__).parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def style() -> str:
    return (_HERE / "career.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """The content security policy of the page: its own style, by its digest, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"


def html_of(career: PrintedCareer) -> bytes:
    template = _ENVIRONMENT.get_template("career.html")
    return template.render(career=career, style=style()).encode()
