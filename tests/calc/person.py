"""The ordinary user who works with Calc: unopkg refuses root, and nobody should calculate as root."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlclv import udfs

SYSTEM = "/usr/bin/python3"  # Debian's, which has LibreOffice's module uno


@dataclass(frozen=True)
class Person:
    """A user with a home of their own, and the Python in which they have xlclv."""

    home: Path
    python: str
    identity: dict[str, Any]  # of their processes, where that is not ours

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, **self.how())

    def how(self) -> dict[str, Any]:
        """How a process of theirs is started."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "DISPLAY")}
        return {"cwd": self.home, "env": {**kept, "HOME": str(self.home)}, **self.identity}

    def give(self, path: Path) -> Path:
        """A file of ours, copied to their home."""
        mine = self.home / path.name
        shutil.copyfile(path, mine)
        if self.identity:
            shutil.chown(mine, self.identity["user"], self.identity["group"])
        return mine

    def leave(self) -> None:
        shutil.rmtree(self.home)


def arrive() -> Person:
    """We ourselves; or, when we are root, the user nobody with a virtual environment that sees our packages."""
    home = Path(tempfile.mkdtemp(prefix="calc"))
    if os.geteuid() != 0:
        return Person(home, sys.executable, {})
    person = Person(home, SYSTEM, _nobody())
    shutil.chown(home, person.identity["user"], person.identity["group"])
    made = person.run(SYSTEM, "-m", "venv", "--without-pip", str(home / "venv"))
    assert made.returncode == 0, made.stderr
    folder = next((home / "venv" / "lib").glob("python*/site-packages"))
    (folder / "ours.pth").write_text("\n".join(_packages()), encoding="utf-8")
    return Person(home, str(home / "venv" / "bin" / "python"), person.identity)


def _nobody() -> dict[str, Any]:
    """How a process becomes one of the user nobody."""
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _packages() -> list[str]:
    """Where xlclv lies, and what it needs."""
    return [str(Path(udfs.__file__).parent), sysconfig.get_paths()["purelib"]]


@functools.cache
def obstacle() -> str:
    """Why Calc cannot be driven here; empty when it can."""
    if not shutil.which("soffice") or not shutil.which("unopkg"):
        return "LibreOffice is not installed; .ci/run installs it"
    if (
        not Path(SYSTEM).exists()
        or subprocess.run([SYSTEM, "-c", "import uno"], capture_output=True, check=False).returncode
    ):
        return "LibreOffice's Python bridge is not installed (Debian: python3-uno); .ci/run installs it"
    if os.geteuid() == 0:
        ours = f"python{sys.version_info.major}.{sys.version_info.minor}"
        if Path(SYSTEM).resolve().name != ours:
            return f"as root the user nobody runs Calc, with {SYSTEM}, which is not {ours}; run as an ordinary user"
        reads = [SYSTEM, "-c", "import os, sys; [os.stat(path) for path in sys.argv[1:]]", *_packages()]
        if subprocess.run(reads, capture_output=True, check=False, cwd="/", **_nobody()).returncode:
            return f"as root the user nobody runs Calc, who may not read {_packages()}; run as an ordinary user"
    return ""
