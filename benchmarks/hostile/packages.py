"""Hostile packages: workbooks (.xlsx, .xls, .xlsb, .ods) and archives of files (.zip)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.hostile import EITHER, ORDERS, READ, REFUSED, Case

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = "<?xml version='1.0' encoding='UTF-8'?>"
_MB = 1 << 20
Parts = dict[str, str | bytes]


def _row(number: int, *cells: str) -> str:
    texts = "".join(f'<c r="{"ABC"[at]}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for at, cell in
                    enumerate(cells))  # fmt: skip
    return f'<row r="{number}">{texts}</row>'


ROWS = _row(1, "customer", "date", "amount") + _row(2, "A", "2024-01-25", "30") + _row(3, "B", "2024-02-26", "7.5")


def _sheet(rows: str = ROWS, before: str = "", after: str = "") -> str:
    return f"{_HEAD}<worksheet {_MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def _parts(sheet: str = "", name: str = "Orders", links: str = "", **more: str) -> Parts:
    """The parts of a workbook with one sheet."""
    import openpyxl

    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    with zipfile.ZipFile(made) as package:
        parts: Parts = {part: package.read(part).decode() for part in package.namelist()}
    book, rels = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    parts[book] = str(parts[book]).replace('name="Sheet"', f'name="{name}"')
    parts[rels] = str(parts[rels]).replace("</Relationships>", f"{links}</Relationships>")
    return {**parts, "xl/worksheets/sheet1.xml": sheet or _sheet(), **more}


def _packed(parts: Parts, more: Iterable[tuple[str, Iterator[bytes]]] = ()) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
        for name, pieces in more:
            with package.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece)
    return made.getvalue()


def _made(content: Callable[[], bytes], name: str = "a.xlsx") -> Callable[[Path], list[str]]:
    def make(folder: Path) -> list[str]:
        (folder / name).write_bytes(content())
        return ["check", str(folder / name)]

    return make


def _case(
    name: str, content: Callable[[], bytes], may: str = EITHER, *, file: str = "a.xlsx", heavy: bool = False
) -> Case:
    return Case(f"workbook {Path(file).suffix}" if file[-4:] != ".zip" else "archive .zip", name,
                _made(content, file), may, heavy)  # fmt: skip


def _bomb() -> bytes:
    zeros = (b"0" * _MB for _ in range(300))
    parts = _parts()
    parts.pop("xl/worksheets/sheet1.xml")
    return _packed(parts, iter([("xl/worksheets/sheet1.xml", zeros)]))


def _shared() -> bytes:
    """One text of 1 MB that 20,000 cells show."""
    strings = f'<sst {_MAIN} count="1" uniqueCount="1"><si><t>{"x" * _MB}</t></si></sst>'
    links = f"<Relationship Id='rId2' Type='{_REL}/sharedStrings' Target='sharedStrings.xml'/>"
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(4, 20_004))
    return _packed(_parts(_sheet(ROWS + rows), links=links, **{"xl/sharedStrings.xml": strings}))


def _deep(depth: int) -> str:
    return _sheet(ROWS, after="<a>" * depth + "</a>" * depth)


def _styled() -> bytes:
    """A million rows with a style and no value."""

    def pieces() -> Iterator[bytes]:
        yield f"{_HEAD}<worksheet {_MAIN}><sheetData>{ROWS}".encode()
        for start in range(4, 1_000_004, 10_000):
            yield "".join(f'<row r="{at}" s="1"><c r="A{at}" s="1"/></row>' for at in range(start, start + 10_000)
                          ).encode()  # fmt: skip
        yield b"</sheetData></worksheet>"

    parts = _parts()
    parts.pop("xl/worksheets/sheet1.xml")
    return _packed(parts, iter([("xl/worksheets/sheet1.xml", pieces())]))


def _entities(inside: str = "&x;") -> str:
    declared = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return _sheet(_row(1, "customer", "date", "amount") + _row(2, inside, "2024-01-25", "3")).replace(
        _HEAD, _HEAD + declared
    )


def _laughs() -> str:
    names = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    return _entities("&l9;").replace('<!ENTITY x SYSTEM "file:///etc/passwd">', f'<!ENTITY l0 "lol">{names}')


def _many() -> bytes:
    return _packed({**_parts(), **{f"xl/x{at}.xml": "" for at in range(20_000)}})


def _cut() -> bytes:
    return _packed(_parts())[:-200]


def _flipped() -> bytes:
    content = bytearray(_packed(_parts()))
    at = content.find(b"sheet1.xml") + 14
    content[at : at + 40] = bytes(40)
    return bytes(content)


def _doubled() -> bytes:
    """The same part twice: one reader takes the first, another the last."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, text in _parts().items():
            package.writestr(name, text)
        info = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        package.filelist.append(info)
        package.filelist.pop()
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package.writestr("xl/worksheets/sheet1.xml", _sheet(ROWS.replace(">30<", ">99<")))
    return made.getvalue()


def _ods(rows: str, declared: str = "") -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f"{_HEAD}{declared}<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Orders">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return _packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content,
                    "META-INF/manifest.xml": f"{_HEAD}<manifest/>"})  # fmt: skip


def _ods_row(*cells: str, more: str = "") -> str:
    texts = "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
                    for cell in cells)  # fmt: skip
    return f"<table:table-row {more}>{texts}</table:table-row>"


_ODS = _ods_row("customer", "date", "amount") + _ods_row("A", "2024-01-25", "30")
_REPEATED = 'table:number-rows-repeated="1048576"'
_OUTSIDE = ("../../evil.csv", "/evil.csv", "C:\\x.csv")
_EVIL = {name: ORDERS.replace("30", str(at)) for at, name in enumerate(_OUTSIDE)}


def _zip_bomb() -> bytes:
    zeros = (b"0" * _MB for _ in range(300))
    return _packed({"a.csv": ORDERS}, iter([("b.csv", zeros)]))


def _bad_data() -> bytes:
    content = bytearray(_packed({"a.csv": ORDERS * 50}))
    content[60:90] = bytes(30)
    return bytes(content)


_SECRET = bytes.fromhex("d0cf11e0a1b11ae1")

CASES = [
    _case("a plain workbook, for comparison", lambda: _packed(_parts()), READ),
    _case("a sheet that unpacks to 300 MB", _bomb, REFUSED, heavy=True),
    _case("a text of 1 MB shown by 20,000 cells", _shared, heavy=True),
    _case("an external entity", lambda: _packed(_parts(_entities())), REFUSED),
    _case("entities of entities", lambda: _packed(_parts(_laughs())), REFUSED),
    _case("a document type behind a long comment",
          lambda: _packed(_parts(_entities().replace(_HEAD, _HEAD + f"<!--{'x' * 70_000}-->"))), REFUSED),
    _case("a sheet in UTF-16 with a document type",
          lambda: _packed({**_parts(), "xl/worksheets/sheet1.xml": _entities().encode("utf-16")}), REFUSED),
    _case("a relationship to a file outside", lambda: _packed(_parts(links=f"<Relationship Id='rId9' Type='{_REL}/"
          "worksheet' Target='file:///etc/passwd' TargetMode='External'/>")), READ),
    _case("a sheet that is a file outside", lambda: _packed({**_parts(), "xl/_rels/workbook.xml.rels": str(
          _parts()["xl/_rels/workbook.xml.rels"]).replace("/xl/worksheets/sheet1.xml", "../../etc/hosts")}), REFUSED),
    _case("parts with names outside the package",
          lambda: _packed({**_parts(), **{f"../../{name}": "x" for name in "ab"}}), READ),
    _case("a dimension of all cells",
          lambda: _packed(_parts(_sheet(before='<dimension ref="A1:XFD1048576"/>'))), READ),
    _case("a dimension that is none", lambda: _packed(_parts(_sheet(before='<dimension ref="ZZZ99:A-1"/>')))),
    _case("100,000 elements deep", lambda: _packed(_parts(_deep(100_000)))),
    _case("a million styled rows without a value", _styled, READ, heavy=True),
    _case("a cell in the last row and column", lambda: _packed(_parts(_sheet(
          ROWS + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>')))),
    _case("a row number beyond all", lambda: _packed(_parts(_sheet(ROWS + _row(99_999_999_999, "C", "x", "1"))))),
    _case("a row number below 1", lambda: _packed(_parts(_sheet(ROWS + '<row r="-5"><c r="A-5"><v>1</v></c></row>')))),
    _case("a shared text that is not there",
          lambda: _packed(_parts(_sheet(ROWS + '<row r="4"><c r="A4" t="s"><v>4294967296</v></c></row>')))),
    _case("20,000 parts", _many, REFUSED, heavy=True),
    _case("cut off", _cut, REFUSED),
    _case("a part whose bytes are wrong", _flipped, REFUSED),
    _case("the same part twice", _doubled),
    _case("a sheet's name of escape sequences", lambda: _packed(_parts(name="&#x202e;[31mx")), READ),
    _case("a sheet's name of 40,000 characters", lambda: _packed(_parts(name="x" * 40_000))),
    _case("no workbook inside", lambda: _packed({"a.txt": "x"}), REFUSED),
    _case("garbage after the mark of old workbooks", lambda: _SECRET + bytes(range(256)) * 40, REFUSED, file="a.xls"),
    _case("the mark of old workbooks alone", lambda: _SECRET, REFUSED, file="a.xls"),
    _case("sectors that point at each other", lambda: _SECRET + b"\1\0" * 400, REFUSED, file="a.xls"),
    _case("a binary workbook of garbage", lambda: _packed({"xl/workbook.bin": bytes(range(256)) * 9,
          "[Content_Types].xml": "<Types/>"}), REFUSED, file="a.xlsb"),
    _case("a binary record that claims 256 MB", lambda: _packed({"xl/workbook.bin": b"\x83\1\xff\xff\xff\x7f",
          "xl/_rels/workbook.bin.rels": f"{_HEAD}<Relationships/>", "[Content_Types].xml": "<Types/>"}), REFUSED,
          file="a.xlsb"),
    _case("a plain sheet, for comparison", lambda: _ods(_ODS), READ, file="a.ods"),
    _case("a filled row repeated a million times",
          lambda: _ods(_ODS + _ods_row("A", "2024-01-25", "1", more=_REPEATED)), file="a.ods", heavy=True),
    _case("a row repeated 10^18 times", lambda: _ods(_ODS + _ods_row("A", "2024-01-25", "1", more=_REPEATED.replace(
          "1048576", "9" * 18))), file="a.ods", heavy=True),
    _case("an external entity", lambda: _ods(_ODS.replace(">A<", ">&x;<"),
          '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), REFUSED, file="a.ods"),
    _case("a row repeated x times", lambda: _ods(_ODS + _ods_row("A", more='table:number-rows-repeated="x" '
          'table:visibility="collapse"')), file="a.ods"),
    _case("names outside the folder", lambda: _packed({**_EVIL}), READ, file="a.zip"),
    _case("a file that unpacks to 300 MB", _zip_bomb, REFUSED, file="a.zip", heavy=True),
    _case("data that is wrong", _bad_data, REFUSED, file="a.zip"),
    _case("cut off", lambda: _packed({"a.csv": ORDERS})[:-10], REFUSED, file="a.zip"),
    _case("a name of 300 characters", lambda: _packed({"x" * 300 + ".csv": ORDERS}), file="a.zip"),
    _case("a name with line ends", lambda: _packed({"a\n\x1b[31mb.csv": ORDERS}), file="a.zip"),
    _case("an archive in an archive", lambda: _packed({"b.zip": _packed({"a.csv": ORDERS})}), REFUSED, file="a.zip"),
    _case("a workbook in an archive", lambda: _packed({"b.xlsx": _packed(_parts())}), READ, file="a.zip"),
]  # fmt: skip
