"""--only and --without of several files, of which some lack the column that they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read

WITH = "Customer,Date,Amount,Status\nA,2026-01-02,10,paid\nB,2026-01-03,20,{}\n"
LACKS = "Customer,Date,Amount\nA,2026-02-02,100\nC,2026-02-03,200\n"


def both(path: Path, word: str = "queried", *others: str, **told: str) -> Orders:
    made = [path / f"{at}.csv" for at in range(1 + len(others or (LACKS,)))]
    for file, text in zip(made, (WITH.format(word), *(others or (LACKS,))), strict=True):
        file.write_text(text, "utf-8")
    return read(made, **told)


@pytest.mark.parametrize(
    ("told", "money"),
    [
        ({"without": "Status=queried"}, 310),
        ({"only": "Status=paid"}, 310),
        ({"only": "Status=paid,queried"}, 330),
        ({"only": "paid"}, 310),
        ({"without": "queried"}, 310),
    ],
)
def test_they_reach_the_files_that_have_it(tmp_path: Path, told: dict[str, str], money: int) -> None:
    """The other counts whole, and is named."""
    found = both(tmp_path, **told).ledger
    assert found.amount_used == money
    said = " ".join((*found.assumed, *found.warnings))
    assert "1.csv: it has no column" in said or "1.csv: no column says what is a sale" in said
    assert bool(found.warnings) is ("only" in told or "Status" not in " ".join(told.values()))


@pytest.mark.parametrize("told", [{"only": "Sort=paid"}, {"without": "Sort=paid"}])
def test_a_column_that_no_file_has_is_refused(tmp_path: Path, told: dict[str, str]) -> None:
    """As of one file."""
    with pytest.raises(InputError, match='no column "Sort"'):
        both(tmp_path, **told)


def test_words_of_statuses_that_no_file_has_are_refused(tmp_path: Path) -> None:
    """Of two files without any."""
    made = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for at, file in enumerate(made):
        file.write_text(LACKS.replace("200", str(at)), "utf-8")
    with pytest.raises(InputError, match="no column says what is a sale"):
        read(made, only="paid")


def test_of_another_column(tmp_path: Path) -> None:
    """Channel beside the status, in the second file alone."""
    more = "Customer,Date,Amount,Channel\nA,2026-02-02,100,web\nC,2026-02-03,200,shop\n"
    found = both(tmp_path, "cancelled", more, only="Channel=web").ledger
    assert found.amount_used == 110
    assert 'it has no column "Channel"' in " ".join(found.warnings)
