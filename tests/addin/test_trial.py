"""The doctor's call ends in an answer or a reason, whatever the process that makes it does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from xlclv import children
from xlclv.workbook.addin import trial

DLL = Path("xlwings64.dll")


def test_what_com_packs_is_unpacked() -> None:
    """The server's own words, not the numbers around them."""
    said = (0, None, "ModuleNotFoundError: No module named 'numpy'", None, 0, 1)
    packed = (-2147352567, "Exception occurred.", said, None)
    assert trial._said(Exception(*packed)) == "ModuleNotFoundError: No module named 'numpy'"
    assert trial._said(ValueError("no\nsuch")) == "ValueError: no such"


@pytest.mark.skipif(sys.platform == "win32", reason="has COM")
def test_a_machine_without_com_says_so() -> None:
    """Here, outside of Windows, the process ends with the name of what is missing."""
    tried = trial.tried(DLL, "command")
    assert tried.value is None
    assert "pythoncom" in tried.reason


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import time; time.sleep(60)", "no answer within 1 seconds"),
        ("raise SystemExit(3)", "exit code 3"),
        ("import sys; sys.exit('Grüße 顧客')", "Grüße 顧客"),
        ("print('not JSON')", "exit code 0"),
    ],
)
def test_whatever_happens_there_is_a_reason(monkeypatch: pytest.MonkeyPatch, program: str, reason: str) -> None:
    """A call that hangs, dies or answers nonsense is told as such."""
    command = children.python("-c", program)
    monkeypatch.setattr(children, "python", lambda *_: command)
    monkeypatch.setattr(trial, "SECONDS", 1 if "sleep" in program else trial.SECONDS)
    assert reason in trial.tried(DLL, "command").reason


def test_the_answer_comes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process prints last is the trial, whatever a library printed before."""
    said = '{"value": 500.0, "start": 0.5, "first": 0.1, "again": 0.01, "who": "xlclv", "reason": ""}'
    command = children.python("-c", f"print('noise'); print({said!r})")
    monkeypatch.setattr(children, "python", lambda *_: command)
    assert trial.tried(DLL, "command") == trial.Trial(500.0, 0.5, 0.1, 0.01, "xlclv")
