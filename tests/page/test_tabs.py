"""Several tabs of one page: what one drops, checks, stops or takes home is never another's in silence."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from xlclv.app import jobs
from xlclv.app.session import REPORT, RESULTS, Session

A, B = (
    f"customer,date,amount\n{who},2026-01-03,5\nY,2026-01-04,6\n{who},2026-02-03,7\n".encode() for who in ("X", "Z")
)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs that end when they are stopped."""
    monkeypatch.setattr(jobs.children, "python", lambda *_: ["sleep", "600"])


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs that end at once and print nothing."""
    monkeypatch.setattr(jobs.children, "python", lambda *_: ["true"])


def drop(tab: TestClient, name: str, content: bytes, kind: str = "orders") -> Any:
    return tab.post("/files", files={kind: (name, content)})


def checked(tab: TestClient, answer: Any) -> str:
    """The page that follows when the work has ended, by the address that the page's script goes to."""
    ends = time.monotonic() + 300
    while found := re.search(r'data-then="([^"]+)"', answer.text):
        assert time.monotonic() < ends
        time.sleep(0.1)
        answer = tab.get(f"/{found[1]}")
    return str(answer.text)


def of(text: str) -> str:
    """What a page's form is of, as its hidden field says."""
    (found,) = set(re.findall(r'name="of" value="(\d+)"', text))
    return str(found)


def made(session: Session) -> None:
    """The files of a report, as its job would have left them."""
    for name in (*RESULTS, REPORT):
        (session.folder / name).write_text("{}", "utf-8")
    (session.folder / REPORT).write_text('{"margin": 0.3}', "utf-8")
    (session.folder / "scores.csv").unlink()


@pytest.mark.usefixtures("endless")
def test_files_dropped_while_others_are_read_are_refused_in_words(tab: TestClient, session: Session) -> None:
    """Other files, files of the same name, the sample: not taken, told so, no page of another's work in their place."""
    assert '<p class="of">a.csv</p>' in drop(tab, "a.csv", A).text
    job, files = session.job, session.files
    for name, content, kind in (("b.csv", B, "orders"), ("a.csv", B, "orders"), ("b.csv", B, "contracts")):
        answer = drop(tab, name, content, kind)
        assert answer.status_code == 409
        assert (
            "Work on a.csv is going on, so your files were not taken. Wait until it has ended, or stop it"
            in answer.text
        )
        assert 'id="job"' not in answer.text
        assert '<input type="file" id="orders"' in answer.text
        assert '<a href="job">See it, or stop it</a>' in answer.text
    answer = tab.post("/sample")
    assert (answer.status_code, "so the sample was not taken" in answer.text) == (409, True)
    assert "Work on a.csv is going on" in tab.get("/").text
    assert (session.job, session.files) == (job, files)
    assert not list(session.folder.glob("coming-*"))


@pytest.mark.usefixtures("endless")
def test_a_button_pressed_twice_is_pressed_once(tab: TestClient, session: Session) -> None:
    """The same files, the sample, the same choices once more while they are worked on: the work is shown."""
    more = [("orders", ("a.csv", A)), ("customers", ("c.csv", B))]
    for ask in (
        lambda: tab.post("/files", files=more), lambda: tab.post("/sample"),
        lambda: tab.post("/look", data={"of": session.number, "customer": "Wer"}),
        lambda: tab.post("/run", data={"of": session.number, "margin": "40%"}),
    ):  # fmt: skip
        session.cancel()
        first = ask()
        job = session.job
        again = ask()
        assert (first.status_code, again.status_code) == (200, 200)
        assert 'id="job"' in again.text
        assert session.job is job


@pytest.mark.usefixtures("endless")
def test_choices_made_while_others_are_worked_on_are_not_lost_in_silence(tab: TestClient, session: Session) -> None:
    """Another tab's Make the report or Look again on the same files: what is chosen here is told not to be taken."""
    drop(tab, "a.csv", A)
    session.cancel()
    tab.post("/run", data={"of": session.number, "margin": "40%"})
    job = session.job
    for path, typed in (("/run", "30%"), ("/look", "40%")):
        answer = tab.post(path, data={"of": session.number, "margin": typed})
        assert answer.status_code == 409
        assert "Work on a.csv is going on, so what you chose was not taken." in answer.text
        assert 'id="job"' not in answer.text  # which leads on by itself, before this is read
    answer = tab.post("/scores", data={"of": session.report})
    assert (answer.status_code, "the list of every customer was not begun" in answer.text) == (409, True)
    assert session.job is job
    assert session.said == {"margin": "40%"}


def test_a_check_approved_is_of_the_files_it_showed(tab: TestClient, session: Session) -> None:
    """The form of A's check, sent after B came: no work begins, B's check is shown and named; B's own form is taken."""
    first = checked(tab, drop(tab, "a.csv", A))
    assert '<p class="of">a.csv</p>' in first
    second = checked(tab, drop(tab, "b.csv", B))
    assert '<p class="of">b.csv</p>' in second
    job = session.job
    for path in ("/run", "/look"):
        for old in ({"of": of(first)}, {}, {"of": "x"}):
            answer = tab.post(path, data=old | {"margin": "40%"})
            assert answer.status_code == 409
            assert "the files that you saw here were replaced since, in this tab or another, by b.csv." in answer.text
            assert "Is this what you meant?" in answer.text
            assert of(answer.text) == of(second)
    assert session.job is job
    assert session.said == {}
    looked = checked(tab, tab.post("/look", data={"of": of(second), "customer": "customer"}))
    assert of(looked) == of(second)  # the same files: their forms say all that they ask for
    assert session.said == {"customer": "customer"}


def test_contracts_are_no_others_either(tab: TestClient, session: Session) -> None:
    """A form of contracts, sent after other contracts came, and after orders that are still looked at."""
    first = drop(tab, "a.csv", b"x", "contracts").text
    second = drop(tab, "b.csv", b"y", "contracts").text
    answer = tab.post("/run", data={"of": of(first)})
    assert (answer.status_code, "by b.csv" in answer.text, of(answer.text)) == (409, True, of(second))
    assert session.job is None


@pytest.mark.usefixtures("endless")
def test_a_tab_whose_files_were_replaced_is_told(tab: TestClient, session: Session) -> None:
    """It waits for the work on A; B is worked on by then: it is told so, and its Cancel stops nothing of B."""
    first = drop(tab, "a.csv", A).text
    then = str(re.search(r'data-then="([^"]+)"', first)[1])  # type: ignore[index]
    assert f'content="3;url={then}"' in first  # without a script too
    number = tab.get("/state").json()["number"]
    assert f'data-number="{number}"' in first
    assert tab.get(f"/{then}").status_code == 200
    session.cancel()
    drop(tab, "b.csv", B)
    job = session.job
    assert job is not None
    assert tab.get("/state").json()["number"] == job.number != number
    for answer in (tab.get(f"/{then}"), tab.post("/run", data={"of": of(first)})):
        assert answer.status_code == 409
        assert "replaced since, in this tab or another, by b.csv" in answer.text
        assert 'id="job"' not in answer.text
    answer = tab.post("/cancel", data={"of": of(first)})
    assert answer.status_code == 409
    assert "Nothing was stopped: the work you saw had ended, and other work, on b.csv, has begun since." in answer.text
    assert job.running
    answer = tab.post("/cancel", data={"of": job.number})
    assert "Cancelled; nothing was kept of it." in answer.text
    assert '<p class="of">b.csv</p>' in answer.text
    assert not job.running


@pytest.mark.usefixtures("idle")
def test_what_is_taken_home_is_of_the_report_that_was_seen(tab: TestClient, session: Session) -> None:
    """Links, the report looked at and the list of every customer of an older report are refused; present ones go."""
    drop(tab, "a.csv", A)
    shown = []
    for name, content, margin in (("a.csv", A, "30%"), ("a.csv", A, "40%"), ("b.csv", B, "40%")):
        if name == "b.csv":
            drop(tab, name, content)
        tab.post("/run", data={"of": session.number, "margin": margin})
        made(session)
        text = tab.get("/result").text
        assert f'<p class="of">{name}</p>' in text
        links = [link.replace("&amp;", "&") for link in re.findall(r'(?:href|src)="(file/[^"]+)"', text)]
        assert len(links) == 4
        assert "download>" not in text  # with it a browser shows no page that refuses
        assert {tab.get(f"/{link}").status_code for link in links} == {200}
        for old, before in shown:
            for link in before:
                answer = tab.get(f"/{link}")
                assert answer.status_code == 409
                assert "That report is no longer here: other files or other assumptions came since" in answer.text
                assert f"now about {name}." in answer.text
            job = session.job
            answer = tab.post("/scores", data={"of": old})
            assert (answer.status_code, "That report is no longer here" in answer.text) == (409, True)
            assert session.job is job
        shown.append((of(text), links))
    tab.post("/scores", data={"of": shown[-1][0]})
    assert session.job is not None
    assert session.job.name == "scores"


def test_files_kept_are_told_from_others(session: Session, tmp_path: Path) -> None:
    """The same are those of the same kinds, names and bytes, none more and none less."""

    def put(kind: str, name: str, content: bytes, folder: str) -> Path:
        path = session.place(kind, name, tmp_path / folder)
        path.write_bytes(content)
        return path

    session.files = {"orders": [put("orders", "a.csv", b"x", "1"), put("orders", "b.csv", b"y", "1")]}
    a, b = put("orders", "a.csv", b"x", "2"), put("orders", "b.csv", b"y", "2")
    assert session.holds({"orders": [a, b]})
    assert not session.holds({"orders": [a]})
    assert not session.holds({"contracts": [a, b]})
    assert not session.holds({"orders": [a, b], "customers": [a]})
    b.write_bytes(b"z")
    assert not session.holds({"orders": [a, b]})
