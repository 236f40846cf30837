"""`xlclv docs`: the handbook that came with the program, for machines without the repository or the internet."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from xlclv.cli.command import Command
from xlclv.cli.talk import talking
from xlclv.errors import UsageError

PACKAGE = Path(__file__).parents[1]
# A wheel carries the pages inside the package; a checkout has them beside it.
FOLDERS = (PACKAGE / "handbook", PACKAGE.parent / "docs")
INDEX = "readme"


@click.command(cls=Command)
@click.argument("page", required=False)
@talking
def docs(page: str | None) -> None:
    """List the handbook's pages, or show PAGE; piped, it stays Markdown."""
    pages = found()
    if page is None:
        width = max(map(len, pages))
        for name, path in pages.items():
            click.echo(f"  {name:<{width}}  {title(path)}")
        click.echo("\n'xlclv docs PAGE' shows one.")
        return
    wanted = page.strip().rpartition("/")[2].removesuffix(".md").lower()
    if wanted not in pages:
        near = difflib.get_close_matches(wanted, pages, n=1, cutoff=0.4)
        hint = f"; did you mean {near[0]}?" if near else ";"
        raise UsageError(f"there is no page {page}{hint} 'xlclv docs' lists them all")
    show(pages[wanted].read_text(encoding="utf-8"))


def found() -> dict[str, Path]:
    """Every page by its name, the index first."""
    folder = next((folder for folder in FOLDERS if any(folder.glob("*.md"))), None)
    if folder is None:
        raise UsageError("the handbook's pages are not beside this xlclv; install it again with pip")
    pages = {path.stem.lower(): path for path in sorted(folder.glob("*.md"))}
    return {INDEX: pages[INDEX], **pages} if INDEX in pages else pages


def title(path: Path) -> str:
    """A page's first heading."""
    with path.open(encoding="utf-8") as lines:
        return next((line[2:].strip() for line in lines if line.startswith("# ")), path.stem)


def show(markdown: str) -> None:
    """The page set for reading on a terminal, as it is written anywhere else."""
    if not sys.stdout.isatty():
        click.echo(markdown, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    with console.pager(styles=True):
        console.print(Markdown(markdown), width=min(console.width, 100))
