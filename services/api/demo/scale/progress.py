"""How far the large demo is: on a terminal a bar with stage, rows, rate and time left; else a line a stage."""

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class Rate(ProgressColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        """As a column of the bar."""
        return Text(f"{task.speed or 0:,.0f} 行/秒")


class Bar:
    """A Watched that shows itself."""

    def __init__(self) -> None:
        self._console = Console(file=sys.stderr)
        self._progress = Progress(
            TextColumn("{task.description:28}"), BarColumn(), TextColumn("{task.completed:>10,.0f} 行"), Rate(),
            TimeElapsedColumn(), TimeRemainingColumn(), console=self._console,
        )  # fmt: skip
        self._task: TaskID | None = None
        self._name, self._rows, self._began = "", 0, time.monotonic()
        self.total = 0

    def __enter__(self) -> "Bar":
        if self._console.is_terminal:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        self._progress.stop()

    def stage(self, name: str, rows: int) -> None:
        """The stage before is over."""
        self._finish()
        self._name, self._rows, self._began = name, 0, time.monotonic()
        if self._console.is_terminal:
            self._task = self._progress.add_task(name, total=rows)

    def wrote(self, rows: int) -> None:
        """Move on."""
        self._rows += rows
        self.total += rows
        if self._task is not None:
            self._progress.advance(self._task, rows)

    def _finish(self) -> None:
        if self._task is not None:
            self._progress.update(self._task, total=self._rows)
        elif self._name:
            took = max(time.monotonic() - self._began, 0.001)
            self._console.print(f"{self._name}: {self._rows:,} 行, {took:.1f} 秒, {self._rows / took:,.0f} 行/秒")
