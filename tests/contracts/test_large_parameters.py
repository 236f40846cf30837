"""Log-gammas of large parameters: spreadsheet programs differ in them, and the checks allow for that and no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.contracts.by_hand import AS_OF, HEADERS, simulated, written
from tests.contracts.test_workbook import TERMS
from tests.workbook.recalculation import Calculation, cached, libreoffice
from xlclv.contracts import build as building
from xlclv.contracts import retention
from xlclv.contracts.reading import Asked, options, read
from xlclv.workbook.contracts import lay_out
from xlclv.workbook.writer import Book

LARGE = {"alpha": 90_000.0, "beta": 500_000.0, "c": 1.2}


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The workbook in memory of contracts whose curve has parameters that hardly tell customers apart."""
    path = written(tmp_path_factory.mktemp("c") / "c.csv", simulated(60, 0.8, 3.0, 1.2, 2), HEADERS)
    fitted = retention.fitted

    def large(name: str, counts: retention.Counts) -> retention.Fitted | str:
        found = fitted(name, counts)
        return replace(found, params=LARGE) if isinstance(found, retention.Fitted) and name == retention.BDW else found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retention, "fitted", large)
        patch.setattr(building, "choose", lambda *_: (retention.BDW, None, "as told"))
        report = building.build(read([path], options(), Asked(as_of=AS_OF)), replace(TERMS, horizon=1.0))
    return lay_out(report, lambda words, done, total: None)


@pytest.fixture(scope="module")
def saved(laid: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its file."""
    path = tmp_path_factory.mktemp("w") / "large.xlsx"
    assert laid.save(path) == ()
    return path


def test_another_program_s_log_gammas_fail_no_check(saved: Path) -> None:
    """IronCalc's are 1e-9 of the survival away here, a hundred times what other figures may differ by."""
    assert Calculation(saved).value("AllChecksOK") is True


@pytest.mark.libreoffice
def test_libreoffice_s_log_gammas_fail_no_check(saved: Path, tmp_path: Path) -> None:
    """The same where LibreOffice works out every cell again."""
    place = Calculation(saved).place("AllChecksOK")
    assert cached(libreoffice(saved, tmp_path), [place])[place] is True


def test_a_changed_figure_still_fails_its_control_total(laid: Book) -> None:
    """A hundred-thousandth of one row's survival is noticed, though the allowance is wider than elsewhere."""
    place = ("Curve", 10, 4)
    calculation, shown = laid.calculation, laid.calculation.value(place)
    total = [holds for words, holds in laid.checks if words.startswith("Curve, figures in D")]
    assert total
    assert all(calculation.value(cell.place) is True for cell in total)
    calculation.put(place, shown * 1.00001)
    assert not all(calculation.value(cell.place) is True for cell in total)
