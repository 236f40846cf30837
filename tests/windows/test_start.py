"""How Python comes to Excel: from any folder, once, nothing led astray, and a reason where it does not come."""

from __future__ import annotations

import ctypes
import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import xlclv
from tests.windows.excel import Excel, NoPythonError, Server
from xlclv import reason

ASK = ("CLV", [50.0, 4.0, 3.0, 100.0])
# Each would be a command, a variable, a quote or an unknown letter to some reader of a command line.
NAMES = [
    "Orders ^& mkdir pwned ^& rem", "P&L $(000)", "$(CLSID)", "100%", "%TEMP%", "%COMSPEC% & calc", "a^b", "it's",
    "two  blanks", "Müller Umsätze", "顧客 客户", "Ωmega", "semi;colon, comma", "(brackets) [and] {braces}", "-c",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_workbook_and_folder_answers(
    excel_in: Callable[..., dict[str, Any]], interpreter: str, tmp_path: Path, name: str
) -> None:
    """=CLV() is 500 whatever the workbook and its folder are called, and nothing is made beside it."""
    folder = tmp_path / name
    folder.mkdir()
    (folder / f"{name} .xlsx").write_bytes(b"")
    told = excel_in(folder, interpreter, ASK)
    assert told.get("answers") == [500.0], told
    assert [p.name for p in folder.iterdir()] == [f"{name} .xlsx"]
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["Müller & Söhne", "100% ^ it's", "two  blanks", "顧客", "a;b (c)"])
def test_any_name_of_python_s_folder_answers(
    excel_in: Callable[..., dict[str, Any]], tmp_path: Path, name: str
) -> None:
    """The environment may stand in a folder of any name; the account of a user is often such a name."""
    home = tmp_path / name / "env"
    (home / "Scripts").mkdir(parents=True)
    for file in (*Path(sys.prefix).glob("xlwings*.dll"), Path(sys.prefix) / "pyvenv.cfg"):
        shutil.copy(file, home)
    shutil.copy(sys.executable, home / "Scripts" / "python.exe")
    (home / "Lib" / "site-packages").mkdir(parents=True)
    site = Path(sys.prefix) / "Lib" / "site-packages"
    (home / "Lib" / "site-packages" / "all.pth").write_text(
        f"import site; site.addsitedir({str(site)!r})\n", encoding="utf-8"
    )
    told = excel_in(tmp_path, str(home / "Scripts" / "python.exe"), ASK)
    assert told.get("answers") == [500.0], told
    assert name in told["about"] or "~" in told["about"]


def test_modules_in_the_current_folder_are_not_ours(
    excel_in: Callable[..., dict[str, Any]], interpreter: str, tmp_path: Path
) -> None:
    """What lies beside a workbook is never imported, nor what PYTHONPATH names."""
    trap = "open(r'{}', 'w').close(); raise SystemError('a stranger')\n".format(tmp_path / "{}.ran")
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name in ("calendar", "xlwings", "xlclv", "udfs", "numpy", "pythoncom", "sitecustomize", "usercustomize", "os"):
        (folder / f"{name}.py").write_text(trap.format(name), encoding="utf-8")
    for variable in ("NONE", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP"):
        told = excel_in(folder, interpreter, ASK, **{variable: str(folder)})
        assert told.get("answers") == [500.0], (variable, told)
    assert [p.name for p in tmp_path.iterdir()] == ["downloads"]


def test_two_workbooks_share_one_python(interpreter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever workbook is at hand, the same process answers."""
    excel, seen = Excel(interpreter), set()
    for name in ("A", "B", "A again"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        server = excel.start()
        assert server.Ask(*ASK) == 500
        seen.add(process_of(server))
    assert len(seen) == 1


def test_a_python_that_was_killed_is_started_again(interpreter: str) -> None:
    """The next start has another number, a new process and the same answers."""
    excel = Excel(interpreter)
    lost = excel.start(start=5)
    assert lost.Ask(*ASK) == 500
    process = process_of(lost)
    end(process)
    with pytest.raises(OSError, match="0x"):
        lost.Ask(*ASK)
    began = time.monotonic()
    again = excel.start(start=6)
    assert again.Ask(*ASK) == 500
    assert process_of(again) != process
    print(f"answers again {time.monotonic() - began:.2f} s after its start")


def test_a_python_that_is_missing_gives_its_reason(tmp_path: Path) -> None:
    """The DLL says so at once."""
    assert "not found" in said_of(str(tmp_path / "gone" / "python.exe")).lower()


def test_a_python_without_xlclv_gives_its_reason() -> None:
    """It ends by itself, and nobody waits for it any longer."""
    assert "exited before" in said_of(str(Path(sys.base_prefix) / "python.exe"))


def test_a_python_that_cannot_serve_says_why(interpreter: str, tmp_path: Path) -> None:
    """xlclv without pywin32: the word that it leaves names the missing module; a start that works takes it away."""
    package = Path(xlclv.__file__).parent
    shutil.copytree(package, tmp_path / package.name)
    reason.forget()
    assert "exited before" in said_of(str(Path(sys.base_prefix) / "python.exe"), str(tmp_path))
    assert "No module named 'pythoncom'" in reason.path().read_bytes().decode(errors="replace")
    assert Excel(interpreter).start(start=9).Ask(*ASK) == 500
    assert not reason.path().exists()


def said_of(interpreter: str, pythonpath: str = "") -> str:
    """Why it did not start; far sooner than the two minutes that the DLL would wait for a Python that hangs."""
    began = time.monotonic()
    with pytest.raises(NoPythonError) as raised:
        Excel(interpreter, pythonpath).start()
    took = time.monotonic() - began
    print(f"a reason after {took:.2f} s")
    assert took < 60
    return str(raised.value)


def process_of(server: Server) -> int:
    found = re.search(r"process (\d+)", server.About())
    assert found
    return int(found[1])


def end(process: int) -> None:
    kernel = ctypes.windll.kernel32
    handle = kernel.OpenProcess(0x100001, False, process)  # to end it, and to wait for its end
    assert kernel.TerminateProcess(handle, 9)
    kernel.WaitForSingleObject(handle, 10_000)
    kernel.CloseHandle(handle)
