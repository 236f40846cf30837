"""The machine as the add-in's doctor sees it: Windows or not, its registry, the Python that runs."""

from __future__ import annotations

import csv
import importlib
import os
import re
import site
import struct
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xlclv import reason
from xlclv.workbook.addin import trial

_ANSI = "mbcs" if sys.platform == "win32" else "utf-8"  # how VBA reads and writes text
_KINDS = {0x14C: 32, 0x8664: 64, 0xAA64: 64}  # of programs, by the number in their header; the last is ARM


class Machine:
    """What is asked of a machine; a test answers in its place."""

    windows: bool = sys.platform == "win32"

    @property
    def environment(self) -> Mapping[str, str]:
        return os.environ

    @property
    def name(self) -> str:
        """The machine's name, as VBA's Environ("COMPUTERNAME") gives it."""
        return self.environment.get("COMPUTERNAME", "")

    @property
    def interpreter(self) -> Path:
        """The console Python: pythonw.exe has no window to say anything in."""
        running = Path(sys.executable)
        return running.with_name("python.exe") if running.name.lower() == "pythonw.exe" else running

    def registry(self, root: str, key: str) -> dict[str, Any]:
        """All values of a registry key, none when there is no such key; `root` is HKCU or HKLM."""
        winreg: Any = importlib.import_module("winreg")  # there on Windows alone, for checkers of types too

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

    @property
    def python_bits(self) -> int:
        """Which of xlwings' DLLs this Python can load."""
        return struct.calcsize("P") * 8

    def bits(self, program: Path | None) -> int | None:
        """How many bits a program has, by its header; None when there is no telling."""
        try:
            with program.open("rb") as file:  # type: ignore[union-attr]
                head = file.read(4096)
            return _KINDS.get(struct.unpack_from("<H", head, struct.unpack_from("<I", head, 0x3C)[0] + 4)[0])
        except (AttributeError, OSError, struct.error):
            return None

    def expanded(self, text: str) -> str:
        """A path with %VARIABLES% as Windows, and so the bridge, expands them."""
        known = {name.upper(): value for name, value in self.environment.items()}
        return re.sub(r"%([^%]+)%", lambda found: known.get(found[1].upper(), found[0]), text)

    def speaks(self, text: str) -> bool:
        """Whether the DLL, which knows Windows' own code page alone, can be told this text."""
        try:
            return text.encode("mbcs", "strict").decode("mbcs") == text
        except UnicodeEncodeError:
            return False

    def short(self, path: Path) -> str:
        """The path as the bridge names it to the DLL: by its short name where a letter is not ASCII's."""
        if str(path).isascii():
            return str(path)
        import ctypes

        room = ctypes.create_unicode_buffer(1024)
        ctypes.windll.kernel32.GetShortPathNameW(str(path), room, len(room))  # type: ignore[attr-defined]
        return room.value or str(path)

    def users_own(self) -> dict[str, str]:
        """Settings in the user's own file, which the bridge reads where the add-in names no Python."""
        home = self.environment.get("USERPROFILE")
        if not home:
            return {}
        try:
            with (Path(home) / ".xlclv" / "xlclv.conf").open(encoding=_ANSI, errors="replace", newline="") as file:
                return {row[0]: row[1] for row in csv.reader(file) if len(row) > 1}
        except OSError:
            return {}

    def last_failure(self) -> str:
        """Why the functions' Python could not serve Excel, if its last start failed."""
        try:
            return reason.path().read_text(encoding="mbcs", errors="replace").strip()
        except OSError:
            return ""

    def trial(self, dll: Path, command: str) -> trial.Trial:
        """The call that Excel makes, made."""
        return trial.tried(dll, command)

    def marked_from_internet(self, path: Path) -> bool:
        """Whether Windows keeps a mark on the file that it was downloaded, which blocks its macros."""
        return Path(f"{path}:Zone.Identifier").exists()

    def own_folder(self) -> str:
        """The folder of xlclv when Excel's Python would not look there by itself."""
        found = self.module("xlclv")
        if found is None:
            return ""
        looked = [Path(p) for p in (*site.getsitepackages(), site.getusersitepackages())]
        return "" if found.parents[1] in looked else str(found.parents[1])


def this_machine() -> Machine:
    """The machine this runs on."""
    return Machine()
