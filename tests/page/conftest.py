"""A browser at the page of a session, as the server's own library has one: what tests of the page begin with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from xlclv.app.server import application
from xlclv.app.session import Session

HOME = "http://127.0.0.1:8000"


class Browser(TestClient):
    """A browser whose forms are of what stands there now."""

    session: Session

    def request(self, *args: Any, **more: Any) -> Any:
        of = {"/look": self.session.number, "/run": self.session.number, "/scores": self.session.report,
              "/cancel": self.session.job.number if self.session.job else 0}  # fmt: skip
        if args[0] == "POST" and args[1] in of:
            more["data"] = {"of": str(of[args[1]])} | (more.get("data") or {})
        return super().request(*args, **more)


def visitor(session: Session) -> Browser:
    """A browser before it opens the page."""
    made = Browser(**_at(session))
    made.session = session
    return made


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session()
    yield made
    made.close()


@pytest.fixture
def client(session: Session) -> Browser:
    """A browser that opened the page."""
    browser = visitor(session)
    _open(browser, session)
    return browser


@pytest.fixture
def tab(session: Session) -> TestClient:
    """Any tab of the browser: they differ in nothing that the server sees but the forms they show."""
    made = TestClient(**_at(session))
    _open(made, session)
    return made


def _at(session: Session) -> dict[str, Any]:
    where = {"base_url": HOME + session.home, "headers": {"Origin": HOME}}
    return {"app": application(session, lambda: None), **where}


def _open(browser: TestClient, session: Session) -> None:
    assert browser.get("/open", params={"token": session.token}).status_code == 200
