"""The page in the browser: who gets in, which files it takes, one job at a time, nothing left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.datastructures import FormData
from starlette.testclient import TestClient

from tests.page.conftest import HOME, visitor
from xlclv.app import jobs, server
from xlclv.app.fields import choices
from xlclv.app.guard import Guard
from xlclv.app.session import REPORT, RESULTS, Session
from xlclv.cli.program import xlclv as program
from xlclv.simulation import orders
from xlclv.terms.options import PAGE, PAGE_OF_CONTRACTS, asked_by, bare_option, option, option_name


def drop(client: TestClient, name: str, content: bytes, kind: str = "orders") -> str:
    """Drop a file, and wait until it has been looked at; the page that follows."""
    answer = client.post("/files", files={kind: (name, content)})
    return waited(client, answer.text)


def waited(client: TestClient, text: str) -> str:
    ends = time.monotonic() + 300
    while 'id="job"' in text:
        assert time.monotonic() < ends
        time.sleep(0.1)
        text = client.get("/job").text
    return text


def test_only_who_has_the_address_gets_in_and_once(session: Session) -> None:
    """No cookie, no answer; the token is good once; another host's name or origin is refused; nothing is shared."""
    stranger = visitor(session)
    assert stranger.get("/").status_code == 403
    assert stranger.get("/open", params={"token": "x"}).status_code == 403
    token = session.token
    looked = stranger.head("/open", params={"token": token})  # as a preview of links does: the address stays good
    assert (looked.status_code, "set-cookie" in looked.headers) == (405, False)
    first = stranger.get("/open", params={"token": token}, follow_redirects=False)
    assert first.status_code == 200
    assert '<meta http-equiv="refresh" content="0;url=./">' in first.text
    said = first.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert visitor(session).get("/open", params={"token": token}).status_code == 403
    page = stranger.get("/")
    assert page.status_code == 200
    assert "access-control-allow-origin" not in page.headers
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["cache-control"] == "no-store"
    assert stranger.get("/", headers={"Host": "evil.example"}).status_code == 400
    for origin in ("http://evil.example", "null"):
        assert stranger.post("/close", headers={"Origin": origin}).status_code == 403
    assert "http" not in page.text.replace(HOME, "")  # nothing of the page comes from elsewhere


def answered(session: Session, host: bytes, method: str = "GET", more: tuple[tuple[bytes, bytes], ...] = ()) -> int:
    """The status that the guard, alone, gives a question for what was checked; 200 where it lets in."""
    told: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        told.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {"type": "http", "method": method, "path": f"{session.home}checked", "scheme": "http", "query_string": b"",
             "headers": [(b"host", host), *more], "server": ("127.0.0.1", 8000), "root_path": ""}  # fmt: skip
    asyncio.run(Guard(app, session)(scope, receive, send))
    return int(told[0]["status"])


def test_a_forged_host_opens_nothing(session: Session) -> None:
    """Who is let in hangs on the path that the server saw, whatever path, port or name the header Host pretends."""
    cookie = ((b"cookie", f"xlclv={session.cookie}".encode()),)
    home = session.home.encode()
    for name in (b"127.0.0.1:8000", b"localhost:8000"):
        assert answered(session, name) == 403
        assert answered(session, name, more=cookie) == 200
        assert answered(session, name, "POST", (*cookie, (b"origin", b"http://" + name))) == 200
        assert answered(session, name, "POST", (*cookie, (b"origin", b"http://evil.example"))) == 403
        assert answered(session, name, "POST", cookie) == 403
        for forged in (home + b"open?x=", home + b"open#", b"/x?", b"0", b"@evil.example", b" "):
            assert answered(session, name + forged) == 400
            assert answered(session, name + forged, more=cookie) == 400
        assert answered(session, name, more=(*cookie, (b"host", name))) == 400
    for other in (b"", b"localhost", b"127.0.0.1", b"127.0.0.1:9", b"[::1]:8000", b"evil.example:8000"):
        assert answered(session, other, more=cookie) == 400


def test_the_token_stands_on_no_command_line(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser is given a file that its user alone can read; it goes once the token is used, or at the close."""
    seen: list[str] = []
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(webbrowser, "open", seen.append)
    address = f"{HOME}{session.home}open?token={session.token}"
    monkeypatch.setattr(server, "serve", lambda opened, port: opened(address, lambda: session.door(address)))
    assert address in CliRunner().invoke(program, ["page"]).output
    (file,) = tmp_path.iterdir()
    assert seen == [file.as_uri()]
    assert f'content="0;url={address}"' in file.read_text("utf-8")
    assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert session.admit(str(session.token))
    assert not file.exists()
    inside = session.door(address)
    session.close()
    assert not inside.exists()
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "none")
    other = Session()
    assert other.door(address).parent == other.folder
    other.close()


@pytest.mark.parametrize("token", ["é", "%ff", "\U0001d518" * 500])
def test_any_letters_can_be_a_wrong_token(session: Session, token: str) -> None:
    """A token or cookie of letters that no token has is wrong like any other, not an internal error."""
    stranger = visitor(session)
    assert stranger.get("/open", params={"token": token}).status_code == 403
    assert stranger.get("/", headers={b"Cookie": b"xlclv=\xe9\xff"}).status_code == 403
    assert stranger.get(f"{HOME}/").status_code == 403


def test_no_other_program_of_this_machine_is_given_the_cookie(session: Session) -> None:
    """Browsers hand cookies to every port of a host: the path, which nobody else knows, keeps it from them."""
    answer = visitor(session).get("/open", params={"token": session.token}, follow_redirects=False)
    assert f"path={session.home}" in answer.headers["set-cookie"].lower().replace(session.home.lower(), session.home)
    assert len(session.home) > 16
    assert session.home != Session().home


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("x" * 300 + ".csv.gz", "x" * 193 + ".csv.gz"), ("é" * 150 + ".csv", None), ("CON.csv", "_CON.csv"),
        ("a[1].csv", "a[1].csv"), ("nul", "_nul"), ("\ud800a.csv", "a.csv"), ("..", "file"),
    ],
)  # fmt: skip
def test_every_name_can_be_kept(session: Session, name: str, kept: str | None) -> None:
    """Names too long for a disk, names of devices, patterns: kept under a name that any system takes as a file's."""
    path = session.place("orders", name)
    path.write_bytes(b"x")
    assert len(path.name.encode()) <= 200
    assert path.suffix == Path(name).suffix or name == ".."
    assert kept is None or path.name == kept


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (
            "only",
            "a\0b",
            "The field &#34;Statuses that count as sales&#34; holds a sign that is no letter, such as NUL",
        ),
        ("customer", "a\0b", "The field &#34;Customer&#34; holds a sign that is no letter, such as NUL"),
        ("customer", "x" * 200_000, "The work could not be started"),
    ],
)
def test_what_no_command_can_hold_is_refused_in_words(
    client: TestClient, session: Session, field: str, typed: str, said: str
) -> None:
    """NUL or too much typed into a field: the page says so and goes on."""
    session.files = {"orders": [session.place("orders", "a.csv")]}
    answer = client.post("/look", data={field: typed})
    assert answer.status_code == 422
    assert said in answer.text


def test_a_full_disk_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that cannot be kept are told in words, and nothing is half taken."""

    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Session, "place", full)
    answer = client.post("/files", files={"orders": ("a.csv", b"x")})
    assert answer.status_code == 507
    assert "The files could not be kept: no space left on device." in answer.text


def test_what_is_no_table_is_refused_with_a_way_out(client: TestClient, session: Session) -> None:
    """A wrong ending, no file, too much at once, a file that cannot be read: each says why, and the page goes on."""
    assert "no table by its name" in client.post("/files", files={"orders": ("a.exe", b"MZ")}).text
    assert "Drop a file of orders" in client.post("/files", files={"orders": ("", b"")}).text
    assert client.post("/files", headers={"Content-Length": str(3 << 30)}, content=b"x").status_code == 413
    text = drop(client, "a.xlsx", b"PK\x03\x04 and then nothing")
    assert "a.xlsx: the file is damaged or cut off" in text
    assert 'id="orders"' in text  # nothing to choose in it: another file is wanted
    kept = session.place("orders", "../../etc/passwd")
    assert kept.parent == session.folder / "files" / "orders"
    assert session.place("orders", "..\\..\\-x\x00.csv").name == "x.csv"


def test_no_file_is_left_out_unsaid(client: TestClient, session: Session) -> None:
    """Two files of one name, or two where one is read, are refused; what stands beside contracts goes with them."""
    a, b = (("orders", (name, b"customer,date,amount\n")) for name in ("a.csv", "x/a.csv"))
    assert "two files have this name" in client.post("/files", files=[a, b]).text
    both = [("orders", ("a.csv", b"x")), *(("customers", (name, b"x")) for name in ("c.csv", "d.csv"))]
    assert "put c.csv and d.csv together first" in client.post("/files", files=both).text
    client.post("/files", files={"contracts": ("a.csv", b"x"), "contacts": ("log.csv", b"y")})
    words = session.report_words({})
    assert words[0] == "contracts"
    assert f"--contacts={session.place('contacts', 'log.csv')}" in words


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs that end at once and print nothing."""
    monkeypatch.setattr(jobs.children, "python", lambda *_: ["true"])


@pytest.mark.usefixtures("idle")
def test_a_refused_upload_changes_nothing(client: TestClient, session: Session) -> None:
    """What was dropped before stands as it was until all that is dropped in its place is good; nothing lies about."""
    client.post("/files", files=[("orders", ("a.csv", b"first")), ("customers", ("c.csv", b"who"))])
    before = session.files
    good, bad = ("orders", ("a.csv", b"second")), ("customers", ("c.exe", b"MZ"))
    many = [("orders", (f"{at}.csv", b"x")) for at in range(201)]
    for dropped, why in (([good, bad], "no table by its name"), ([good, good], "two files have this name"),
                         (many, "More than 200 files: drop fewer at once, or a .zip of them.")):  # fmt: skip
        answer = client.post("/files", files=dropped)
        assert why in answer.text
        assert answer.status_code in (400, 422)
        assert '<input type="file" id="orders"' in answer.text
        assert session.files == before
        assert [session.files[kind][0].read_bytes() for kind in ("orders", "customers")] == [b"first", b"who"]
        assert not list(session.folder.glob("coming-*"))
    client.post("/files", files=[good])
    assert [path.read_bytes() for path in session.folder.glob("files/*/*")] == [b"second"]
    assert session.files == {"orders": [session.place("orders", "a.csv")]}


@pytest.mark.usefixtures("idle")
def test_no_result_outlives_its_orders(client: TestClient, session: Session) -> None:
    """New files, the sample or another look: the report, its files and the list go; the list is as the report was."""
    steps = (lambda: client.post("/files", files={"orders": ("b.csv", b"x")}), lambda: client.post("/sample"),
             lambda: client.post("/look", data={}), lambda: client.post("/run", data={}),
             lambda: client.post("/files", files={"contracts": ("b.csv", b"x")}))  # fmt: skip
    client.post("/files", files={"orders": ("a.csv", b"x")})
    assert session.score_words() == []
    for step in steps:
        client.post("/run", data={"margin": "30%"})
        for name in (*RESULTS, REPORT):
            (session.folder / name).write_text("{}", "utf-8")
        (session.folder / REPORT).write_text('{"margin": 0.3}', "utf-8")
        assert client.get("/file/report.html").status_code == 200
        assert "--margin=30%" in session.score_words()
        session.said = {"margin": "90%"}  # as another tab may leave it
        assert "--margin=30%" in session.score_words()
        step()
        assert session.results() == {}
        assert client.get("/file/report.html").status_code == 404
        assert 'src="file/report.html' not in client.get("/result").text
    assert session.score_words() == []


def test_every_refusal_is_a_page(client: TestClient) -> None:
    """No bare line of the server library: addresses that are none, forms that are none, each in the page's frame."""
    no_form = {"Content-Type": "multipart/form-data; boundary=a"}
    answers = [
        client.get("/nowhere"),
        client.get("/files"),
        client.post("/run", data={f"a{i}": "1" for i in range(3000)}),
        client.post("/files", content=b"x", headers=no_form),
    ]
    for answer in answers:
        assert 400 <= answer.status_code < 500
        assert answer.text.startswith("<!doctype html>")
        assert 'role="alert"' in answer.text


def test_from_a_file_to_the_results(client: TestClient, session: Session, tmp_path: Path) -> None:
    """The data check with its columns, the report with the margin typed, the files to take home; then all is gone."""
    import datetime as dt

    made = orders(120, seed=3)
    lines = ["customer,date,amount"]
    for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True):
        lines.append(f"C{who:04d},{dt.date.fromordinal(733_000 + day)},{cents / 100:.2f}")
    text = drop(client, "<b>orders.csv", "\n".join(lines).encode())
    assert "Is this what you meant?" in text
    assert '<option value="amount">amount</option>' in text
    assert "<b>orders" not in text
    text = waited(client, client.post("/run", data={"margin": "140%"}).text)
    assert "&#39;140%&#39; must be at most 1" in text  # and what was typed stands there still
    assert 'value="140%"' in text
    text = waited(client, client.post("/run", data={"margin": "40%", "currency": "EUR"}).text)
    assert "The report" in text
    names = {"clv-summary.xlsx": b"PK", "report.html": b"<!doctype html>", "summary.json": b"{"}
    for name, begins in names.items():
        assert client.get(f"/file/{name}").content.startswith(begins)
    assert client.get("/file/summary.json").json()["margin"] == 0.4
    assert client.get("/file/scores.csv").status_code == 404
    assert "scores.csv" in waited(client, client.post("/scores").text)
    assert len(client.get("/file/scores.csv").text.splitlines()) == 121
    looked = client.get("/file/report.html?look")
    assert looked.headers["content-security-policy"] == "sandbox allow-scripts"
    assert client.get("/file/check.json").status_code == 404
    folder = session.folder
    session.close()
    assert not folder.exists()


def test_what_the_reader_cannot_tell_is_chosen_on_the_page(client: TestClient, session: Session) -> None:
    """Headers that say nothing: choose the columns; statuses not known: tick them; both stay chosen for the report."""
    lines = ["Wer,Wann,Was,Status", "A,2026-01-03,5,alpha", "B,2026-01-04,6,completed", "A,2026-02-03,7,cancelled"]
    text = drop(client, "odd.csv", "\n".join(lines).encode())
    assert "Which column is what?" in text
    assert "no column looks like a customer" in text
    assert "Make the report" not in text
    chosen = {"customer": "Wer", "date": "Wann", "amount": "Was", "which": "as-read", "status-column": "Status"}
    text = waited(client, client.post("/look", data=chosen).text)
    assert "not known to be a sale or not: &#34;alpha&#34; 1" in text
    assert 'name="status" value="alpha">' in text
    assert 'name="status" value="completed" checked>' in text
    assert '<option value="Wer" selected>' in text
    ticked = chosen | {"which": "these", "status": ["alpha", "completed"]}
    text = waited(client, client.post("/look", data=ticked).text)
    assert "Is this what you meant?" in text
    assert "1 row, 7.00: status &#34;cancelled&#34;" in text
    assert 'value="these" checked>' in text
    assert 'name="status" value="alpha" checked>' in text
    assert 'name="status" value="cancelled">' in text
    assert "--only=Status=alpha,completed" in session.report_words(choices(FormData(list(pairs(ticked)))))


def test_what_a_file_leaves_open_is_answered_on_the_page(client: TestClient, session: Session) -> None:
    """Days of either order, a sign of thousands or decimals, columns of one name: fields are named, not options."""
    lines = ["Kunde;Datum;Betrag;Betrag", "A;03.04.2026;1.234;1", "B;04.05.2026;6.345;2", "A;05.04.2026;7.456;3",
             "A;05.04.2026;7.456;3"]  # fmt: skip
    text = drop(client, "de.csv", "\n".join(lines).encode())
    assert "&#34;Betrag&#34; (column 3) and &#34;Betrag&#34; (column 4) could each be the amount" in text
    assert "say which, such as &#34;3&#34; in the field &#34;Amount&#34;" in text
    assert '<option value="3">Betrag (column 3)</option>' in text
    chosen = {"amount": "3"}
    text = waited(client, client.post("/look", data=chosen).text)
    assert "in the field &#34;Day or month first&#34;" in text
    chosen |= {"days": "dayfirst", "decimal": ",", "dedupe": "yes", "sheet": ""}
    text = waited(client, client.post("/look", data=chosen).text)
    assert "Is this what you meant?" in text
    assert "--" not in text.partition("<main")[2]
    assert "<dd>3, 2026-04-03 to 2026-05-04</dd>" in text
    assert "<dd>3 rows, 15,035.00</dd>" in text
    for selected in ('value="3" selected', 'value="dayfirst" selected', 'value="," selected', 'value="yes" checked'):
        assert selected in text
    words = ["--amount=3", "--dayfirst", "--decimal=,", "--dedupe"]
    assert [word for word in session.report_words(choices(FormData(list(pairs(chosen))))) if word in words] == words


def test_a_sheet_is_chosen_on_the_page(client: TestClient, session: Session, tmp_path: Path) -> None:
    """Two sheets that could be the orders: the page has a field for it, and reads the one that is typed there."""
    import openpyxl

    book = openpyxl.Workbook()
    for name, amount in (("North", 5), ("South", 7)):
        sheet = book.create_sheet(name)
        for row in (["customer", "date", "amount"], ["A", "2026-01-03", amount], ["B", "2026-01-04", amount]):
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "two.xlsx")
    text = drop(client, "two.xlsx", (tmp_path / "two.xlsx").read_bytes())
    assert "could each be the orders; say which with the field &#34;Sheet&#34;" in text
    assert 'name="sheet"' in text
    assert "--sheet=South" in session.check_words({"sheet": "South"})
    assert 'name="sheet" value="South"' in client.get("/job").text


def test_contracts_are_read_as_the_page_says(client: TestClient, session: Session) -> None:
    """Contracts have the same fields, but those of orders alone; an option without a field keeps its name."""
    text = client.post("/files", files={"contracts": ("a.csv", b"x")}).text
    assert 'name="days"' in text
    assert 'name="dedupe"' not in text
    assert "Look again" not in text
    words = session.report_words({"days": "monthfirst", "decimal": ".", "sheet": "S*", "dedupe": "yes"})
    assert words[2:5] == ["--monthfirst", "--sheet=S*", "--decimal=."]
    assert "--dedupe" not in words
    assert session.report_words({"days": "output=x"})[2] == "--to"
    text = waited(client, client.post("/run", data={"margin": "2000"}).text)
    assert "Invalid value for the field &#34;Of each sale" in text
    assert "--" not in text.partition("<main")[2].partition("</p>")[0]


def test_names_are_those_of_the_page_where_the_page_asks() -> None:
    """Chosen where a message is made; of contracts but those of orders; an option without a field keeps its own."""
    with asked_by(PAGE):
        assert option("customer") == 'the field "Customer"'
        assert bare_option("decimal", ".") == '"." in the field "Decimal sign"'
        assert option("order-column") == "--order-column"
    with asked_by(PAGE_OF_CONTRACTS):
        assert option("customer") == "--customer"
        assert option_name("margin").startswith('the field "Of each sale')


def test_ticks_show_what_was_read(client: TestClient) -> None:
    """A status left out as it was read is not ticked; money left out without a row is told alone."""
    lines = ["id,Created date (UTC),Amount,Amount Refunded,Status,Customer ID"]
    lines += [f"ch_{i},2026-0{i}-03 10:00,50.00,{(0, 10)[i == 3]}.00,Paid,C{i % 2}" for i in range(1, 6)]
    lines += ["ch_8,2026-02-04 10:00,40.00,40.00,Refunded,C0"]
    text = drop(client, "payments.csv", "\n".join(lines).encode())
    assert "1 row, 40.00: status &#34;Refunded&#34;" in text
    assert "<dd>10.00: refunded, in a column beside the amounts</dd>" in text
    assert 'name="status" value="Paid" checked>' in text
    assert 'name="status" value="Refunded">' in text


def test_the_sample_shows_the_way(client: TestClient, session: Session) -> None:
    """Who has no file at hand looks at the demo's orders, under the demo's terms."""
    text = waited(client, client.post("/sample").text)
    assert "<dd>4,000</dd>" in text
    assert 'name="margin" value="40%"' in text
    assert "--margin=40%" in session.report_words(session.said)


def pairs(fields: dict[str, str | list[str]]) -> Iterator[tuple[str, str]]:
    """The fields of a form, one by one."""
    for name, value in fields.items():
        yield from ((name, one) for one in ([value] if isinstance(value, str) else value))


def test_one_job_at_a_time_and_cancel_ends_it(
    client: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one runs no other starts, from whichever tab; Cancel ends the process; a reload finds the job again."""
    monkeypatch.setattr(jobs.children, "python", lambda *_: ["sleep", "600"])
    session.files = {"orders": [session.place("orders", "a.csv")]}
    assert 'id="job"' in client.post("/run", data={}).text
    job = session.job
    assert job is not None
    assert client.get("/state").json()["running"]
    assert not session.start("check", [])
    client.post("/run", data={})
    client.post("/files", files={"orders": ("b.csv", b"x")})
    assert session.job is job
    assert 'id="job"' in client.get("/job").text
    early = session.folder / "clv-summary.xlsx"
    early.write_bytes(b"made before the page's other files")
    assert "Cancelled; nothing was kept of it." in client.post("/cancel").text
    assert not job.running
    assert not early.exists()


def test_cancelling_keeps_what_was_finished_before(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second job for the scores, cancelled, leaves those that stood there; a first one leaves none."""
    monkeypatch.setattr(jobs.children, "python", lambda *_: ["sleep", "600"])
    scores = session.folder / "scores.csv"
    for before in (True, False):
        scores.unlink(missing_ok=True)
        if before:
            scores.write_bytes(b"of the first")
        assert session.start("scores", [])
        if not before:
            scores.write_bytes(b"begun")
        session.cancel()
        assert scores.exists() is before


def test_nobody_looks_any_more(client: TestClient, session: Session) -> None:
    """The page counts as closed some time after the last look; where no script ever looked, after the last request."""
    assert not session.abandoned(90, 900)
    session.asked -= 1000
    assert session.abandoned(90, 900)
    client.get("/")
    assert not session.abandoned(90, 900)
    session.asked -= 100  # without scripts: somebody may read
    assert not session.abandoned(90, 900)
    client.get("/state")
    assert not session.abandoned(90, 900)
    session.asked -= 100
    session.looked()
    session.seen = session.asked
    assert session.abandoned(90, 900)


def test_strangers_who_ask_nothing_keep_no_reader_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred connections with half a head, then a reader: answered at once; the oldest strangers are gone."""
    import http.client
    import socket
    import threading
    from urllib.parse import urlsplit

    from xlclv.app import connections

    heard: dict[str, Any] = {}

    def opened(address: str, door: Any) -> None:
        def visit() -> None:
            try:
                look(urlsplit(address))
            finally:
                heard["server"].should_exit = True

        def said(one: socket.socket) -> bytes:
            """What the server sent before it closed; closed with what it had not read, it resets the connection."""
            with contextlib.suppress(ConnectionResetError):
                return one.recv(10)
            return b""

        def look(at: Any) -> None:
            strangers = []
            for _ in range(300):
                strangers.append(socket.create_connection((at.hostname, at.port), timeout=60))
                strangers[-1].sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
            reader = http.client.HTTPConnection(at.hostname, at.port, timeout=60)
            reader.request("GET", f"{at.path}?{at.query}", headers={"Host": f"{at.hostname}:{at.port}"})
            heard["status"] = reader.getresponse().status
            heard["first"] = said(strangers[0])
            monkeypatch.setattr(connections, "PATIENCE", 0.0)
            strangers.append(socket.create_connection((at.hostname, at.port), timeout=60))
            heard["late"] = said(strangers[-1])
            for one in (*strangers, reader):
                one.close()

        threading.Thread(target=visit, daemon=True).start()

    def serving(server_of_it: Any, session: Session, then: Any) -> Any:
        heard["server"] = server_of_it
        return whole(server_of_it, session, then)

    whole = server._serving
    monkeypatch.setattr(server, "_serving", serving)
    server.serve(opened)
    assert (heard["status"], heard["first"], heard["late"]) == (200, b"", b"")
