"""What no careful user types, and machines do: names of two lines, broken variables, headers that begin with a sign."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run
from xlclv.cli.tab_key import VARIABLE
from xlclv.companions.asked import read
from xlclv.errors import UsageError

ODD = "a\nWrote b\x1b[31m\u202e"
LINES = "Customer,Date,Amount\nA,2024-01-02,5\nB,2024-02-02,5\nA,2024-03-04,6\n"
FORGED = ("\nWrote b", "\x1b", "\u202e")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize(
    "words",
    [
        ("check", "{}.csv"),
        ("check", "{}.csv", "--columns"),
        ("check", "{}.csv", "--options-file", "{}.toml", "--save-options"),
        ("summarize", "{}.csv", "-o", "{}.xlsx", "--html", "{}.html"),
        ("template", "calculator", "-o", "{}.xlsx"),
        ("addin", "build", "-o", "{}.xlam"),
        ("check", "{}.txt"),
        ("check", "o.csv", "--{}"),
        ("{}",),
    ],
)
def test_no_name_begins_a_line_nor_moves_the_cursor(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Whatever a file is called, each line on both streams is one of ours."""
    (tmp_path / f"{ODD}.csv").write_text(LINES, encoding="utf-8")
    done = run(*(word.format(ODD) for word in words), folder=tmp_path, columns=400)
    assert done.returncode != 1, done.stderr
    assert "Wrote b" in done.stdout + done.stderr
    assert not [sign for sign in FORGED if sign in done.stdout + done.stderr]


@pytest.mark.parametrize("words", [("template", "calculator"), ("template", "service-roi"), ("addin", "build")])
def test_what_writes_a_file_can_be_quiet(tmp_path: Path, words: tuple[str, ...]) -> None:
    """With -q the file is there and nothing is said, as of a report."""
    done = run(*words, "-q", folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({VARIABLE: "bash_complete", "COMP_WORDS": "xlclv su", "COMP_CWORD": "abc"}, "COMP_CWORD must be the place"),
        (
            {VARIABLE: "zsh_complete", "COMP_WORDS": "xlclv su", "COMP_CWORD": "9" * 5000},
            "COMP_CWORD must be the place",
        ),
        (
            {VARIABLE: "powershell_complete", "COMP_WORDS": "xlclv su", "COMP_CWORD": "²"},
            "COMP_CWORD must be the place",
        ),
        ({VARIABLE: "bash_complete", "COMP_WORDS": "xlclv su"}, "COMP_CWORD must be the place"),
        ({VARIABLE: "fish_complete", "COMP_WORDS": "xlclv su"}, "COMP_CWORD must be the word begun"),
        ({VARIABLE: "bash_complete", "COMP_CWORD": "1"}, "COMP_WORDS must hold what is typed"),
        ({VARIABLE: "tcsh_complete"}, "must be a shell"),
        ({VARIABLE: "bash"}, "must be a shell"),
    ],
)
def test_variables_that_no_shell_sets_are_told(tmp_path: Path, said: dict[str, str], why: str) -> None:
    """A completion that is asked for otherwise than our scripts do is an error of use, not of ours."""
    unset: dict[str, str] = dict.fromkeys(("COMP_WORDS", "COMP_CWORD"), None)  # type: ignore[arg-type]
    done = run(folder=tmp_path, **unset | said)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert "xlclv completion SHELL" in done.stderr


def test_a_shell_that_asks_rightly_is_answered(tmp_path: Path) -> None:
    """By the program itself, as the scripts start it."""
    for shell, place in (("bash", "1"), ("zsh", "1"), ("powershell", "1"), ("fish", "su")):
        done = run(folder=tmp_path, **{VARIABLE: f"{shell}_complete", "COMP_WORDS": "xlclv su", "COMP_CWORD": place})
        assert done.returncode == 0
        assert "summarize" in done.stdout


@pytest.mark.parametrize(
    ("text", "column", "edges"),
    [
        ("=Region", "=Region", ()),
        ("last:=Region", "=Region", ()),
        ("=Income=10,20", "=Income", (10.0, 20.0)),
        ("Size=cm=", "Size=cm", ()),
        ("Size=cm=10,20", "Size=cm", (10.0, 20.0)),
        ("Income=10,20", "Income", (10.0, 20.0)),
    ],
)
def test_every_header_can_be_named_by_by(text: str, column: str, edges: tuple[float, ...]) -> None:
    """What stands before the last "=" is the column; a name is never blank."""
    found = read(text)
    assert (found.column, found.edges) == (column, edges)


def test_what_is_no_header_and_no_edges_says_the_way_out() -> None:
    """A name with "=" in it is ended by another."""
    with pytest.raises(UsageError, match=r'edges are numbers.*end it: --by "Size=cm="$'):
        read("Size=cm")
    for blank in ("", " ", "=", "last:", "last:="):
        with pytest.raises(UsageError, match="names no column"):
            read(blank)


def test_a_header_that_begins_with_a_sign_is_a_dimension_and_a_status(tmp_path: Path) -> None:
    """--by, --only, --without and --status-column find it by the name it has."""
    rows = [f"{'NS'[c % 2]},{c:03},2024-{1 + k:02}-{1 + c % 28:02},{5 + c % 7},{'paid' if k else 'void'}"
            for c in range(40) for k in range(1 + c % 4)]  # fmt: skip
    (tmp_path / "o.csv").write_text("\n".join(["=Region,Customer,Date,Amount,=State", *rows]), encoding="utf-8")
    sold = sum(row.endswith("paid") for row in rows)
    for words in (
        ("--only", "=State=paid"),
        ("--without", "=State=void"),
        ("--status-column", "=State", "--only", "paid"),
    ):
        done = run("check", "o.csv", *words, folder=tmp_path)
        assert f'column "=State" says what is a sale: "paid" {sold} counted' in done.stdout, done.stderr
    done = run("score", "o.csv", "--only", "=State=paid", "--by", "=Region", "--to", "-", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "=Region" in done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("saved", "told"),
    [
        ('customer = ["a", "b"]', "customer takes one value, not several"),
        ("amount = {a = 1}", "amount takes one value, not several"),
        ('sheet = [["a"]]', 'sheet takes a list of texts, such as ["a", "b"]'),
    ],
)
def test_a_list_for_one_value_is_told_as_that(tmp_path: Path, saved: str, told: str) -> None:
    """With the file, the command and the option."""
    (tmp_path / "o.csv").write_text(LINES, encoding="utf-8")
    (tmp_path / "xlclv.toml").write_text(f"[check]\n{saved}\n", encoding="utf-8")
    done = run("check", "o.csv", folder=tmp_path)
    assert (done.returncode, done.stderr) == (3, f"xlclv: xlclv.toml, [check]: {told}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that Windows has is another's end there")
@pytest.mark.parametrize("module", ["xlclv.cli.start", "xlclv.cli.stopping", "xlclv.scratch"])
def test_ctrl_c_while_the_program_loads_is_a_line(tmp_path: Path, module: str) -> None:
    """Pressed while its first modules are imported, before anything of ours could take the signal."""
    script = f"""
import os, signal, sys

class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Pressed())
signal.signal(signal.SIGINT, signal.default_int_handler)
from xlclv.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", script, "check"], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "xlclv: stopped; nothing was written\n")
