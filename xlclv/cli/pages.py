"""The options --html and --pdf: the report as one page, for people without Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from xlclv.cli import talk
from xlclv.cli.options import PATH
from xlclv.errors import UsageError

_KINDS = {"html": ".html", "pdf": ".pdf"}


def page_options(command: Callable[..., None]) -> Callable[..., None]:
    """Where the page goes."""
    file: dict[str, Any] = {"type": PATH, "metavar": "FILE"}
    command = click.option(
        "--pdf", **file, help="The same page printed, where Chromium, Chrome or Edge is at hand. Default: none."
    )(command)
    return click.option(
        "--html", **file, help="Report as one HTML file, to read without Excel and to print. Default: none."
    )(command)


def asked(options: dict[str, Any]) -> dict[str, Path]:
    """The pages to write, by kind; whatever is amiss with them is said before the work."""
    found = {kind: Path(options[kind]) for kind in _KINDS if options.get(kind) is not None}
    for kind, path in found.items():
        if path.suffix.lower() != _KINDS[kind]:
            raise UsageError(f"--{kind} {path} must end in {_KINDS[kind]}")
    if "pdf" in found:
        from xlclv.page.printing import required

        required()
    return found


def options(options: dict[str, Any]) -> dict[str, Path]:
    """The same by the options that name them."""
    return {f"--{kind}": path for kind, path in asked(options).items()}


def write(report: Any, pages: dict[str, Path], written: list[Any]) -> list[Path]:
    """Write them; gives their paths, and adds each to those written when it stands there."""
    if not pages:
        return []
    from xlclv import page
    from xlclv.page import printing

    with talk.working("Writing the page ..."):
        for kind, path in pages.items():
            if kind == "html":
                page.write(report, path)
            else:
                printing.pdf(page.html(report), path, printing.required())
            written.append(path)
    return list(pages.values())
