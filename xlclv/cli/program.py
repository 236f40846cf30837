"""The commands of `xlclv`, each loaded only when it is called."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from xlclv import __version__
from xlclv.cli import (
    failing,  # noqa: F401  # loaded while there is memory: it is needed most when there is none
    tab_key,
)

# Each command's module and the words --help shows for it without loading the module.
COMMANDS = {
    "summarize": ("summarize", "Value the customers behind order files and write a live workbook."),
    "score": ("score", "Write every customer's numbers to a .parquet, .csv or .xlsx file, or a table."),
    "contracts": ("contracts", "Value the customers behind contracts: start, end, fee; movement, retention, churn."),
    "check": ("summarize", "Read order files and show what is used, what is left out and why; nothing is written."),
    "backtest": ("backtest", "Show what models would have predicted on past days, beside easy rules and what came."),
    "demo": ("demo", "Make the summary workbook from a bundled sample of orders."),
    "page": ("page", "Open a page in the browser: drop files, look at the data check, take the report home."),
    "template": (
        "template",
        "Write a live workbook to fill in: a calculator, the contact centre's return, all functions by example.",
    ),
    "addin": ("addin", "Make, install, remove or examine the add-in for Excel or Calc with the worksheet functions."),
    "functions": ("functions", "Print the reference of all worksheet functions, or of NAME alone."),
    "schema": ("schema", "Print the JSON Schema of what a command prints with --json."),
    "completion": ("completion", "Print the script that lets bash, zsh, fish or PowerShell complete commands."),
    "man": ("man", "Print the manual page, for man."),
    "docs": ("docs", "List the handbook's pages, or show one."),
}


class _Lazy(click.Group):
    """Loads a command's module only when it is called, so that --help answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"xlclv.cli.{COMMANDS[cmd_name][0]}"), cmd_name)
        return command

    def _main_shell_completion(self, *args: Any, **named: Any) -> None:
        tab_key.refuse(os.environ)
        super()._main_shell_completion(*args, **named)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, "--version", "-V", prog_name="xlclv")
def xlclv() -> None:
    """Customer lifetime value: from a file of orders to a live summary workbook.

    \b
    xlclv demo                               try it on a sample of orders
    xlclv summarize orders.csv -o clv.xlsx   make the workbook from your file
    xlclv check orders.csv                   see what would be read, and what left out
    xlclv template calculator                a workbook that values one customer, no data needed
    xlclv functions CLV                      what a worksheet function does
    """
