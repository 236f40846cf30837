"""Attacks on `xlclv page`: strangers, other hosts and origins, hostile names, forms and addresses; no server is needed.

An attack is right when the page refuses it (a status of 4xx) without a crash, or takes it as what it says, and what
comes back has neither another's script nor a way out of its own address.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.hostile import EITHER, ORDERS, READ, REFUSED, Case
from benchmarks.hostile.injection import PAYLOADS

_HOME = "http://127.0.0.1:8000"
_FILE = ORDERS.encode()


def _stranger(method: str, address: str, **more: Any) -> Callable[[Any, Any, str], Any]:
    return lambda guest, known, home: guest.request(method, address.replace("HOME/", home), **more)


def _forged(host: str, method: str = "GET", address: str = "checked", known: bool = False) -> Callable[..., Any]:
    """A question whose header Host would put another path, or another name, into an address made from it."""

    def attack(guest: Any, friend: Any, home: str) -> Any:
        return (friend if known else guest).request(method, address, headers={"Host": host.replace("HOME/", home)})

    return attack


def _known(method: str, address: str, **more: Any) -> Callable[[Any, Any, str], Any]:
    return lambda guest, known, home: known.request(method, address.replace("HOME/", home), **more)


def _dropped(name: str, content: bytes = _FILE, kind: str = "orders") -> Callable[[Any, Any, str], Any]:
    return lambda guest, known, home: known.post("files", files={kind: (name, content)}, follow_redirects=False)


def _form(**fields: str) -> Callable[[Any, Any, str], Any]:
    """What is typed into the page of assumptions, once a file is there; the page that shows it again."""

    def attack(guest: Any, known: Any, home: str) -> Any:
        known.post("files", files={"contracts": ("a.csv", b"x")}, follow_redirects=False)
        known.post("run", data=fields | {"of": "1"}, follow_redirects=False)  # the first files
        known.post("cancel", data={"of": "2"}, follow_redirects=False)  # the job after them
        return known.get("checked")

    return attack


_MULTIPART = {"Content-Type": "multipart/form-data; boundary=a"}
_ATTACKS: dict[str, tuple[Callable[[Any, Any, str], Any], str]] = {
    "no cookie": (_stranger("GET", "HOME/"), REFUSED),
    "no cookie, at the root": (_stranger("GET", "/"), REFUSED),
    "a wrong token": (_stranger("GET", "HOME/open?token=x"), REFUSED),
    "a token of letters of no token": (_stranger("GET", "HOME/open?token=%C3%A9%00"), REFUSED),
    "a cookie of bytes": (_stranger("GET", "HOME/", headers={b"Cookie": b"xlclv=\xff\xe9"}), REFUSED),
    "a result without a cookie": (_stranger("GET", "HOME/file/report.html"), REFUSED),
    "a file dropped without a cookie": (_stranger("POST", "HOME/files", files={"orders": ("a.csv", _FILE)}), REFUSED),
    "another host that leads here": (_known("GET", "HOME/", headers={"Host": "evil.example:8000"}), REFUSED),
    "a host that begins like ours": (_known("GET", "HOME/", headers={"Host": "127.0.0.1.evil.example"}), REFUSED),
    "a host that ends in the open address": (_forged("127.0.0.1:8000HOME/open?x="), REFUSED),
    "a host that ends in the open address and a mark": (_forged("127.0.0.1:8000HOME/open#"), REFUSED),
    "a host with a user and the open address": (_forged("a@127.0.0.1:8000HOME/open?"), REFUSED),
    "a name of ours that ends in the open address": (_forged("localhost:8000HOME/open?x="), REFUSED),
    "a host with a path, at the files": (_forged("127.0.0.1:8000HOME/open?", "POST", "sample"), REFUSED),
    "a host with a path, by one who is known": (_forged("127.0.0.1:8000/x?", known=True), REFUSED),
    "our name at another port": (_forged("127.0.0.1:9", known=True), REFUSED),
    "our name without a port": (_forged("localhost", known=True), REFUSED),
    "no host": (_forged("", known=True), REFUSED),
    "a change from another origin": (_known("POST", "HOME/close", headers={"Origin": "http://x.example"}), REFUSED),
    "a change from another port": (_known("POST", "HOME/close", headers={"Origin": "http://127.0.0.1:9"}), REFUSED),
    "a change from no origin": (_known("POST", "HOME/close", headers={"Origin": "null"}), REFUSED),
    "another site's question before a change": (_known("OPTIONS", "HOME/files", headers={
        "Access-Control-Request-Method": "POST"}), REFUSED),
    "a path out of the results": (_known("GET", "HOME/file/..%2f..%2fetc%2fpasswd"), REFUSED),
    "a path out of the style": (_known("GET", "HOME/asset/..%2fguard.py"), REFUSED),
    "a name with NUL": (_known("GET", "HOME/file/report.html%00"), REFUSED),
    "the log of a job": (_known("GET", "HOME/file/check.log"), REFUSED),
    "a file of 3 GB": (_known("POST", "HOME/files", headers={"Content-Length": str(3 << 30)}, content=b"x"), REFUSED),
    "a length that is none": (_known("POST", "HOME/files", headers={"Content-Length": "-1"}, content=b"x"), REFUSED),
    "a form that is none": (_known("POST", "HOME/files", content=b"x", headers=_MULTIPART), REFUSED),
    "a form without a border": (_known("POST", "HOME/files", content=b"x", headers={
        "Content-Type": "multipart/form-data"}), REFUSED),
    "300 files": (_known("POST", "HOME/files", files=[("orders", (f"{at}.csv", b"x")) for at in range(300)]), REFUSED),
    "3,000 fields": (_known("POST", "HOME/run", data={f"a{at}": "1" for at in range(3_000)}), REFUSED),
    "a name of 300 characters": (_dropped("x" * 300 + ".csv"), READ),
    "a name of escape sequences": (_dropped("\x1b[31mx.csv"), READ),
    "a name out of the folder": (_dropped("../../../tmp/evil.csv"), READ),
    "a name that is an option": (_dropped("--output=x.csv"), READ),
    "a name that is a device": (_dropped("CON.csv"), READ),
    "a name that is a pattern": (_dropped("[a]*.csv"), READ),
    "a name that is mark-up": (_dropped("<script>alert(1)</script>.exe"), REFUSED),
    "a program": (_dropped("a.exe", b"MZ"), REFUSED),
    "NUL typed": (_form(margin="a\0b"), EITHER),
    "200,000 letters typed": (_form(currency="x" * 200_000), EITHER),
    **{f"{text[:14]!r} typed": (_form(currency=text, margin=text), EITHER) for text in PAYLOADS[9:18]},
}  # fmt: skip


def attack(name: str) -> None:
    """Carry out one of them; SystemExit 3 where it is refused."""
    from starlette.testclient import TestClient

    from xlclv.app.server import application
    from xlclv.app.session import Session

    session = Session()
    try:
        app = application(session, lambda: None)
        guest, known = (TestClient(app, base_url=_HOME + session.home, headers={"Origin": _HOME}) for _ in range(2))
        assert known.get("open", params={"token": session.token}).status_code == 200
        answer = _ATTACKS[name][0](guest, known, session.home)
        assert answer.status_code < 500, answer.text
        assert "access-control-allow-origin" not in answer.headers
        assert "<script>alert" not in answer.text
        assert {path.parent for path in session.folder.rglob("*.csv")} <= {session.folder / "files" / "orders",
                session.folder / "files" / "contracts"}  # fmt: skip
    finally:
        session.close()
    if answer.status_code >= 400:
        print(f"xlclv: refused: {answer.status_code}", file=sys.stderr)
        sys.exit(3)


def _make(name: str) -> Callable[[Path], list[str]]:
    return lambda folder: ["-m", name]


CASES = [Case("page", name, _make(name), may) for name, (_, may) in _ATTACKS.items()]
