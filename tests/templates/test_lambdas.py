"""The LAMBDA names: off by default, stored as Excel stores them, and equal to the engine where they can be run."""

from __future__ import annotations

import math
import re
from pathlib import Path

import ironcalc
import openpyxl
import pytest

from tests.workbook.recalculation import Calculation, cached, differing, formulas
from xlclv.formulas import retention, simple
from xlclv.models import sbg
from xlclv.workbook.lambdas import lambda_names, typed

from .conftest import WRITERS

NAMES = {"CLV", "CLV_RETENTION", "CLV_CONTRACT"}
NUMBERS = (0.668, 3.806)
SHAPE = sbg.Params(*NUMBERS)


def run(*calls: str) -> list[float]:
    """The LAMBDAs called in IronCalc, with their texts in place of their names."""
    model = ironcalc.create("x", "en", "UTC", "en")
    for column, value in enumerate(NUMBERS, 1):
        model.set_user_input(0, 1, column, str(value))
    for row, call in enumerate(calls, 2):
        model.set_user_input(0, row, 1, call)
    model.evaluate()
    return [model.get_cell_value(0, row, 1) for row in range(2, len(calls) + 2)]


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("CLV", "50,4,3", simple.clv(50, 4, 3)),
        ("CLV", "50,4,3,100,40%,10%,0.5", simple.clv(50, 4, 3, 100, 0.4, 0.1, 0.5)),
        ("CLV_RETENTION", "10%,80%,100", retention.clv(0.1, 0.8, 100)),
        ("CLV_RETENTION", "10%,80%,100,5,1,0,2%,50", retention.clv(0.1, 0.8, 100, 5, 1, 0, 0.02, 50)),
        ("CLV_RETENTION", "0,100%,100,5", retention.clv(0, 1, 100, 5)),
    ],
)
def test_a_lambda_gives_the_engine_s_value(name: str, arguments: str, value: float) -> None:
    """Called with all arguments, with few, at the pole, and without end."""
    assert run(f"{typed(name)}({arguments})") == [pytest.approx(float(value), rel=1e-12)]


@pytest.mark.parametrize(
    ("arguments", "terms", "value"),
    [
        ("10%,A1:B1,100,4,12,1,0", 12, sbg.contract_value(SHAPE, 0.1, 4, 12, 1, 0)),
        ("10%,A1:B1,100", math.ceil(math.log(1e9) / math.log(1.1)), sbg.contract_value(SHAPE, 0.1)),
    ],
)
def test_the_contract_s_lambda_sums_to_the_engine_s_value(arguments: str, terms: int, value: float) -> None:
    """IronCalc has no GAMMALN of a list: payments are run one by one. The endless sum stops at a discount of 1e-9."""
    text = typed("CLV_CONTRACT")
    assert "SEQUENCE(n)" in text
    payments = [f"{text.replace('SEQUENCE(n)', str(j))}({arguments})" for j in range(1, terms + 1)]
    assert sum(run(*payments)) == pytest.approx(100 * float(value), rel=1e-8)


def test_stored_texts_follow_the_file_format() -> None:
    """No leading =, new functions and own names prefixed, optional ones declared so, nothing else touched."""
    for name, text in lambda_names().items():
        assert text.startswith("_xlfn.LAMBDA(")
        assert text.count("(") == text.count(")")
        assert len(text) < 8192
        declared = re.findall(r"_xlop\.(\w+)", text)
        assert set(declared) == set(re.findall(r"\[(\w+)\]", typed(name)))
        assert not re.search(r"(?<!_xlfn\.)\b(LAMBDA|LET|ISOMITTED|SEQUENCE)\(", text)
        own = {*declared, *re.findall(r"_xlpm\.(\w+)", text)}
        bare = re.sub(r"_xl(pm|op|fn)\.\w+", "", text)
        assert not own & set(re.findall(r"[A-Za-z_]\w*", bare)), name
        assert re.sub(r"_xl(pm|op|fn)\.", "", text) == typed(name)[1:].replace("[", "").replace("]", "")
        assert not {"r", "c"} & {own_name.lower() for own_name in own}


@pytest.mark.parametrize("name", WRITERS)
def test_they_are_an_option_that_changes_no_cell(files: dict[str, Path], name: str, tmp_path: Path) -> None:
    """Without the option no name is a LAMBDA; with it the three are there, and every cell is as before."""
    path = tmp_path / "with.xlsx"
    WRITERS[name](path, lambdas=True)
    plain, more = (openpyxl.load_workbook(p).defined_names for p in (files[name], path))
    assert not NAMES & set(plain)
    assert set(more) == {*plain, *NAMES}
    assert {key: more[key].attr_text for key in NAMES} == lambda_names()
    found = formulas(path)
    assert found == formulas(files[name])
    calculation = Calculation(path)
    assert not differing(cached(path, found), {place: calculation.at(place) for place in found})
