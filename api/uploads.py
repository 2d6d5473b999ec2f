"""Forms and files that come in over HTTP, held in memory.

A scan may be a secret that nobody has seen yet: nothing of it may lie in a temporary folder, so the
usual way of such servers, to lay larger files down there, is not taken. The guard counts how much
comes (api/guard.py).
"""

import sys
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from domain.errors import RuleViolation

_MOST_FILES = 2_000


class NoFile(RuleViolation):
    """A form with a file was wanted, and none came."""

    code = "http.noFile"


class NotAnId(RuleViolation):
    """A field of a form should hold an id and does not."""

    code = "http.notAnId"


class _InMemory(MultiPartParser):
    spool_max_size = sys.maxsize


@dataclass(frozen=True)
class Uploaded:
    """Fields by name, the last of each; files as (name of the field, name of the file, bytes)."""

    fields: dict[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, str, bytes], ...] = ()

    def text(self, name: str) -> str:
        """What was typed, without blanks around it; empty for nothing."""
        return self.fields.get(name, "").strip()

    def file(self, name: str) -> tuple[str, bytes]:
        """Name and bytes of the first file that was chosen in a field. Raises: NoFile."""
        for of, file_name, content in self.files:
            if of == name and (file_name or content):
                return file_name, content
        raise NoFile()

    def id(self, name: str) -> UUID | None:
        """The id in a field; None where it is empty. Raises: NotAnId."""
        text = self.text(name)
        return id_of(text) if text else None

    def needed_id(self, name: str) -> UUID:
        """The same where there must be one. Raises: NotAnId."""
        return id_of(self.text(name))


def id_of(text: str) -> UUID:
    """Raises: NotAnId."""
    try:
        return UUID(text)
    except ValueError:
        raise NotAnId() from None


async def read_form(request: Request) -> Uploaded:
    """The body as a form. One that is no form has no fields. Raises: HTTPException 400, 413."""
    kind = request.headers.get("content-type", "").lower()
    try:
        if kind.startswith("multipart/form-data"):
            parser = _InMemory(request.headers, request.stream(), max_files=_MOST_FILES)
            form = await parser.parse()
        elif kind.startswith("application/x-www-form-urlencoded"):
            form = await FormParser(request.headers, request.stream()).parse()
        else:
            return Uploaded()
    except MultiPartException:
        raise HTTPException(400) from None
    fields: dict[str, str] = {}
    files: list[tuple[str, str, bytes]] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files.append((name, value.filename or "", await value.read()))
        else:
            fields[name] = value
    await form.close()
    return Uploaded(fields, tuple(files))


def described(**properties: dict[str, Any]) -> dict[str, Any]:
    """The body of a route that takes files, for OpenAPI. `properties`: JSON schemas by name."""
    schema = {"type": "object", "properties": properties, "required": [next(iter(properties))]}
    return {
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    }


A_FILE = {"type": "string", "format": "binary"}
Sent = Annotated[Uploaded, Depends(read_form)]
