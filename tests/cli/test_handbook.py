"""The handbook travels with the program: `xlclv docs` shows every page that a message sends a reader to."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from xlclv.cli import docs
from xlclv.cli.program import xlclv as program
from xlclv.errors import UsageError

ROOT = Path(__file__).parents[2]


def shown(*arguments: str) -> str:
    done = CliRunner().invoke(program, ["docs", *arguments], catch_exceptions=False, standalone_mode=False)
    assert isinstance(done.output, str)
    return done.output


def test_the_list_has_every_page_with_its_title() -> None:
    """A line a page: the name that shows it and its own heading."""
    listed = shown()
    pages = sorted((ROOT / "docs").glob("*.md"))
    assert pages
    for page in pages:
        heading = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert re.search(rf"^  {page.stem.lower()} +{re.escape(heading)}$", listed, re.MULTILINE), page.name


@pytest.mark.parametrize("name", ["lite", "docs/lite.md", "LITE"])
def test_a_page_is_shown_as_it_is_written(name: str) -> None:
    """Where the output is no terminal it is the page to the letter, so that it can be piped on."""
    assert shown(name) == (ROOT / "docs/lite.md").read_text(encoding="utf-8")


def test_a_page_that_is_not_there_is_refused_with_its_neighbour() -> None:
    with pytest.raises(UsageError, match="did you mean lite"):
        shown("lit")


def test_messages_send_nobody_to_a_page_that_is_not_there() -> None:
    """Every 'xlclv docs PAGE' in the program's own words names a page; no message names a file of the repository."""
    words = [
        (path, path.read_text(encoding="utf-8"))
        for room in ("xlclv", "workbook")
        for path in (ROOT / room).rglob("*.py")
        if path != Path(docs.__file__)
    ]
    named = {name for _, text in words for name in re.findall(r"'xlclv docs ([a-z-]+)'", text)}
    assert named
    assert named <= docs.found().keys()
    assert [str(path) for path, text in words if re.search(r"docs/[\w-]+\.md", text)] == []


def test_a_wheel_carries_the_pages_where_the_program_looks() -> None:
    """pyproject.toml puts docs/*.md into the package under the name that `xlclv docs` opens first."""
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    assert "/docs/*.md" in wheel["include"]
    assert docs.FOLDERS[0] == ROOT / wheel["sources"]["docs"]
