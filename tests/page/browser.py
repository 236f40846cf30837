"""The page in a real Chromium: a server of its own, and the browser that Debian brings, driven by Playwright."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlclv import children
from xlclv.page import printing


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`xlclv page` in a process of its own, its files under `folder`; gives the address that it prints."""
    command = children.python("-u", "-m", "xlclv", "page", "--no-browser")
    environment = {**children.environment(), "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, encoding="utf-8", cwd=folder)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip().rpartition(" ")[2], process
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()


@contextlib.contextmanager
def chromium(**how: Any) -> Iterator[Any]:
    """A context of the browser at hand; `how` is what Playwright takes: size, colours."""
    from playwright.sync_api import sync_playwright

    sandbox = [] if not hasattr(os, "geteuid") or os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as engine:
        program = engine.chromium.launch(executable_path=printing.browser(), args=sandbox)
        context = program.new_context(**how)
        context.set_default_timeout(240_000)
        yield context
        program.close()
