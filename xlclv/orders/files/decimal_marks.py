"""The decimal mark of a column of numbers, decided once: by its cells, else by those of the columns beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlclv.orders.files.cells import Column, literal
from xlclv.orders.rules.whole_money import zeros_of
from xlclv.terms.options import bare_option

# Digits and marks of Japanese, Arabic, Persian and Hindi keyboards; the Arabic mark of thousands always groups.
DIGITS = "０１２３４５６７８９．，－＋￥٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९٫٬", "0123456789.,-+¥" + "0123456789" * 3 + ".'"

# Money of countries that write decimals with a point, so that a comma in it can only group: 3,980円, ₹1,250.
_POINTED = re.compile(
    r"[¥￥₩₹₨฿円원元]|\b(?:JPY|KRW|CNY|TWD|INR|THB|PHP|SGD|HKD|MYR|ILS|PKR|LKR|KES|ksh|rs|rm)\b", re.IGNORECASE
)
_WHOLE = re.compile(r"[₩円원]|\b(?:JPY|KRW)\b", re.IGNORECASE)  # no decimals at all: a point groups as well as a comma
_INDIAN = r"^[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}$"  # 12,34,567: only a comma groups by twos
_UNNAMED = r"regexp_replace(plain, '\p{L}+\.', '')"  # Rs.500, kr.1.200,50: this point is the name's
_NUMBER = f"rtrim(regexp_extract({_UNNAMED}, '[0-9][0-9., ''’]*|[.,][0-9]+'))"


def plainly(column: Column) -> None:
    """Write the digits and marks of other keyboards as those of ours, and cents where a dash stands for them."""
    column.connection.execute(
        f"UPDATE {column.table} SET plain = translate(plain, {literal(DIGITS[0])}, {literal(DIGITS[1])}) "
        f"WHERE regexp_matches(plain, '[{DIGITS[0]}]')"
    )
    column.connection.execute(
        f"UPDATE {column.table} SET plain = {zeros_of('plain')} WHERE plain <> {zeros_of('plain')}"
    )


def decimal_mark(column: Column, beside: Sequence[Column] = ()) -> tuple[str, str]:
    """The column's decimal mark, and what to say where another column decides it.

    InputError where cells contradict each other, and where neither they nor those of other columns decide.
    """
    sure = _sure(column)
    if sure["."] and sure[","]:
        (one, row), (other, late) = sure["."][0], sure[","][0]
        first, then = column.source.quoted(one), column.source.quoted(other, "another")
        rule = f"{first} has a decimal point but {then} (row {column.source.row(late):,}) a comma"
        raise column.source.refuse(
            rule, row=column.source.row(row), column=column.called, fix="write all amounts one way"
        )
    if sure["."] or sure[","]:
        return ("." if sure["."] else ","), ""
    unsure = {
        mark: column.rows(
            f"SELECT text, first FROM {column.table} WHERE plain SIMILAR TO '.*[0-9][{mark}][0-9].*' "
            "ORDER BY first LIMIT 1"
        )
        for mark in ".,"
    }
    if not (unsure["."] or unsure[","]):
        return ".", ""
    text, row = (unsure["."] or unsure[","])[0]
    if not unsure["."] and _POINTED.search(text):
        return ".", ""
    if not unsure[","] and _WHOLE.search(text):
        return ",", ""
    if (found := _beside(beside)) is not None:
        return found
    raise column.source.refuse(
        f"{column.source.quoted(text)} can mean thousands or decimals, and no other amount decides it",
        row=column.source.row(row),
        column=column.called,
        fix=f"say {bare_option('decimal', '.')} or {bare_option('decimal', ',')}",
    )


def _beside(columns: Sequence[Column]) -> tuple[str, str] | None:
    """The mark that other columns are written with, where they agree, and which says so."""
    marks: dict[str, str] = {}
    for column in columns:
        if not column.numeric:
            plainly(column)
            marks |= {mark: column.called for mark, cells in _sure(column).items() if cells}
    if len(marks) != 1:
        return None
    ((mark, called),) = marks.items()
    return mark, f", as {called} has"


def _sure(column: Column) -> dict[str, list[tuple[str, int]]]:
    """The first cell that can only be read with each mark."""
    first = ", ".join(
        f"arg_min(text, first) FILTER ({_decides('n', mark)}), min(first) FILTER ({_decides('n', mark)})"
        for mark in ".,"
    )
    text, row, other, late = column.one(f"SELECT {first} FROM (SELECT text, first, {_NUMBER} AS n FROM {column.table})")
    return {".": [] if row is None else [(text, row)], ",": [] if late is None else [(other, late)]}


def _decides(number: str, mark: str) -> str:
    """SQL: this number can only be read with that decimal mark."""
    m, other = ("\\.", ",") if mark == "." else (",", "\\.")
    single = rf"^[^.,]*{m}[^.,]*$"
    indian = f" OR regexp_matches({number}, '{_INDIAN}')" if mark == "." else ""
    undecided = rf"^[1-9][0-9]{{0,2}}(?:[ ''’][0-9]{{3}})*{m}[0-9]{{3}}$"
    return (
        rf"(regexp_matches({number}, '{single}') AND NOT regexp_matches({number}, '{undecided}') "
        rf"OR regexp_matches({number}, '^[^.,]*{other}[^{m}]*{m}[^.,]*$') "
        rf"OR regexp_matches({number}, '^[0-9]{{1,3}}({other}[0-9]{{3}}){{2,}}$'){indian})"
    )
