"""A Windows machine in a temporary folder: its folders are real, its registry is a dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlclv.workbook.addin import machine, template
from xlclv.workbook.addin.trial import RIGHT, Trial


class Windows(machine.Machine):
    """Everything as it should be; a test spoils one thing at a time."""

    windows = True

    def __init__(self, root: Path) -> None:
        self.root = root
        self.excel = root / "Office16" / "EXCEL.EXE"
        self.python = root / "venv" / "Scripts" / "python.exe"
        self.roaming = root / "AppData" / "Roaming"
        self.startup = self.roaming / "Microsoft" / "Excel" / "XLSTART"
        for file in (self.excel, self.python, *(root / "venv" / dll for dll in self.dlls)):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        self.startup.mkdir(parents=True)
        (self.startup / "PERSONAL.XLSB").write_text("the user's own", encoding="utf-8")
        (self.roaming / "Microsoft" / "AddIns").mkdir()
        self.keys: dict[tuple[str, str], dict[str, Any]] = {
            ("HKLM", r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"): {"": f'"{self.excel}"'}
        }
        self.modules: dict[str, Path] = {
            "xlclv.udfs": root / "venv" / "Lib" / "site-packages" / "xlclv" / "udfs.py",
            "xlclv": root / "venv" / "Lib" / "site-packages" / "xlclv" / "__init__.py",
            "win32com": root / "venv" / "Lib" / "site-packages" / "win32com" / "__init__.py",
        }
        self.marked = False
        self.called = "LAPTOP-A"
        self.variables: dict[str, str] = {}
        self.foreign = False
        self.failure = ""
        self.outcome = Trial(RIGHT, 0.4, 0.2, 0.002, "xlclv, Python 3.12.1, process 7")
        self.commands: list[tuple[Path, str]] = []

    dlls = tuple(f"xlwings{bits}-{template.PINNED}.dll" for bits in (64, 32))

    @property
    def environment(self) -> dict[str, str]:
        return {"APPDATA": str(self.roaming), "COMPUTERNAME": self.called, **self.variables}

    @property
    def interpreter(self) -> Path:
        return self.python

    def registry(self, root: str, key: str) -> dict[str, Any]:
        return self.keys.get((root, key), {})

    def module(self, name: str) -> Path | None:
        return self.modules.get(name)

    def marked_from_internet(self, path: Path) -> bool:
        return self.marked

    def speaks(self, text: str) -> bool:
        return not self.foreign

    def last_failure(self) -> str:
        return self.failure

    def trial(self, dll: Path, command: str) -> Trial:
        self.commands.append((dll, command))
        return self.outcome

    def own_folder(self) -> str:
        return ""

    def files(self) -> dict[str, bytes | None]:
        """Every file and folder, with what is in it."""
        found = self.root.rglob("*")
        return {str(p.relative_to(self.root)): p.read_bytes() if p.is_file() else None for p in found}
