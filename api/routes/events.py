"""`POST /v1/events`: a list brought over, as `hoso record` takes it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.brought.columns import TOPICS
from api.brought.reading import read_list
from api.brought.telling import ToldList, told_list
from api.here import Asking
from api.uploads import A_FILE, described, read_form
from archive.bringing import bring
from archive.lines import ListRefused

router = APIRouter(prefix="/v1/events", tags=["events"])

_LINES = ("application/x-ndjson", "application/jsonl", "application/json")
_BODY = described(file=A_FILE)
_BODY["requestBody"]["content"] |= {
    "application/x-ndjson": {"schema": {"type": "string", "description": "JSON Lines"}}
}


@dataclass(frozen=True)
class SentList:
    """`name` is the file's own; it says what kind of file it is, nothing is opened by it."""

    name: str
    content: bytes


async def read_sent(request: Request) -> SentList:
    """A file of a form, or JSON Lines as the body itself.

    Raises: NoFile; ListRefused, if the body is neither.
    """
    kind = request.headers.get("content-type", "").lower()
    if kind.startswith(_LINES):
        return SentList("body.jsonl", await request.body())
    form = await read_form(request)
    name, content = form.file("file")
    return SentList(name, content)


@router.post("", response_model=ToldList, openapi_extra=_BODY)
def post_events(
    here: Asking,
    sent: Annotated[SentList, Depends(read_sent)],
    partial: bool = False,
    dry_run: Annotated[bool, Query(alias="dryRun")] = False,
    event_type: Annotated[str | None, Query(alias="eventType")] = None,
    convert_legacy: Annotated[bool, Query(alias="convertLegacy")] = False,
) -> ToldList:
    """Record a list: JSON Lines (as the body, or as a file), CSV or XLSX as the form's `file`.

    It is taken whole or not at all, unless `partial`; `dryRun` only answers. Every line is answered
    with its position, its findings, or the reason why not. `eventType`: of a CSV file, where its
    name does not say it. `convertLegacy`: texts in TCVN3 or VNI are converted, else refused.
    """
    if event_type is not None and event_type not in TOPICS:
        raise ListRefused("brought.csvType", suggestion=None)
    archive = here.archive
    lines = read_list(
        sent.content, name=sent.name, event_type=event_type, convert_legacy=convert_legacy
    )
    archive.dispatch()  # namesakes are looked for in the registers: they know the last list
    answer = bring(
        lines,
        partial=partial,
        dry_run=dry_run,
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        registers=archive.registers,
        keys=archive.keys,
        now=here.now,
    )
    return told_list(answer, here.messages)
