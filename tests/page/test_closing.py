"""How the page ends: its work is asked to stop before it is stopped, and nothing that is still sent keeps it open."""

from __future__ import annotations

import http.client
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from xlclv import children
from xlclv.app import jobs, server
from xlclv.app.session import Session
from xlclv.cli import page

LONG = 120  # seconds after which a test gives up; none of them is waited for where all is well
ASKED = """
import pathlib, signal, sys, time
def end(*_):
    pathlib.Path("tidied").touch()
    sys.exit(143)
signal.signal(signal.SIGTERM, {ended})
pathlib.Path("ready").touch()
time.sleep(600)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
@pytest.mark.parametrize(("ended", "tidied"), [("end", True), ("signal.SIG_IGN", False)])
def test_work_is_asked_to_stop_first(ended: str, tidied: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that tidies up has the time for it; one that does not hear is stopped all the same."""
    monkeypatch.setattr(jobs.children, "python", lambda *_: [sys.executable, "-c", ASKED.format(ended=ended)])
    monkeypatch.setattr(jobs, "_PATIENCE", LONG if tidied else 0.1)
    job = jobs.Job("check", (), tmp_path)
    job.start()
    waited = threading.Event()
    while not (tmp_path / "ready").exists() and job.running:
        waited.wait(0.02)
    job.cancel()
    assert (job.running, (tmp_path / "tidied").exists()) == (False, tidied)
    assert job.failure == "Cancelled; nothing was kept of it."


def test_a_page_that_is_closed_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that never ends is being dropped while Close is pressed: the page ends, and every file is gone."""
    monkeypatch.setattr(server, "_GOODBYE", 1)
    session = Session()
    monkeypatch.setattr(server, "Session", lambda: session)
    heard: list[str] = []
    opened = threading.Event()

    def told(address: str, _: Callable[[], Path]) -> None:
        heard.append(address)
        opened.set()

    serving = threading.Thread(target=server.serve, args=(told,), daemon=True)
    serving.start()
    assert opened.wait(LONG)
    where = urlsplit(heard[0])
    origin = f"{where.scheme}://{where.netloc}"

    def answer(method: str, path: str, **headers: Any) -> tuple[int, str]:
        with closing(http.client.HTTPConnection(where.netloc, timeout=LONG)) as asked:
            asked.request(method, path, headers=headers)
            with asked.getresponse() as told:
                return told.status, told.getheader("Set-Cookie") or ""

    cookie = answer("GET", f"{where.path}?{where.query}")[1].partition(";")[0]
    dropped = http.client.HTTPConnection(where.netloc, timeout=LONG)
    dropped.putrequest("POST", f"{session.home}files")
    for name, value in {"Cookie": cookie, "Origin": origin, "Content-Length": "1000000",
                        "Content-Type": "multipart/form-data; boundary=xx"}.items():  # fmt: skip
        dropped.putheader(name, value)
    dropped.endheaders(b'--xx\r\nContent-Disposition: form-data; name="orders"; filename="a.csv"\r\n\r\ncustomer')
    assert session.folder.is_dir()
    assert answer("POST", f"{session.home}close", Cookie=cookie, Origin=origin)[0] == 200
    serving.join(LONG)
    dropped.close()
    assert not serving.is_alive()
    assert not session.folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
def test_a_malformed_upload_says_nothing_in_the_window(tmp_path: Path) -> None:
    """What a library logs of a request stays out of the window of the page; who sent it gets the answer."""
    command = children.python("-u", "-m", "xlclv", "page", "--no-browser")
    environment = {**children.environment(), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, encoding="utf-8", cwd=tmp_path
    ) as run:
        assert run.stdout is not None
        where = urlsplit(run.stdout.readline().strip().rpartition(" ")[2])
        with closing(http.client.HTTPConnection(where.netloc, timeout=LONG)) as asked:
            asked.request("GET", f"{where.path}?{where.query}")
            with asked.getresponse() as told:
                cookie = (told.getheader("Set-Cookie") or "").partition(";")[0]
        for chunked in (True, False):
            with closing(http.client.HTTPConnection(where.netloc, timeout=LONG)) as asked:
                asked.putrequest("POST", f"{where.path.removesuffix('open')}files")
                for name, value in {
                    "Cookie": cookie, "Origin": f"http://{where.netloc}", "Content-Length": "3" if chunked else "5",
                    "Content-Type": "multipart/form-data; boundary=BB",
                    **({"Transfer-Encoding": "chunked"} if chunked else {}),
                }.items():  # fmt: skip
                    asked.putheader(name, value)
                asked.endheaders(b"5\r\nhello\r\n0\r\n\r\n" if chunked else b"hello")
                with asked.getresponse() as told:
                    assert told.status == 400
        with closing(http.client.HTTPConnection(where.netloc, timeout=LONG)) as asked:  # who goes away half-way
            asked.putrequest("POST", f"{where.path.removesuffix('open')}files")
            for name, value in {
                "Cookie": cookie, "Origin": f"http://{where.netloc}", "Content-Length": "1000000",
                "Content-Type": "multipart/form-data; boundary=BB",
            }.items():  # fmt: skip
                asked.putheader(name, value)
            asked.endheaders(b'--BB\r\nContent-Disposition: form-data; name="orders"; filename="a.csv"\r\n\r\ncustomer')
            time.sleep(0.5)
        time.sleep(0.5)
        run.terminate()
        said = run.communicate(timeout=LONG)[1]
    assert "boundary" not in said
    assert all(line.startswith(("xlclv: stopped", "The address is good once.")) for line in said.splitlines()), said


def test_errors_of_the_server_are_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """What a library of the server logs as a failure is shown as a line of ours, without passwords."""
    log = logging.getLogger("some.library")
    log.addHandler(page._Lines(logging.ERROR))
    log.propagate = False
    log.warning("nothing to see")
    try:
        raise ValueError("a\x1b[31m\nb")
    except ValueError:
        log.exception("broken at postgres://ann:s3cret@db/shop")
    assert capsys.readouterr().err == (
        "xlclv: broken at postgres://ann:***@db/shop (ValueError: a [31m b); XLCLV_DEBUG=1 shows where\n"
    )
