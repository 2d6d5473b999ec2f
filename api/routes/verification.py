"""Custody checked: every object re-hashed, every stream walked."""

from fastapi import APIRouter

from api.here import Asking
from archive.fixity import FixityReport, verify

router = APIRouter(prefix="/v1", tags=["verification"])


@router.post("/verifications", response_model=FixityReport)
def post_verification(here: Asking) -> FixityReport:
    """Check everything now; takes as long as reading every object takes."""
    archive = here.archive
    return verify(
        by=here.by,
        ledger=archive.ledger,
        objects=archive.objects,
        keys=archive.keys,
        now=here.now,
    )
