"""What every command of ours has: a single option is given once, and `xlclv.toml` may say what was not typed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from xlclv.cli import recorded, saved
from xlclv.cli.inputs import NAMED


class Command(click.Command):
    """A command that refuses an option given twice: the last would win in silence."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            self._refuse_repeated(ctx, args)
            saved.recall(self, ctx, args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        saved.refuse_unkept(ctx)
        recorded.told(ctx)
        return super().invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if any(isinstance(param, click.Argument) and param.name == "inputs" for param in self.params):
            formatter.write_paragraph()
            formatter.write_text(f"INPUT is a file ({NAMED}), a pattern such as '2026-*.csv', or - for standard input.")
        super().format_epilog(ctx, formatter)

    def _refuse_repeated(self, ctx: click.Context, args: list[str]) -> None:
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        for option, times in Counter(order).items():
            if times > 1 and isinstance(option, click.Option) and not (option.multiple or option.count):
                names = "/".join((*option.opts[-1:], *option.secondary_opts))
                ctx.fail(f"{names} is given {times} times, and only one can hold; give it once")


class Group(click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type
