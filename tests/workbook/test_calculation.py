"""Formulas worked out: Excel's meaning, judged by IronCalc; later changes followed; nothing read too soon."""

from __future__ import annotations

from pathlib import Path

import ironcalc
import numpy as np
import pytest

from xlclv.workbook.calculation import Calculation, Error, Formula, Table, Words
from xlclv.workbook.summary import lay_out

from .conftest import make_report
from .recalculation import Calculation as Judge
from .recalculation import differing, formulas, same

S = "Sheet1"
# A: numbers, a blank, a text, a truth; B: texts; C: numbers without gaps; D: groups.
CELLS = {
    "A1": 3.0, "A2": -1.5, "A3": None, "A4": "7", "A5": True, "A6": 0.0,
    "B1": "Gold", "B2": "gold", "B3": "", "B4": "G*", "B5": "Silver", "B6": "a ""b",
    "C1": 10.0, "C2": 20.0, "C3": 30.0, "C4": 20.0, "C5": 0.25, "C6": 2.5,
    "D1": 1.0, "D2": 2.0, "D3": 1.0, "D4": 2.0, "D5": 3.0, "D6": 3.0,
}  # fmt: skip
FORMULAS = """
1+2*3^2 | -2^2 | 2^-1 | (1+2)*3 | 7-2-1 | 2^3^2 | 8/4/2 | 1&2&"x" | "a"="A" | 1<2 | "b">"a" | 2>=2 | 1<>1 | --(1=1)
A1+A3 | A1*A5 | A1+A4 | A3="" | A3=0 | B1=B2 | B1<>B5 | A1/A6 | A1/0 | 0^0 | LN(0) | SQRT(-1) | "x"+1 | A5=1 | B1>A1
SUM(A1:A6) | SUM(A1,A3) | COUNT(A1:A6) | COUNT(A1,A4,A5) | AVERAGE(A1:A6) | AVERAGE(C1,C2) | MAX(A1:A6) | MIN(C1:C6)
MAX(1,2,A2) | MEDIAN(C1:C6) | LARGE(C1:C6,2) | LARGE(C1:C6,7) | STDEV(C1:C6) | SUMSQ(C1:C3) | ABS(A2) | INT(A2)
COUNTIFS(B1:B6,"gold") | COUNTIFS(B1:B6,"G*") | COUNTIFS(C1:C6,">=20") | COUNTIFS(C1:C6,"<>20") | COUNTIFS(A1:A6,TRUE)
COUNTIFS(B1:B6,B5,C1:C6,"<1") | COUNTIF(C1:C6,20) | COUNTIF(C1:C6,">"&A1) | COUNTIFS(C1:C6,C2,D1:D6,2)
SUMIFS(C1:C6,D1:D6,1) | SUMIFS(C1:C6,B1:B6,"Silver",D1:D6,">2") | AVERAGEIFS(C1:C6,D1:D6,2) | AVERAGEIFS(C1:C6,D1:D6,9)
SUMPRODUCT(C1:C6,D1:D6) | SUMPRODUCT((C1:C6>10)*(C1:C6-10)) | SUMPRODUCT(1*(D1:D6=2)) | SUMPRODUCT(--(B1:B6="gold"))
SUMPRODUCT(C1:C3*2) | SUMPRODUCT(ABS(C1:C6-D1:D6)) | SUMPRODUCT((1+D1)^-C1:C6) | SUMPRODUCT(A1:A2,C1:C2) | ROWS(A1:B6)
COLUMNS(A1:B6) | INDEX(C1:C6,3) | INDEX(A1:D6,2,3) | INDEX(A1:D1,1,4) | INDEX(C1:C6,9) | SUM(INDEX(A1:D6,0,3))
MATCH(20,C1:C6,0) | MATCH("SILVER",B1:B6,0) | MATCH(99,C1:C6,0) | INDEX(C1:C6,MATCH("Silver",B1:B6,0)) | ROW(C4)
IF(A1>2,"y","n") | IF(A3,"y","n") | IF(1=1,A1,1/0) | IFERROR(1/0,"e") | IFERROR(A1,0) | ISNUMBER(A1) | ISNUMBER(A4)
ISNUMBER(1/0) | ISTEXT(B1) | ISTEXT(A3) | AND(A1>0,A2<0) | OR(A1<0,A2<0) | AND(A5,TRUE) | N(B1) | N(A5) | N(A1)
CHOOSE(2,"a","b") | ROUND(2.5,0) | ROUND(-2.5,0) | ROUND(1.005,2) | ROUNDUP(2.1,0) | ROUNDUP(-2.1,0) | ROUND(123.456,-1)
FIXED(1234567.891,2) | FIXED(1234.5,0) | FIXED(-0.5,0) | ROUND(0.1+0.2,2)&"" | 1/3&"" | 1234567&"" | TRUE&"" | A3&"x"
PV(0.1,3,-100) | PV(0,3,-100) | PV(0.1,2.5,-1)*1.1 | NPV(0.1,C1:C3) | NPER(0.1,-100,200) | NPER(0,-100,200)
EXP(1) | LN(2) | GAMMALN(4.5) | POISSON(2,3,FALSE) | POISSON(2,3,TRUE) | BETAINV(0.3,2,3) | CORREL(C1:C6,D1:D6)
SUMXMY2(C1:C6,D1:D6) | COUNTBLANK(A1:A6) | EXACT(B1,B2) | EXACT(A1,"3") | EXACT(A3,"")
MATCH(TRUE,INDEX(EXACT(B1:B6,B2),0),0) | SUMPRODUCT(EXACT(B1:B6,B4)*EXACT(D1:D6,D2)*C1:C6)
SUMPRODUCT(1*EXACT(D1:D6,D2)) | SUMPRODUCT(1*EXACT(B1:B6,"gold"))
MATCH(TRUE,INDEX(EXACT(B1:B6,"GOLD"),0),0) | INDEX(C1:C6,MATCH(TRUE,INDEX(EXACT(B1:B6,"G*"),0),0))
""".replace("\n", "|").split("|")
FORMULAS = [text.strip() for text in FORMULAS if text.strip()]
# What IronCalc has otherwise than Excel, with Excel's own answer.
OTHERWISE: dict[str, object] = {'1/3&""': "0.333333333333333"}


def made(cells: dict[str, object], text: str) -> object:
    """What our own calculation gives."""
    book = Calculation()
    for address, value in cells.items():
        book.put((S, int(address[1:]), ord(address[0]) - 64), value)
    book.put((S, 20, 20), Formula("=" + text))
    found = book.value((S, 20, 20))
    return found.code if isinstance(found, Error) else found


def judged(cells: dict[str, object], text: str) -> object:
    """What IronCalc gives."""
    model = ironcalc.create("judge", "en", "UTC", "en")
    for address, value in cells.items():
        if value not in (None, ""):
            typed = f"'{value}" if isinstance(value, str) else str(value)
            model.set_user_input(0, int(address[1:]), ord(address[0]) - 64, typed)
    model.set_user_input(0, 20, 20, "=" + text)
    model.evaluate()
    return model.get_cell_value(0, 20, 20)


@pytest.mark.parametrize("text", FORMULAS)
def test_ironcalc_gives_the_same(text: str) -> None:
    """Blanks, texts, truth, errors, criteria and lookups mean what they mean in a spreadsheet."""
    expected = OTHERWISE[text] if text in OTHERWISE else judged(CELLS, text)
    assert same(made(CELLS, text), expected), (made(CELLS, text), expected)


def test_a_later_change_of_a_cell_is_followed() -> None:
    """Chains of any length, ranges and names give what the cells hold now: a what-if needs no other code."""
    book, length = Calculation(), 3000
    book.put((S, 1, 1), 2.0)
    for row in range(2, length + 1):
        book.put((S, row, 1), Formula(f"=A{row - 1}+Step"))
    book.put((S, 1, 2), Formula(f"=SUM(A1:A{length})"))
    book.put((S, 1, 3), 1.0)
    book.name("Step", (S, 1, 3))
    assert book.value((S, 1, 2)) == sum(range(2, length + 2))
    book.put((S, 1, 3), 0.0)
    assert book.value((S, 1, 2)) == 2 * length
    book.put((S, length, 1), 5.0)
    assert book.value((S, 1, 2)) == 2 * length + 3


@pytest.mark.parametrize("held", [("Gold", "Ä😀z", "7"), ("Gold", 12.0, True)])
def test_letters_of_a_block_are_those_of_each(held: tuple[object, ...]) -> None:
    """RIGHT and UNICODE of many cells at once give the last letters of each, whether all are texts or not."""
    book = Calculation()
    for row, value in enumerate(held, 1):
        book.put((S, row, 1), value)
    book.put((S, 20, 20), Formula(f"=SUMPRODUCT(_xlfn.UNICODE(RIGHT(A1:A{len(held)},COLUMN(A2:C2)))*COLUMN(A2:C2))"))
    texts = [{12.0: "12", True: "TRUE"}.get(value, value) for value in held]  # type: ignore[call-overload]
    assert book.value((S, 20, 20)) == sum(last * ord(text[-last:][0]) for text in texts for last in (1, 2, 3))
    book.put((S, 1, 1), None)
    assert book.value((S, 20, 20)) == Error("#VALUE!")


def test_a_circle_of_cells_is_refused() -> None:
    """A formula that needs its own value has none."""
    book = Calculation()
    book.put((S, 1, 1), Formula("=B1+1"))
    book.put((S, 1, 2), Formula("=SUM(A1:A2)"))
    with pytest.raises(ValueError, match="needs its own value"):
        book.value((S, 1, 1))


def test_what_is_read_before_it_is_written_is_seen() -> None:
    """A sentence made from a cell whose own cells come later would be wrong: the workbook is not saved."""
    book = Calculation()
    book.put((S, 1, 1), Formula("=SUM(B1:B3)"))
    assert book.told((S, 1, 1)) == 0
    book.confirm()
    book.put((S, 2, 2), 4.0)
    with pytest.raises(AssertionError, match="before all cells it needs were written"):
        book.confirm()


@pytest.mark.parametrize("text", ["=A1+", "=FOO(1)", "=(1", "=1 2", "=SUM(A1;A2)", "={1}"])
def test_what_is_not_understood_is_refused(text: str) -> None:
    """No formula is guessed at."""
    book = Calculation()
    book.put((S, 1, 1), Formula(text))
    with pytest.raises(ValueError, match="underst"):
        book.value((S, 1, 1))


def test_a_name_that_points_nowhere_is_refused() -> None:
    """A typing error in a name does not become an error in a cell."""
    book = Calculation()
    book.put((S, 1, 1), Formula("=Magrin*2"))
    with pytest.raises(ValueError, match="no cell has the name Magrin"):
        book.value((S, 1, 1))


def long_table(rows: int) -> Calculation:
    """A table of customers with a formula filled down it, and one row below it that sums take in too."""
    book, at = Calculation(), np.arange(rows)
    for row, (name, factor) in enumerate((("Gold", 0.5), ("Silver", 2.0)), 1):
        book.put(("Tiers", row, 1), name)
        book.put(("Tiers", row, 2), factor)
    columns = {
        "Id": [f"C{i}" for i in at],
        "Tier": Words(("Gold", "Silver"), (at % 2).astype(np.int8)),
        "Spend": at + 1,
        "Worth": Formula("=C2*INDEX(Tiers!$B$1:$B$2,MATCH(B2,Tiers!$A$1:$A$2,0))"),
    }
    book.table("T", S, Table(1, columns, rows))
    book.put((S, rows + 2, 4), 100.0)
    return book


@pytest.mark.parametrize("rows", [1, 2, 5, 2000])
def test_a_formula_filled_down_a_table_is_that_of_every_row(rows: int) -> None:
    """Sums, counts, lookups and single cells of a table's columns agree with its rows one by one."""
    book, worth = long_table(rows), [(i + 1) * (0.5 if i % 2 == 0 else 2.0) for i in range(rows)]
    cases = {
        "=SUM(T[Worth])": sum(worth),
        f"=SUM(Sheet1!$D$2:$D${rows + 2})": sum(worth) + 100,
        '=SUMIFS(T[Worth],T[Tier],"gold")': sum(worth[::2]),
        '=COUNTIFS(T[Tier],"Silver",T[Spend],">1")': rows // 2,
        '=SUMPRODUCT((T[Tier]="Silver")*T[Spend])': sum(range(2, rows + 1, 2)),
        "=ROWS(T[Id])": rows,
        "=COUNTBLANK(T[Id])": 0,
        "=LARGE(T[Worth],1)": max(worth),
        f"=Sheet1!D{rows + 1}": worth[-1],
        "=Sheet1!B2": "Gold",
        "=SUMPRODUCT(ROW(T[Worth])-ROW($A$1))": rows * (rows + 1) / 2,
    }
    for at, (text, expected) in enumerate(cases.items(), 1):
        book.put(("Out", at, 1), Formula(text))
        assert book.value(("Out", at, 1)) == pytest.approx(expected), text
    book.put(("Tiers", 1, 2), 1.0)
    assert book.value(("Out", 1, 1)) == pytest.approx(sum(worth) + 0.5 * sum(range(1, rows + 1, 2)))
    now = book.value(("Out", 1, 1))
    book.put((S, 2, 3), 1001)  # one cell of the table, changed: its formula follows, and one more is put over another
    assert book.value(("Out", 1, 1)) == pytest.approx(now + 1000)
    book.put((S, rows + 1, 4), 0)
    assert book.value((S, rows + 1, 4)) == 0


@pytest.mark.parametrize(
    "change", [{"DiscountRate": 0.25, "Horizon": 1.4}, {"Margin": 0.15, "AcquisitionCost": 200.0}, {"TopShare": 0.5}]
)
def test_every_cell_of_a_summary_follows_its_inputs(change: dict[str, float], tmp_path: Path) -> None:
    """After an input is changed, each cell's value here is the one that IronCalc gives for the written file."""
    report, path = make_report(60), tmp_path / "summary.xlsx"
    book = lay_out(report, lambda words, done, total: None)
    book.save(path)
    judge = Judge(path)
    for name, value in change.items():
        judge.set(name, value)
        book.calculation.put(judge.place(name), value)
    found = {place: book.calculation.value(place) for place in formulas(path)}
    assert len(found) > 1000
    assert not differing({place: judge.at(place) for place in found}, found)
