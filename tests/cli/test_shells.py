"""Completion in four shells, and the manual page."""

from __future__ import annotations

import shutil
import subprocess

import pytest
import tree_sitter
import tree_sitter_powershell
from click.shell_completion import get_completion_class
from click.testing import CliRunner

from tests.cli.test_reach import commands
from xlclv.cli.man import page
from xlclv.cli.program import xlclv as program
from xlclv.cli.tab_key import SHELLS, VARIABLE

# How each shell tells the program what has been typed: all words, and which one is being completed.
TYPED = {
    "bash": ("xlclv summarize --mar", "2"),
    "zsh": ("xlclv summarize --mar", "2"),
    "fish": ("xlclv summarize --mar", "--mar"),
    "powershell": ("xlclv summarize --mar", "2"),
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_gets_a_script_and_answers(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script asks the program, which answers with the options that begin so, and only those."""
    script = CliRunner().invoke(program, ["completion", shell], standalone_mode=False).stdout
    assert VARIABLE in script
    assert f"{shell}_complete" in script
    for name, value in zip(("COMP_WORDS", "COMP_CWORD"), TYPED[shell], strict=True):
        monkeypatch.setenv(name, value)
    made = get_completion_class(shell)
    assert made is not None
    answer = made(program, {}, "xlclv", VARIABLE).complete()
    assert "--margin" in answer
    assert "--margin-column" in answer
    assert "--rate" not in answer
    if shell == "bash" and shutil.which("bash"):
        subprocess.run(["bash", "-n"], input=script, encoding="utf-8", check=True)
    if shell == "powershell":
        language = tree_sitter.Language(tree_sitter_powershell.language())
        assert not tree_sitter.Parser(language).parse(script.encode()).root_node.has_error


def test_the_manual_page_has_every_command_and_option() -> None:
    """What --help shows, man shows; no line of text is taken for an order of roff."""
    lines = list(page(program))
    text = "\n".join(lines).replace("\\-", "-")
    for path, command in commands(program):
        assert f'.SS "xlclv {" ".join(path)}' in text
        for option in command.params:
            assert option.opts[-1] in text
    assert {line.split()[0] for line in lines if line.startswith(".")} <= {
        ".TH", ".SH", ".SS", ".B", ".PP", ".TP", ".nf", ".fi", ".ad"
    }  # fmt: skip
    if shutil.which("groff"):
        done = subprocess.run(["groff", "-man", "-ww", "-Tutf8"], input="\n".join(lines), capture_output=True,
                              encoding="utf-8", check=True)  # fmt: skip
        assert done.stderr == ""
        assert "2026-*.csv" in done.stdout or "summarize" in done.stdout
