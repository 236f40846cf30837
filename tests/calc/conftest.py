"""One LibreOffice for everything that is tried in Calc."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.calc.office import Office
from tests.calc.person import arrive, obstacle


@pytest.fixture(scope="session")
def calc() -> Iterator[Office]:
    """A running Calc in which an ordinary user has installed the add-in."""
    reason = obstacle()
    if reason:
        pytest.skip(reason)
    person = arrive()
    office = Office(person)
    yield office
    office.end()
    person.leave()
