"""Batches: what was handed in, how it stands, and handing in over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from api.here import Asking
from api.uploads import A_FILE, NoFile, Sent, described
from archive.accession import AccessionAnswer, accession
from archive.delivery import UploadedFiles
from archive.status import StatusAnswer, show_status
from domain.errors import Unknown

router = APIRouter(prefix="/v1/batches", tags=["batches"])


@router.get("", response_model=StatusAnswer)
def get_batches(here: Asking) -> StatusAnswer:
    """Every batch with its balance, rate, end, failures, and what to do."""
    return _status(here, None)


@router.get("/{batch_id}", response_model=StatusAnswer)
def get_batch(here: Asking, batch_id: UUID) -> StatusAnswer:
    answer = _status(here, batch_id)
    if not answer.batches:
        raise Unknown("batch.unknown")
    return answer


@router.post(
    "",
    response_model=AccessionAnswer,
    status_code=201,
    openapi_extra=described(files={"type": "array", "items": A_FILE}),
)
def post_batch(here: Asking, sent: Sent) -> AccessionAnswer:
    """Take files into custody, named `dossier/0001.tif`, `a.pdf` or `manifest.csv`.

    Workers read them afterwards; ask the batch how it stands.
    """
    archive = here.archive
    handed_in = [(name, content) for of, name, content in sent.files if of == "files"]
    if not handed_in:
        raise NoFile()
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
        ledger=archive.ledger,
        objects=archive.objects,
        now=here.now,
        played_clock=archive.played_clock,
        batch_id=batch_id,
    )
