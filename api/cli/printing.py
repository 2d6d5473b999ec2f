"""Answers on stdout, everything else on stderr; JSON for programs, tables for people."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from pydantic import BaseModel
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from api.messages import Messages

_PIPE_WIDTH = 160
_WHOLE = frozenset({"cli.id", "cli.personAndEvent", "cli.field", "web.number"})
"""Columns whose cells people copy: never broken over lines."""


class Printer:
    """Of one command. `quiet`: no progress and no notes; errors are still said."""

    def __init__(self, said: Messages, *, quiet: bool = False) -> None:
        self.said = said
        self.out = _console(sys.stdout)
        self.err = Console(file=sys.stderr, highlight=False, soft_wrap=True, quiet=quiet)

    def json(self, answer: Any) -> None:
        """Print an answer for programs: camelCase, dates ISO 8601."""
        sys.stdout.write(json.dumps(_plain(answer), ensure_ascii=False, indent=2) + "\n")

    def done(self, answer: Any, as_json: bool, code: str, /, **values: object) -> None:
        """The answer of a write: a sentence, or JSON; a bare position gets its name."""
        if as_json:
            self.json({"position": answer} if isinstance(answer, int) else answer)
        else:
            self.line(code, **values)

    def line(self, code: str = "", /, **values: object) -> None:
        """A sentence of the answer."""
        self.out.print(Text(self.said.say(code, **values)) if code else "")

    def text(self, text: str, *, style: str = "") -> None:
        self.out.print(Text(text, style=style))

    def heading(self, code: str, /, **values: object) -> None:
        self.out.print(Text(self.said.say(code, **values), style="bold"))

    def table(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        *,
        numbers: frozenset[int] = frozenset(),
    ) -> None:
        """A table whose headings are sentence codes.

        Args:
            numbers: which columns, from 0, are set to the right.
        """
        table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
        for at, column in enumerate(columns):
            justify = "right" if at in numbers else "left"
            table.add_column(
                self.said.say(column) if column else "",
                justify=justify,  # type: ignore[arg-type]
                overflow="fold",
                no_wrap=column in _WHOLE,
            )
        for row in rows:
            table.add_row(*(self._cell(value) for value in row))
        self.out.print(table)

    def note(self, code: str, /, **values: object) -> None:
        """Something to know, beside the answer."""
        self.err.print(Text(self.said.say(code, **values), style="dim"))

    def warn(self, text: str) -> None:
        self.err.print(Text(text, style="yellow"))

    def fail(self, text: str) -> None:
        self.err.print(Text(text, style="bold red"))

    def _cell(self, value: object) -> Text:
        return value if isinstance(value, Text) else Text(self.said.show(value))

    @contextmanager
    def progress(self, code: str, *, total: int | None = None) -> Iterator["Bar"]:
        """A bar on stderr while something takes its time."""
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self.err, transient=False) as progress:
            task = progress.add_task(self.said.say(code), total=total)
            yield Bar(progress, task)
            progress.update(task, total=progress.tasks[task].completed)  # what was left is no work


def _console(file: TextIO) -> Console:
    """A terminal has its own width; a pipe gets lines that keep a table's row on one."""
    width = None if file.isatty() else _PIPE_WIDTH
    return Console(file=file, highlight=False, soft_wrap=True, width=width)


class Bar:
    """A progress bar of unknown or known length."""

    def __init__(self, progress: Progress, task: Any) -> None:
        self._progress, self._task = progress, task

    def step(self, by: int = 1) -> None:
        self._progress.advance(self._task, by)
        task = self._progress.tasks[self._task]
        if task.total is not None and task.completed > task.total:
            self._progress.update(self._task, total=task.completed)  # more came in meanwhile

    def reach(self, done: int, total: int | None = None) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def say(self, text: str) -> None:
        self._progress.update(self._task, description=text)


def _plain(answer: Any) -> Any:
    match answer:
        case BaseModel():
            return answer.model_dump(mode="json", by_alias=True)
        case tuple() | list():
            return [_plain(one) for one in answer]
        case dict():
            return {str(name): _plain(value) for name, value in answer.items()}
        case None | str() | int() | float() | bool():
            return answer
        case _:
            return str(answer)
