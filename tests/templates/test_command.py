"""The command `xlclv template`: three files, help, and errors of the house's kinds."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from xlclv.cli.template import template
from xlclv.errors import OutputError, UsageError


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["calculator", "--currency", "CHF", "--period", "month"], "Calculator"),
        (["service-roi", "--lambdas"], "Client page"),
        (["functions"], "Functions"),
    ],
)
def test_each_command_writes_its_workbook(words: list[str], first: str, tmp_path: Path) -> None:
    """The file is there, opens at its first sheet, and the command says so; LAMBDAs come with their caveat."""
    path = tmp_path / "made.xlsx"
    result = CliRunner().invoke(template, [*words, "-o", str(path)], catch_exceptions=False)
    assert result.exit_code == 0
    assert str(path) in result.output
    assert ("not yet seen in Excel" in result.output) == ("--lambdas" in words)
    assert openpyxl.load_workbook(path).sheetnames[0] == first


def test_help_names_the_three() -> None:
    """The group's help shows what there is."""
    text = CliRunner().invoke(template, ["--help"]).output
    assert all(name in text for name in ("calculator", "service-roi", "functions"))


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    """A name that is no .xlsx is the user's error, and nothing is written."""
    with pytest.raises(UsageError, match=r"must end in \.xlsx"):
        CliRunner().invoke(
            template, ["calculator", "-o", str(tmp_path / "x.xls")], catch_exceptions=False, standalone_mode=False
        )
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """What cannot be written is an OutputError."""
    with pytest.raises(OutputError, match="no folder"):
        CliRunner().invoke(
            template,
            ["functions", "-o", str(tmp_path / "none" / "x.xlsx")],
            catch_exceptions=False,
            standalone_mode=False,
        )
