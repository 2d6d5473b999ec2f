"""Batches: what was handed in, how it stands, and handing in over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, UploadFile

from api.here import Asking
from archive.accession import AccessionAnswer, accession
from archive.delivery import UploadedFiles
from archive.status import StatusAnswer, show_status

router = APIRouter(prefix="/v1/batches", tags=["batches"])


@router.get("", response_model=StatusAnswer)
def get_batches(here: Asking) -> StatusAnswer:
    """Every batch with its balance, rate, end, failures, and what to do."""
    return _status(here, None)


@router.get("/{batch_id}", response_model=StatusAnswer)
def get_batch(here: Asking, batch_id: UUID) -> StatusAnswer:
    return _status(here, batch_id)


@router.post("", response_model=AccessionAnswer, status_code=201)
def post_batch(
    here: Asking,
    files: Annotated[list[UploadFile], File(description="named `dossier/0001.tif` or `a.pdf`")],
) -> AccessionAnswer:
    """Take files into custody. Workers read them afterwards; ask the batch how it stands."""
    archive = here.archive
    handed_in = [(file.filename or "", file.file.read()) for file in files]
    return accession(
        UploadedFiles(handed_in),
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        registers=archive.registers,
        limits=archive.limits,
        now=here.now,
    )


def _status(here: Asking, batch_id: UUID | None) -> StatusAnswer:
    archive = here.archive
    return show_status(
        by=here.by,
        registers=archive.registers,
        queue=archive.queue,
        now=here.now,
        played_clock=archive.played_clock,
        batch_id=batch_id,
    )
