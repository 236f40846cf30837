"""The machine as the add-in's doctor sees it: Windows or not, its registry, the Python that runs."""

from __future__ import annotations

import os
import site
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any


class Machine:
    """What is asked of a machine; a test answers in its place."""

    windows: bool = sys.platform == "win32"

    @property
    def environment(self) -> Mapping[str, str]:
        return os.environ

    @property
    def interpreter(self) -> Path:
        """The console Python: pythonw.exe has no window to say anything in."""
        running = Path(sys.executable)
        return running.with_name("python.exe") if running.name.lower() == "pythonw.exe" else running

    def registry(self, root: str, key: str) -> dict[str, Any]:
        """All values of a registry key, none when there is no such key; `root` is HKCU or HKLM."""
        import winreg

        roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
        try:
            with winreg.OpenKey(roots[root], key) as opened:
                values = (winreg.EnumValue(opened, i) for i in range(winreg.QueryInfoKey(opened)[1]))
                return {name: value for name, value, _ in values}
        except OSError:
            return {}

    def module(self, name: str) -> Path | None:
        """The file a module would be loaded from, without loading it."""
        found = find_spec(name)
        return Path(found.origin) if found and found.origin else None

    def marked_from_internet(self, path: Path) -> bool:
        """Whether Windows keeps a mark on the file that it was downloaded, which blocks its macros."""
        return Path(f"{path}:Zone.Identifier").exists()

    def own_folder(self) -> str:
        """The folder of udfs.py when Excel's Python would not look there by itself."""
        found = self.module("udfs")
        if found is None:
            return ""
        looked = [Path(p) for p in (*site.getsitepackages(), site.getusersitepackages())]
        return "" if found.parent in looked else str(found.parent)


def this_machine() -> Machine:
    """The machine this runs on."""
    return Machine()
