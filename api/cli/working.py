"""Reading what waits, with a bar: the embedded shape's own workers."""

from api.cli.context import Desk
from archive.jobs import JobKind, JobState, Progress
from archive.working import work

_OPEN = (JobState.WAITING, JobState.RUNNING)


def work_until_read(desk: Desk, *, workers: int | None = None) -> None:
    """Gate, read and assemble until nothing waits. Ctrl-C finishes the pages under way."""
    archive = desk.archive
    archive.catch_up()
    pages = sum(row.balance.pending + row.unseen for row in archive.registers.batches())
    with desk.printer.progress("cli.work.reading", total=pages or None) as bar:

        def told(progress: Progress) -> None:
            if progress.job.kind is JobKind.READ and (progress.code is None or progress.last):
                bar.step()

        work(archive, workers=workers, until_idle=True, progress=told)
