"""The program run in this process: what it says and how it ends, without the seconds that every start of Python takes.

`start` of test_cli.py runs the same program as a shell does.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner

from xlclv.cli.failing import failed
from xlclv.cli.program import xlclv


class _Program:
    """`xlclv.cli.main` without what it does to the process: streams, signals, the folders of all who work in it."""

    name = "xlclv"

    def main(self, args: Sequence[str], prog_name: str, **_: Any) -> None:
        try:
            code = xlclv.main(list(args), prog_name, standalone_mode=False)
        except BaseException as error:
            code = failed(error)
        sys.exit(code if isinstance(code, int) else 0)


def run(*arguments: str | Path, folder: Path, columns: int = 120, **variables: str) -> CompletedProcess[str]:
    """The command typed in this folder."""
    words = list(map(str, arguments))
    told = CliRunner(env={"COLUMNS": str(columns), "XLCLV_DEBUG": None, **variables})
    with contextlib.chdir(folder), patch.object(sys, "argv", ["xlclv", *words]), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # as the program does
        done = told.invoke(_Program(), words)  # type: ignore[arg-type]
    return CompletedProcess(words, done.exit_code, done.stdout, done.stderr)
