"""What a waiting person sees on standard error: a spinner while nothing can be counted, then a bar that moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def bar(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Gives what to call with words, the count done and the whole count (0: not counted); gone when done.

    Where nobody looks on, in a file or a pipe, nothing is shown.
    """
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=None)

        def tell(words: str, done: int, whole: int) -> None:
            shown.update(task, description=f"{words} ...", completed=done, total=whole or None)

        yield tell
