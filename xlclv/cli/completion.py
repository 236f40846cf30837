"""`xlclv completion`: what a shell needs to complete commands, options and their values with the Tab key."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from xlclv.cli.command import Command
from xlclv.cli.tab_key import SHELLS, VARIABLE
from xlclv.cli.talk import talking


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(SHELLS))
@talking
def completion(shell: str) -> None:
    """Print the script for a shell; put it where the shell reads it when it starts.

    \b
    xlclv completion bash >> ~/.bashrc
    xlclv completion zsh >> ~/.zshrc
    xlclv completion fish > ~/.config/fish/completions/xlclv.fish
    xlclv completion powershell >> $PROFILE
    """
    from xlclv.cli.program import xlclv

    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(xlclv, {}, "xlclv", VARIABLE).source())
