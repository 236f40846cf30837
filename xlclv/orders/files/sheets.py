"""The table of a spreadsheet file: which sheet, which cells, each as text. Runs in a process of its own (`child`).

The parser is native code and workbooks are untrusted: what aborts here costs one line, not the program that asked.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from xlclv.errors import InputError
from xlclv.orders.columns import positions
from xlclv.orders.files import beside, formats, ods, odstext, outside, sheetxml, units
from xlclv.orders.files.header import HEADER_ROWS, find_header, named
from xlclv.orders.files.layouts import blocks
from xlclv.orders.files.layouts.plain import HEAD
from xlclv.orders.files.layouts.telling import layout
from xlclv.orders.files.one_sheet import Sheet, cells_of, types_of
from xlclv.orders.files.package import Package, heads, without_end
from xlclv.orders.files.sheetxml import Cell, Findings
from xlclv.orders.headers import UnclearError, too_wide
from xlclv.orders.roles import Columns
from xlclv.orders.source import SHOWN, Options, Source, refusal
from xlclv.terms.options import option, page_asks

_MONEY = ("amount", "price", "fee", "spend")  # of what stands beside them no format decides
UNSEEN = (
    "hidden rows, merged cells, formulas never calculated and currencies that number formats show cannot be told in "
    "this kind of workbook"
)


def read_table(path: Path, package: Package | None, is_ods: bool, options: Options) -> tuple[Source, Columns, Any]:
    """The one table of orders in a workbook: what it is called, its columns, and its cells as an Arrow table."""
    import fastexcel

    whole = fastexcel.read_excel((odstext.plain(path) if is_ods else None) or str(path))
    brief = fastexcel.read_excel(heads(package, 2 * HEADER_ROWS)) if package else whole
    sheet, others = _choose(path, whole, brief, options)
    headers = tuple(sheet.head[sheet.at - 1]) if sheet.at else ()
    alike = tuple(_meant(path, whole.sheet_names, options.sheet[0])[1:]) if options.sheet else ()
    source = Source(path, headers, len(sheet.head[0]), sheet=sheet.name, alike=alike, secret=options.secret)
    found, reader = Findings(), whole
    seen = _outside(source, sheet, others, options)
    with_it = "the columns that are needed" if options.companion else "the orders"
    warnings = [f"the sheet is hidden; it was read because it is the one with {with_it}"] if sheet.hidden else []
    if package:
        found = sheetxml.inspect(package, sheet.name)
        source = _currency(source, sheet, formats.written(package, sheet.name, _money(sheet), sheet.at))
        reader, strays = _trimmed(package, sheet, found, whole)
        warnings += strays
    elif is_ods:
        found = ods.inspect(path, sheet.name)
        source = _currency(source, sheet, ods.currencies(path, sheet.name, _money(sheet), sheet.at))
    shown = source.currency or formats.named(sign for sign, *_ in source.formats)
    said = units.below(sheet.head, sheet.at, sheet.columns.roles, shown) if sheet.drawn is None else units.Units()
    sheet = sheet._replace(start=sheet.at + bool(said.words))
    cells, errors = cells_of(reader, sheet)
    found.errors += errors
    _refuse_cells(source, sheet, found, options)
    numeric, mixed = types_of(reader, sheet)
    if found.hidden_rows:
        many = f"{found.hidden_rows:,} hidden or filtered row{'s were' if found.hidden_rows > 1 else ' was'}"
        warnings.append(f"{many} read like the others")
    notes = ["days count from 1904, as the workbook says"] if package and package.epoch_1904 else []
    notes += [] if package or is_ods else [UNSEEN]
    told = [tuple(f"{source.where}: {words}" for words in lines) for lines in (notes, warnings)]
    notes_said = (*told[0], *said.told(source.where, sheet.start, options.secret), *seen.notes)
    warned, by_row = (*told[1], *seen.warnings), not shown
    source = replace(source, numeric=numeric, mixed=mixed, notes=notes_said, warnings=warned, units=by_row)
    source = source if shown else replace(source, currency=said.currency)
    return (source, sheet.columns, cells) if sheet.drawn is None else _report(source, cells, options)


def _outside(source: Source, sheet: Sheet, others: dict[str, list[list[str]]], options: Options) -> outside.Seen:
    """What stands above the header of the sheet, beside its table, and in the sheets that were not chosen."""
    records = list(enumerate(sheet.head, start=1))
    headed = sheet.drawn is not None or positions(options, len(sheet.head[0])) is None
    seen = outside.above(
        source.where, records, sheet.at, sheet.columns, headed=headed, drawn=sheet.drawn, secret=options.secret
    )
    names, below = beside.header_of(sheet.head, sheet.at, sheet.columns, headed), sheet.head[sheet.at :]
    if sheet.drawn is None:
        seen = seen.also(warnings=beside.nameless(source.where, names, below))
    seen = seen.also(warnings=beside.twins(source.where, names, below, sheet.columns, sheet.drawn))
    return seen.also(*outside.sheets(source.name, others, option("sheet") if options.told is None else ""))


def _report(source: Source, cells: Any, options: Options) -> tuple[Source, Columns, Any]:
    """The table that a report becomes."""
    rows = zip(*(column.to_pylist() for column in cells.columns), strict=True)
    records = [(int(row), ["" if cell is None else str(cell) for cell in found]) for row, *found in rows]
    found = layout(records)
    assert found is not None  # the head was recognised
    plain = found.turn(records)
    try:
        known, columns = plain.opened(options)
    except UnclearError as reason:  # of rows below the first
        raise refusal(source.where, str(reason)) from None
    blocks.refuse(source.where, plain, options.secret)
    notes = (*(f"{source.where}: {note}" for note in known.pop("notes")), *source.notes)
    warnings = (*source.warnings, *blocks.told(source.where, plain))
    warnings += outside.between(source.where, plain.titles, options.secret)
    return replace(source, notes=notes, warnings=warnings, **known), columns, plain.cells()


def _choose(path: Path, whole: Any, brief: Any, options: Options) -> tuple[Sheet, dict[str, list[list[str]]]]:
    """The sheet with the columns needed, and the first rows of those not chosen; or the one stated."""
    names = list(whole.sheet_names)
    if options.sheet:
        return _sheet(path, brief, _meant(path, names, options.sheet[0])[0], options), {}
    found: list[Sheet] = []
    reasons: list[tuple[int, InputError]] = []
    others: dict[str, list[list[str]]] = {}
    for name in brief.sheet_names:
        try:
            found.append(_sheet(path, brief, name, options))
        except InputError as reason:
            others[name] = _head(brief, name)[0]
            reasons.append((max(map(named, others[name]), default=0), reason))
    sure = min((len(sheet.columns.assumed) for sheet in found), default=0)
    others |= {sheet.name: sheet.head for sheet in found if len(sheet.columns.assumed) != sure}
    found = [sheet for sheet in found if len(sheet.columns.assumed) == sure]
    if len(found) > 1:
        listed = " and ".join(f'"{sheet.name}"' + (" (hidden)" if sheet.hidden else "") for sheet in found)
        each = "" if page_asks() else ", once for each"
        what, way = "the orders", f"say which with {option('sheet')}{each}"
        if options.companion:
            what, way = "the table that is meant", "save that one as a file of its own"
        raise refusal(path.name, f"the sheets {listed} could each be {what}", way)
    if not found:
        if not reasons:
            raise refusal(path.name, "the workbook has no sheet with cells")
        raise max(reasons, key=lambda each: each[0])[1]  # of the sheet nearest to orders
    return found[0], others


def _meant(path: Path, names: Sequence[str], said: str) -> list[str]:
    """The sheets of that name, or that the pattern fits."""
    wanted = said.strip().casefold()
    named = [name for name in names if name.strip().casefold() == wanted]
    found = named or [name for name in names if fnmatchcase(name.strip().casefold(), wanted)]
    if not found:
        raise refusal(path.name, f'no sheet "{said}"', f"the sheets are {', '.join(names)}")
    return found


def _head(reader: Any, name: str) -> tuple[list[list[str]], Any]:
    """The first rows of a sheet, and the sheet."""
    loaded = reader.load_sheet(name, header_row=None, skip_rows=0, n_rows=HEAD, dtypes="string")
    columns_of = [column.to_pylist() for column in loaded.to_arrow().columns]
    return [[cell or "" for cell in cells] for cells in zip(*columns_of, strict=True)], loaded


def _sheet(path: Path, reader: Any, name: str, options: Options) -> Sheet:
    """The sheet by its first rows; InputError when they do not name the columns."""
    where = f'{path.name}, sheet "{name}"'
    head, loaded = _head(reader, name)
    if not any(cell.strip() for cells in head for cell in cells):
        raise refusal(where, "the sheet is empty", "it needs a header and at least one row")
    if said := too_wide(len(head[0])):
        raise refusal(where, said)
    offset, hidden = loaded.available_columns()[0].absolute_index, loaded.visible != "visible"
    records = list(enumerate(head, start=1))
    if (report := layout(records)) is not None:
        plain = report.turn(records)
        with contextlib.suppress(UnclearError):
            return Sheet(name, plain.columns(options), plain.start, head, offset, hidden, plain.drawn)
    columns, at = find_header(head, options, where)
    return Sheet(name, columns, at, head, offset, hidden)


def _money(sheet: Sheet) -> list[int]:
    """The columns of the sheet's amounts and their costs, counted in the sheet; of costs where it has no others."""
    roles = sheet.columns.roles
    wanted = [role for role in (*_MONEY, "worth") if role in roles] or ["cost"]
    return sheet.of(roles[role] for role in wanted if role in roles)


def _currency(source: Source, sheet: Sheet, found: dict[str, formats.Found]) -> Source:
    """The source with the currency that the formats of the amounts show; of two, of which rows each is."""
    if formats.two(found) is None:
        return replace(source, currency=formats.named(found))
    places = {sign: -1 if sheet.drawn is not None else each.column - sheet.offset for sign, each in found.items()}
    return replace(source, formats=tuple((sign, places[sign], tuple(each.rows)) for sign, each in found.items()))


def _trimmed(package: Package, sheet: Sheet, found: Findings, whole: Any) -> tuple[Any, list[str]]:
    """A reader of the sheet without the few cells far below its table, which would cost the memory of a full sheet."""
    import fastexcel

    roles = sheet.columns.roles
    needed = set(sheet.of(place for role, place in roles.items() if role not in ("customer", "currency")))
    end, strays = found.strays(needed)
    if not end:
        return whole, []
    reader = fastexcel.read_excel(without_end(package, sheet.name, end))
    many = f"{len(strays)} cells far below the table were" if len(strays) > 1 else "a cell far below the table was"
    return reader, [f"{many} not read: {_addresses(strays)}"] if strays else []


def _addresses(cells: Sequence[Cell]) -> str:
    """Cells as Excel calls them, the first few."""
    named = ", ".join(f"{sheetxml.letters(place)}{row}" for place, row, _ in cells[: SHOWN - 1])
    return named + (f" and {len(cells) - SHOWN + 1:,} more" if len(cells) >= SHOWN else "")


def _also(cells: Sequence[Cell]) -> str:
    return f" (also {_addresses(cells)})" if cells else ""


def _refuse_cells(source: Source, sheet: Sheet, found: Findings, options: Options) -> None:
    """Cells that would read as blanks though they are none, and numbers that lost digits."""
    used, fill_down, can_fill = set(sheet.used), options.fill_down, not options.companion

    def refuse(cell: Cell, rule: str, fix: str) -> InputError:
        return source.refuse(rule, row=cell[1], column=source.column(cell[0] - sheet.offset), fix=fix)

    bad = found.below(found.errors, used, sheet.at)
    if bad:
        rule = f"{source.quoted(bad[0][2])} is an error of the spreadsheet{_also(bad[1:])}"
        raise refuse(bad[0], rule, "fix the formula, or leave the row out of the file")
    if bad := found.below(found.formulas, used, sheet.at):
        rule = f"the formula has no stored value{_also(bad[1:])}"
        raise refuse(bad[0], rule, "open the file in Excel and save it")
    if bad := found.below(found.long_numbers, set(sheet.of([sheet.columns.customer])), sheet.at):
        called = "the id" if source.secret else bad[0][2]
        rule = f"{called} is a number of 16 digits or more: its last digits are lost already{_also(bad[1:])}"
        raise refuse(bad[0], rule, "store ids as text, from where they come")
    if sheet.drawn is not None:
        return  # its names are meant for the rows below them
    fillable = {sheet.offset + at for role, at in sheet.columns.roles.items() if role in ("customer", "date")}
    for first, row, last, end in sorted(found.merged, key=lambda area: area[1]):
        inside = [p for p in sorted(used) if first <= p <= last and not (fill_down and p in fillable)]
        if end > max(row, sheet.at) and inside:
            fix = "unmerge and fill every row"
            fix += (
                f", or say {option('fill-down')} to repeat what stands above"
                if can_fill and inside[0] in fillable
                else ""
            )
            raise refuse((inside[0], row, ""), f"cells are merged down to row {end:,}", fix)
