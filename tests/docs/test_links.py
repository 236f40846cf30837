"""The handbook holds together: links lead somewhere, nothing is left out, nothing names one person's machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs import pages
from xlclv.workbook.summary import SHEETS

MOST_BYTES = 150_000
ALL = [*pages.PAGES, *(pages.DOCS / name for name in sorted(pages.ELSEWHERE))]


def anchors(page: Path) -> set[str]:
    """The anchors that a repository's page gives to headings."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link and picture of a page is a file of the repository, and its anchor a heading there."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith("http"):
            continue
        name, _, anchor = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(there), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_files_that_are_named_exist(page: Path) -> None:
    """A page that sends a reader to a test, a script or a benchmark names one that is there."""
    for name in re.findall(r"`((?:tests|docs|benchmarks|xlclv|workbook)/[\w./-]+)`", page.read_text(encoding="utf-8")):
        assert (pages.ROOT / name).exists(), name


def test_the_index_names_every_page() -> None:
    """docs/README.md leads to every page, and the README to docs/README.md."""
    index = (pages.DOCS / "README.md").read_text(encoding="utf-8")
    assert all(f"({page.name})" in index for page in pages.DOCS.glob("*.md") if page.name != "README.md")
    assert "(docs/README.md)" in (pages.ROOT / "README.md").read_text(encoding="utf-8")


def test_every_sheet_has_its_picture() -> None:
    """The chapter on the workbook shows each of its sheets, under the name of its tab, and no picture is heavy."""
    chapter = (pages.DOCS / "summary-workbook.md").read_text(encoding="utf-8")
    shown = re.findall(r"(?s)\n## ([\w ]+)\n.*?!\[[^\]]+\]\((pictures/[\w-]+\.png)\)", chapter)
    close = (pages.DOCS / "quarter-close.md").read_text(encoding="utf-8")
    elsewhere = [title for title in SHEETS if f"![The sheet {title}](pictures/close-" in close]
    assert [title for title, _ in shown] == [title for title in SHEETS if title not in elsewhere]
    assert all(picture.stat().st_size < MOST_BYTES for picture in (pages.DOCS / "pictures").glob("*.png"))


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_commands_that_are_not_run_say_why(page: Path) -> None:
    """A shell block is run, or a comment before it gives the reason for which it is not."""
    for block in pages.blocks(page):
        assert block.language in {"sh", "bat", "python", "text"}, f"{block}: tests know no {block.language}"
        assert not block.spared or len(block.spared) > 10, block


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_windows_commands_have_the_options_they_name(page: Path) -> None:
    """What only Windows can run at least exists: the command and each of its options."""
    from click.testing import CliRunner

    from xlclv.cli.program import xlclv

    for block in pages.blocks(page):
        if block.language == "sh" and not block.spared:
            continue
        for line in re.findall(r"(?m)^(?:\S*\\)?xlclv ([a-z][^\n#]*)", block.code if block.language != "text" else ""):
            words = [word for word in line.split() if not word.startswith("-")]
            command = words[: 2 if words[0] in ("addin", "template") else 1]
            shown = CliRunner().invoke(xlclv, [*command, "--help"])
            assert shown.exit_code == 0, f"{block}: {line}"
            assert all(option in shown.output for option in re.findall(r"--\w+", line)), f"{block}: {line}"
