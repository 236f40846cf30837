"""What an output may not replace: whatever the run reads, and, where nobody named it, what is no output of ours."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.cli.running import run
from xlclv.cli import outputs
from xlclv.cli.ours import ours
from xlclv.cli.program import xlclv as program
from xlclv.errors import InputError, UsageError

ORDERS = "customer,date,amount\n" + "".join(f"C{n % 17},2026-0{1 + n % 6}-1{n % 9},{n}.50\n" for n in range(60))
CONTRACTS = "customer,start,end,fee\n" + "".join(
    f"C{n},2025-0{1 + n % 6}-01,{'2025-09-30' if n % 3 else ''},10\n" for n in range(30)
)
KEY = "a key that is long enough for this"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with orders, contracts, and files of all that may lie beside them."""
    for name in ("o.csv", "x/jan.csv", "x/feb.csv", "x/mar.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ORDERS, encoding="utf-8")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "jan.csv").write_text(CONTRACTS, encoding="utf-8")
    (tmp_path / "side.csv").write_text("customer,size\nC1,big\n", encoding="utf-8")
    (tmp_path / "key.csv").write_text(KEY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XLCLV_PSEUDONYM_KEY", raising=False)
    return tmp_path


def standing(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refusal(*words: str, piped: str | None = None) -> Any:
    return CliRunner().invoke(program, words, input=piped, standalone_mode=False).exception


AMONG = "is one of the files of orders"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("summarize", "x", "-o", "x/mar.xlsx"), f"-o x/mar.xlsx {AMONG}; give the workbook another name"),
        (("score", "x", "--to", "x/jan.csv"), f"--to x/jan.csv {AMONG}; give the scores another name"),
        (("score", "o.csv", "x", "--to", "x/jan.csv"), f"--to x/jan.csv {AMONG}"),
        (("score", "o.csv", "x/*", "--to", "x/jan.csv"), f"--to x/jan.csv {AMONG}"),
        (("score", "x/*.csv", "--to", "hard.csv"), f"--to hard.csv {AMONG}"),
        (("score", "x/*.csv", "--to", "soft.csv"), f"--to soft.csv {AMONG}"),
        (("score", "**/jan.csv", "--to", "x/jan.csv"), f"--to x/jan.csv {AMONG}"),
        (("score", "o.csv", "x/jan.csv", "--to", "x/jan.csv"), "--to x/jan.csv is the file of orders itself"),
        (("summarize", "x/page.*", "--html", "x/page.html"), f"--html x/page.html {AMONG}; give the page another name"),
        (("contracts", "c", "--to", "c/jan.csv"), "--to c/jan.csv is one of the files of contracts; give the scores"),
        (("contracts", "c/jan.csv", "--to", "c/jan.csv"), "--to c/jan.csv is the file of contracts itself"),
        (("check", "x/*", "--save-options", "--options-file", "x/o.toml"), f"--options-file x/o.toml {AMONG}; give it"),
        (("score", "o.csv", "--customers", "side.csv", "--to", "side.csv"), "--to side.csv is the file of --customers"),
        (("score", "o.csv", "--contacts", "side.csv", "--to", "side.csv"), "is the file of --contacts"),
        (("score", "o.csv", "--acquisition", "side.csv", "--to", "side.csv"), "is the file of --acquisition"),
        (("contracts", "c", "--customers", "side.csv", "--to", "./side.csv"), "is the file of --customers"),
        (("contracts", "c", "--opening", "side.csv", "--to", "side.csv"), "is the file of --opening"),
        (("contracts", "c", "--scenario", "side.csv", "--to", "side.csv"), "is the file of --scenario"),
        (("contracts", "c", "--new-customers", "side.csv", "--to", "side.csv"), "is the file of --new-customers"),
        (("summarize", "o.csv", "--new-customers", "x/mar.xlsx", "-o", "x/mar.xlsx"), "is the file of --new-customers"),
        (("score", "--source", "sqlite://side.csv", "--table", "t", "--to", "side.csv"), "is the file of --source"),
        (("score", "o.csv", "--pseudonymise", "--pseudonym-key", "key.csv", "--to", "key.csv"), "is the key itself"),
        (("contracts", "c", "-o", "n.xlsx", "--to", "./n.xlsx"), "n.xlsx and n.xlsx would be one file"),
        (("summarize", "o.csv", "--options-file", "x/s.html", "--html", "x/s.html"), "is the file of options"),
        (("score", "o.csv", "--options-file", "n.csv", "--save-options", "--to", "n.csv"), "is the file of options"),
    ],
)  # fmt: skip
def test_nothing_that_is_read_is_written_over(here: Path, words: tuple[str, ...], told: str) -> None:
    """By no option, name or link: it is refused as a mistake of the command, in the option's words; all files stay."""
    (here / "hard.csv").hardlink_to(here / "x" / "jan.csv")
    (here / "soft.csv").symlink_to(here / "x" / "jan.csv")
    (here / "x" / "page.html").write_text("<p>of somebody</p>", encoding="utf-8")
    (here / "x" / "s.html").write_text("[summarize]\n", encoding="utf-8")
    (here / "x" / "o.toml").write_text("", encoding="utf-8")
    before = standing(here)
    came = refusal(*words)
    assert isinstance(came, UsageError), came
    assert told in str(came)
    assert standing(here) == before


@pytest.mark.skipif(os.name != "posix", reason="a shell's own way to pipe in a file")
def test_the_file_that_is_piped_in_is_not_written_over(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`xlclv score - --to o.csv < o.csv` reads all of it first, and would then lose it."""
    with (here / "o.csv").open("rb") as file:
        monkeypatch.setattr(sys, "stdin", file)
        with pytest.raises(UsageError, match=r"--to o\.csv is the file of orders itself"):
            outputs.refused([Path("-")], {"--to": Path("o.csv")}, {})
        assert outputs.refused([Path("-")], {"--to": Path("new.csv")}, {}) == (Path("new.csv"),)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outputs of every kind, as the program writes them."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "o.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "few.csv").write_text("".join(ORDERS.splitlines(keepends=True)[:5]), encoding="utf-8")
    (folder / "c.csv").write_text(CONTRACTS, encoding="utf-8")
    for words in (
        ("summarize", "few.csv", "-o", "described.xlsx", "--html", "page.html"),
        ("summarize", "o.csv", "-o", "summary.xlsx"),
        ("contracts", "c.csv", "-o", "contracts.xlsx", "--to", "contracts.csv", "--as-of", "2025-12-31"),
        *(("score", "o.csv", "--to", f"scores.{ending}") for ending in ("csv", "parquet", "xlsx")),
        *(("template", name, "-o", f"{name}.xlsx") for name in ("calculator", "service-roi", "functions")),
    ):
        done = run(*words, folder=folder)
        assert done.returncode == 0, done.stderr
    return folder


OURS = [
    "summary.xlsx",
    "described.xlsx",
    "page.html",
    "contracts.xlsx",
    "contracts.csv",
    "scores.csv",
    "scores.parquet",
    "scores.xlsx",
]


def test_an_output_of_ours_is_known_by_what_is_in_it(made: Path, tmp_path: Path) -> None:
    """Reports and scores are; orders, filled-in templates, files cut off and names alone are not."""
    assert [name for name in OURS if not ours(made / name)] == []
    for name in ("o.csv", "c.csv", "calculator.xlsx", "service-roi.xlsx", "functions.xlsx"):
        assert not ours(made / name), name
    for name in ("a.xlsx", "a.html", "a.csv", "a.parquet", "a.pdf", "a.zip"):
        (tmp_path / name).write_bytes(b"PK\x03\x04 xlclv")
        assert not ours(tmp_path / name), name
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n\n%xlclv 1.0\n")
    assert ours(tmp_path / "b.pdf")
    if hasattr(os, "mkfifo"):  # which is not waited for
        os.mkfifo(tmp_path / "f.csv")
        assert not ours(tmp_path / "f.csv")


def test_a_workbook_saved_again_by_excel_is_ours_still(tmp_path: Path) -> None:
    """Who made it and its title stay; the program that saved it last is another."""
    said = "<dc:title>Orders to come</dc:title><dc:creator>xlclv 0.1.0</dc:creator><cp:lastModifiedBy>Ann</cp:lastModi"
    for text, is_ours in ((said, True), (said.replace("xlclv 0.1.0", "Ann"), False), (said.replace("to", "at"), False)):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            archive.writestr("docProps/core.xml", text)
        assert ours(tmp_path / "a.xlsx") == is_ours, text


def test_what_we_wrote_into_the_folder_of_orders_is_made_anew(here: Path, made: Path) -> None:
    """A second run over a folder or a pattern does not read the result of the first, and replaces it."""
    shutil.copy(made / "scores.csv", here / "x" / "scores.csv")
    shutil.copy(made / "contracts.csv", here / "c" / "all.csv")
    for name in ("mar.xlsx", "feb.csv"):
        (here / "x" / name).unlink()
    for given in ("x", "x/*.csv"):
        assert run("score", given, "--to", "x/scores.csv", folder=here).returncode == 0
    done = run("contracts", "c", "--to", "c/all.csv", "--as-of", "2025-12-31", folder=here)
    assert done.returncode == 0, done.stderr
    assert refusal("score", "x/scores.csv", "--to", "x/scores.csv") is not None  # named, it is what is to be read


@pytest.mark.parametrize(
    ("command", "option", "name"),
    [
        ("summarize", "output", "other.xlsx"),
        ("summarize", "html", "other.html"),
        ("contracts", "output", "other.xlsx"),
        ("contracts", "to", "other.csv"),
        ("score", "to", "other.csv"),
        ("score", "to", "other.parquet"),
        ("score", "to", "calculator.xlsx"),
    ],
)
def test_options_found_in_a_folder_replace_only_what_is_ours(
    here: Path, made: Path, command: str, option: str, name: str
) -> None:
    """Not a file of the user's that happens to lie there, with -q neither; last month's output, and none, are fine."""
    of = {"contracts": "c"}.get(command, "o.csv")
    day = 'as-of = "2025-12-31"\n' if command == "contracts" else ""
    (here / "xlclv.toml").write_text(f'[{command}]\ninputs = ["{of}"]\n{option} = "{name}"\n{day}', encoding="utf-8")
    shutil.copy(made / "calculator.xlsx", here / name)
    before = standing(here)
    came = refusal(command, "-q")
    assert isinstance(came, InputError), came
    told = f"it writes --{option} over {name}, which is no earlier output of xlclv, which a file that nobody named may"
    assert told in str(came)
    assert "if it is yours, add --options-file xlclv.toml" in str(came)
    assert standing(here) == before
    (here / name).unlink()
    for _ in ("none", "that of last month"):
        done = run(command, "-q", folder=here)
        assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
@pytest.mark.parametrize(
    ("command", "line", "told"),
    [
        ("check", 'inputs = ["fifo.csv"]', "it reads fifo.csv, a pipe or device"),
        ("check", 'inputs = ["o.csv", "-"]', "it reads - (standard input)"),
        ("score", 'inputs = ["o.csv"]\ncustomers = "fifo.csv"\nto = "s.csv"', "it reads --customers fifo.csv, a pipe"),
        ("summarize", 'inputs = ["o.csv"]\nscenario = ["fifo.csv"]', "it reads --scenario fifo.csv, a pipe or device"),
        ("summarize", 'inputs = ["o.csv"]\nopening = ["fifo.csv"]', "it reads --opening fifo.csv, a pipe or device"),
    ],
)  # fmt: skip
def test_options_found_in_a_folder_wait_for_no_pipe(here: Path, command: str, line: str, told: str) -> None:
    """Nobody may ever write into it; one that somebody named is read."""
    os.mkfifo(here / "fifo.csv")
    (here / "xlclv.toml").write_text(f"[{command}]\n{line}\n", encoding="utf-8")
    came = refusal(command)
    assert isinstance(came, InputError), came
    assert told in str(came)
