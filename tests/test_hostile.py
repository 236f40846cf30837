"""A few of the hostile files of `python -m benchmarks.robustness`, each of a fault that was found, or of its kin."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.hostile import ORDERS, Case, every, packages, parquets, places, texts, words
from benchmarks.loads import every as every_load
from benchmarks.robustness import judged
from xlclv.cli import talk
from xlclv.cli.failing import failed
from xlclv.cli.inputs import files
from xlclv.cli.program import xlclv as program
from xlclv.cli.saved_tables import read as read_options
from xlclv.errors import InputError
from xlclv.models.params_json import from_json
from xlclv.orders.files.opening import unchanged
from xlclv.orders.headers import find
from xlclv.orders.reading import read
from xlclv.orders.rules.headers import AMOUNT, CUSTOMER, DATE
from xlclv.orders.rules.layouts import is_month, total_of
from xlclv.planning.opening import opening

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "benchmarks" / "ROBUSTNESS.md"
TRIED = {
    "byte order mark of 32 bits, little end first", "byte order mark of 32 bits, big end first",
    "NUL bytes in a cell", "a lone surrogate", "an amount of 30,000 groups", "gzip with another sum",
    "names of columns that are ours", "a footer of 4 GB",
    "data that is wrong", "names outside the folder", "a name of 300 characters",
    "zeros without end", "chance without end", "links in a circle", "customers that are lists",
}  # fmt: skip
CASES = [case for room in (texts, parquets, packages, places) for case in room.CASES if case.name in TRIED]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_is_read_or_refused(case: Case, tmp_path: Path) -> None:
    """As what it says, and accounted for; or in one line that a terminal may show."""
    _, name = case.make(tmp_path)
    said = _tried(Path(name))
    assert said.isprintable()
    assert ("refused" if said else "read") in case.may


def _tried(path: Path) -> str:
    """What the refusal of the file says; "" where it is read."""
    try:
        orders = read(files([path]).paths)
    except InputError as refused:
        return str(refused)
    assert orders.ledger.reconciles
    return ""


def test_all_cases_tried_are_there() -> None:
    """No case is lost by a new name."""
    assert {case.name for case in CASES} == TRIED


@pytest.mark.parametrize("text", ["[check]\ndate = " + "[" * 100_000, "[check]\nlist = " + "9" * 10_000, "check = \0"])
def test_hostile_options_are_refused(text: str, tmp_path: Path) -> None:
    """Brackets, digits and characters that TOML's reader breaks on are no TOML."""
    path = tmp_path / "xlclv.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"this is not TOML|brackets stand in brackets without end, as in no options"):
        read_options(path)


UNNAMED = [case for case in words.CASES if case.path == "saved options .toml" and case.says]


@pytest.mark.parametrize("case", UNNAMED, ids=lambda case: case.name)
def test_hostile_options_are_refused_for_their_reason(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they reach for is refused, in these words, and another reason would be found."""
    given = case.make(tmp_path)
    monkeypatch.chdir(tmp_path / "home")
    monkeypatch.delenv("XLCLV_PSEUDONYM_KEY", raising=False)
    refused = CliRunner().invoke(program, given, standalone_mode=False).exception
    assert isinstance(refused, InputError), refused
    assert case.says in str(refused)
    assert judged(case, 3, "", "xlclv: a.csv: no such file\n", tmp_path, set()).startswith("refused for another reason")
    assert judged(case, 3, "", f"xlclv: {refused}\n", tmp_path, set()) == ""


def test_what_decodes_no_text_is_no_encoding(tmp_path: Path) -> None:
    """Python calls zlib, hex and their like encodings too; a file read by one would be a bomb or an internal error."""
    path = tmp_path / "a.csv"
    path.write_text(ORDERS, encoding="utf-8")
    for name in ("zlib", "bz2", "hex", "rot13", "uu", "a\0b"):
        with pytest.raises(InputError, match="no encoding is called"):
            read([path], encoding=name)


def test_brackets_without_end_are_no_report(tmp_path: Path) -> None:
    """JSON of any depth, from a file or a cell, is refused in words."""
    path = tmp_path / "a.json"
    path.write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(InputError, match="is not the JSON of a report"):
        opening(str(path))
    with pytest.raises(InputError, match="must be JSON"):
        from_json("[" * 32_000)


def test_what_is_promised_has_the_figures_of_the_last_run() -> None:
    """docs/it.md and SECURITY.md say what ROBUSTNESS.md holds: all cases and loads that there are, no fault in any."""
    page = OUTPUT.read_text(encoding="utf-8")
    attacks, _, loads = page.partition("## Under load")
    rows, borne = (
        [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")][1:]
        for part in (attacks, loads)
    )
    cases, found = (sum(int(row[at]) for row in rows) for at in (1, 4))
    assert all(int(row[1]) == int(row[2]) + int(row[3]) for row in (*rows, *borne))
    assert {row[0] for row in rows} == {case.path for case in every()}
    assert {row[0] for row in borne} == {load.name for load in every_load()}
    assert {row[4] for row in borne} == {"0"}
    assert (cases, found) == (len(every()), 0)
    for told in (ROOT / "docs" / "it.md", ROOT / ".github" / "SECURITY.md"):
        text = " ".join(told.read_text(encoding="utf-8").split())
        assert f"{cases} cases and {len(borne)} loads, of which 0 showed a fault" in text


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    """It is refused, for of half a file no number would say that it is half."""
    path = tmp_path / "a.csv"
    path.write_text(ORDERS, encoding="utf-8")
    with pytest.raises(InputError, match="it changed while it was read"), unchanged([path]):
        path.write_text(ORDERS + "C,2024-03-01,5\n", encoding="utf-8")


def test_no_name_moves_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """What others wrote is shown without its escape sequences, line breaks and letters that turn a line around."""
    talk.result().print("a\x1b[31mb\u202ec\nd", markup=False, highlight=False)
    talk.say("a\x1b]0;x\x07b\nc")
    assert capsys.readouterr().out == "a [31mb c d\na ]0;x b c\n"


def test_a_name_with_nul(capsys: pytest.CaptureFixture[str]) -> None:
    """Saved options can hold one; whatever call meets it, it is one line and exit code 3."""
    assert failed(ValueError("embedded null byte")) == InputError.exit_code
    assert capsys.readouterr().err == "xlclv: a name with a NUL character in it cannot be a file; check the name\n"


def test_a_long_cell_costs_no_minutes() -> None:
    """A cell of 30,000 blanks names no group; a search for one grew with the square of its length."""
    began = time.process_time()
    assert total_of("2024" + " " * 30_000 + "1") is None
    assert time.process_time() - began < 5


def test_a_text_of_1_mb_is_no_header() -> None:
    """It names no role, and is not taken apart to see that; a long header with blanks around it is one as before."""
    began = time.process_time()
    for tiers in (AMOUNT, CUSTOMER, DATE) * 20:
        assert find(tiers, ["x" * 1_000_000, "amount_cents", f"{' ' * 3_000}customer ", "date"]) == (
            [1] if tiers is AMOUNT else [2] if tiers is CUSTOMER else [3]
        )
    assert not is_month("1" * 1_000_000)
    assert time.process_time() - began < 1
