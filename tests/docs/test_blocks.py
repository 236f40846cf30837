"""Every command and every piece of Python in the handbook runs and prints what is shown."""

from __future__ import annotations

import csv
import doctest
import os
import re
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import openpyxl
import pytest

from tests.docs import pages
from tests.workbook.real import ONLINE_RETAIL

# Pages that work with a public file too large to carry: what names it, what the page calls it.
NEEDS_DATA = {
    "case-study.md": (ONLINE_RETAIL, "online_retail.csv.gz"),
    "case-study-contracts.md": ("XLCLV_SUBSCRIPTIONS", "subscriptions.csv.gz"),
}
RUN = {"sh", "python"}
LIKE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's workbook and its orders, as text and the first of them as a sheet."""
    folder = tmp_path_factory.mktemp("demo")
    orders = (resources.files("xlclv.demo") / "sample_orders.csv").read_bytes()
    (folder / "orders.csv").write_bytes(orders)
    for name in ("customers", "contacts", "acquisition"):
        (folder / f"{name}.csv").write_bytes((resources.files("xlclv.demo") / f"sample_{name}.csv").read_bytes())
    contracts = (resources.files("xlclv.demo") / "sample_contracts.csv").read_bytes()
    (folder / "subscriptions.csv").write_bytes(contracts)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    for row in list(csv.reader(orders.decode().splitlines()))[:3000]:
        *others, amount = row
        sheet.append([*others, amount if amount == "Amount" else float(amount)])
    book.save(folder / "orders.xlsx")
    ran = run("xlclv demo", folder)
    assert ran.returncode == 0, ran.stdout
    return folder


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The commands in a shell that stops at the first failure, in a terminal of 100 columns."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "100", "PYTHONPATH": str(pages.ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=900,
    )


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_page(page: Path, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page, from top to bottom in one folder, print what is shown and end as said."""
    found = [block for block in pages.blocks(page) if block.language in RUN and not block.spared]
    if page.name in NEEDS_DATA:
        named, called = NEEDS_DATA[page.name]
        if not os.environ.get(named):
            pytest.skip(f"{named} names no file with the public data which the page works with")
        shutil.copy(os.environ[named], tmp_path / called)
    elif found:
        shutil.copytree(demo, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in found:
        if block.language == "sh":
            _shell(block, tmp_path)
        else:
            _python(block, names)


def _shell(block: pages.Block, folder: Path) -> None:
    ran = run(block.code, folder)
    wanted = re.search(r"# exit code (\d+)", block.code)
    assert ran.returncode == (int(wanted[1]) if wanted else 0), f"{block}\n{ran.stdout}"
    if block.output is not None:
        like = doctest.OutputChecker().check_output(block.output, ran.stdout, LIKE)
        assert like, f"{block} shows\n{block.output}\nbut prints\n{ran.stdout}"


def _python(block: pages.Block, names: dict[str, object]) -> None:
    """Examples with prompts by doctest, a file to be pasted as it stands; one namespace a page."""
    if ">>>" not in block.code:
        exec(compile(block.code, str(block), "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(block.code, names, str(block), str(block.page), block.line)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=LIKE).run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    assert not result.failed, "".join(said)
