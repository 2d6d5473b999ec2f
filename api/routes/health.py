"""Is the server alive, and can it work: without signing in, and without saying anything else."""

from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter, Request, Response

from api.here import house_of
from archive.objects import Area
from domain.errors import HosoError
from domain.frozen import Frozen

router = APIRouter(prefix="/v1", tags=["health"])


class Part(Frozen):
    """One part of the archive. `code` names what is wrong, None when it answers."""

    part: Literal["ledger", "registers", "index", "queue", "objects"]
    code: str | None


class Readiness(Frozen):
    ready: bool
    parts: tuple[Part, ...]


@router.get("/health")
def health() -> dict[str, str]:
    """The server answers."""
    return {"status": "ok"}


@router.get("/ready", response_model=Readiness)
def ready(request: Request, response: Response) -> Readiness:
    """Every part of the archive answers; 503 names those that do not."""
    archive = house_of(request).archive
    asked: dict[str, Callable[[], object]] = {
        "ledger": archive.ledger.position,
        "registers": archive.registers.position,
        "index": archive.index.position,
        "queue": archive.queue.counts,
        "objects": lambda: archive.objects.has("0" * 64, area=Area.MASTERS),
    }
    parts = []
    for name, ask in asked.items():
        code = None
        try:
            ask()
        except HosoError as error:
            code = error.code
        parts.append(Part.model_validate({"part": name, "code": code}))
    answer = Readiness(ready=all(part.code is None for part in parts), parts=tuple(parts))
    if not answer.ready:
        response.status_code = 503
    return answer
