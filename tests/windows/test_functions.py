"""Every function through the real xlwings DLL and COM."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.hosts.conformance import CASES
from tests.windows.answers import jobs
from tests.windows.excel import Excel, Server, as_cells, as_rows, same
from xlclv.terms.catalogue import FUNCTIONS


@pytest.fixture(scope="module")
def server(interpreter: str) -> Server:
    return Excel(interpreter).start()


def test_all_functions_answer_what_linux_answers(server: Server) -> None:
    """Every worked example and both calls of every pair: no difference, and no function left out."""
    different, asked = [], set()
    for name, given, want in jobs():
        asked.add(name)
        got, wanted = as_rows(server.Ask(name, list(map(as_cells, given)))), as_rows(want)
        if not same(got, wanted):
            different.append((name, given, got, wanted))
    assert not different
    assert asked == set(FUNCTIONS)
    print(f"{len(jobs())} calls of {len(asked)} functions, 0 differences, Python {sys.version.split()[0]}")


@pytest.mark.parametrize(("label", "name", "given", "want"), CASES, ids=[case[0] for case in CASES])
def test_every_kind_of_cell_crosses_com(
    server: Server, label: str, name: str, given: tuple[Any, ...], want: Any
) -> None:
    """Errors, currency, dates, blanks and left-out arguments mean through COM what they mean everywhere."""
    got = as_rows(server.Ask(name, list(map(as_cells, given))))
    wanted = as_rows(want)
    rounded = [[round(c, 6) if isinstance(c, float) else c for c in row] for row in got]
    assert same(rounded, wanted), label


def test_what_is_no_function_of_ours_is_refused(server: Server) -> None:
    """The server answers for the catalogue and for nothing else; the refusal leaves it alive."""
    for name in ("eval", "__import__", "export_summary", "NOPE"):
        with pytest.raises(Exception, match="no function"):
            server.Ask(name, ("1",))
    assert server.has("About")
    assert [m for m in ("Eval", "Exec", "CallUDF", "Module", "GetAttr", "_loading") if server.has(m)] == []
    assert server.Ask("CLV", (50, 4, 3, 100)) == 500
