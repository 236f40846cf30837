"""Files of which a reader would take a part and pass over the rest without a word: they are refused in one line."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.orders.test_workbooks import HEADER, workbook
from xlclv.cli.inputs import files
from xlclv.errors import InputError
from xlclv.orders.files.package import refuse_bomb
from xlclv.orders.reading import read

SHEET = "xl/worksheets/sheet1.xml"
LINES = [HEADER, *((f"C{n}", f"2024-01-{n:02d}", 10 + n) for n in range(1, 9))]


def _edited(path: Path, part: str, change: Callable[[bytes], bytes], twice: bool = False) -> Path:
    """The package with a part changed; or with another of its name behind it."""
    with zipfile.ZipFile(path) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts:
            package.writestr(name, change(text) if name == part and not twice else text)
    if twice:
        with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
            package.writestr(part, change(dict(parts)[part]))
    return path


def _understated(path: Path, part: str, end: bytes) -> Path:
    """The archive, whose headers both say that a part ends before these bytes, with the checksum of what is before."""
    with zipfile.ZipFile(path) as archive:
        text, at = archive.read(part), archive.getinfo(part).header_offset
    whole, told = bytearray(path.read_bytes()), text[: text.index(end)]
    directory = whole.rindex(part.encode()) - 46
    for place in (at + 14, directory + 16):
        whole[place : place + 4] = struct.pack("<I", zlib.crc32(told))
        whole[place + 8 : place + 12] = struct.pack("<I", len(told))
    path.write_bytes(whole)
    return path


def _swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(text: bytes) -> bytes:
        assert old in text
        return text.replace(old, new)

    return change


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'<row r="9"', b'<row r="8"', 'sheet "Sheet": row 8 stands twice in it'),
        (b'r="C9"', b'r="B9"', 'sheet "Sheet": cell B9 stands twice in it'),
        (b'<row r="5"', b'</sheetData><row r="5"', "rows stand behind the end of its table"),
        (b'<row r="5"', b'</sheetData ><sheetData><row r="5"', "rows stand behind the end of its table"),
    ],
)
def test_no_cell_of_a_workbook_is_lost_to_another(tmp_path: Path, old: bytes, new: bytes, said: str) -> None:
    """Of two rows or cells of one place a reader takes the last, and of a table that ends twice the first piece."""
    path = workbook(tmp_path / "a.xlsx", *LINES)
    assert read(path).ledger.rows_read == 8
    with pytest.raises(InputError, match=said):
        read(_edited(path, SHEET, _swap(old, new)))


def test_rows_far_apart_in_the_file_are_compared_too(tmp_path: Path) -> None:
    """The XML is looked at in pieces of 4 MB: a row of the first is known in the last."""
    path = workbook(tmp_path / "a.xlsx", *LINES, *((f"D{n}", "2024-01-01", 1, "x" * 30_000) for n in range(200)))
    with pytest.raises(InputError, match="row 3 stands twice in it"):
        read(_edited(path, SHEET, lambda text: text.replace(b'<row r="209"', b'<row r="3"')))


def test_rows_in_another_order_are_read(tmp_path: Path) -> None:
    """Nothing is lost where the last row stands first."""

    def turned(text: bytes) -> bytes:
        head, last = text.split(b'<row r="9"')
        begin, end = last.index(b"</row>") + 6, head.index(b'<row r="1"')
        return head[:end] + b'<row r="9"' + last[:begin] + head[end:] + last[begin:]

    assert read(_edited(workbook(tmp_path / "a.xlsx", *LINES), SHEET, turned)).ledger.amount_used == 116


@pytest.mark.parametrize("named", [SHEET, SHEET.replace("sheet1", "Sheet1")])
def test_a_part_that_a_package_holds_twice_is_refused(tmp_path: Path, named: str) -> None:
    """Which of two is read depends on the reader; upper and lower case are alike to Excel."""
    path = workbook(tmp_path / "a.xlsx", *LINES)
    other = _edited(path, SHEET, _swap(b"<v>18</v>", b"<v>99999</v>"), twice=True)
    raw = other.read_bytes().split(SHEET.encode())
    assert len(raw) == 5  # each in a header of its own and in the directory
    here = SHEET.encode()
    other.write_bytes(raw[0] + here + raw[1] + named.encode() + raw[2] + here + raw[3] + named.encode() + raw[4])
    with pytest.raises(InputError, match=r"damaged.*it holds \S*[Ss]heet1.xml twice"):
        read(other)


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    """Of two sheets that a workbook calls alike one would be read, whichever was meant."""
    path = workbook(tmp_path / "a.xlsx", *LINES, Other=[HEADER, ("Z", "2024-01-01", 5)])
    with pytest.raises(InputError, match='it holds the sheet "Sheet" twice'):
        read(_edited(path, "xl/workbook.xml", _swap(b'name="Other"', b'name="Sheet"')))


def test_a_workbook_that_says_less_than_it_holds_is_refused(tmp_path: Path) -> None:
    """Its errors and hidden rows are sought in what the package says there is, and more would be read."""
    with pytest.raises(InputError, match=r"damaged or cut off.*CRC"):
        read(_understated(_edited(workbook(tmp_path / "a.xlsx", *LINES), "", bytes), SHEET, b'<row r="5"'))


@pytest.mark.parametrize("stored", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_says_less_than_it_holds_is_refused(tmp_path: Path, stored: int) -> None:
    """Half of its orders would be read, and the checksum told is of that half."""
    text = "customer,date,amount\n" + "".join(f"C{n % 9},2024-01-{1 + n % 28:02d},{n}\n" for n in range(60))
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", stored) as archive:
        archive.writestr("orders.csv", text)
    assert len(files([path]).paths) == 1
    with pytest.raises(InputError, match=r"a\.zip: the archive is damaged or cut off"):
        files([_understated(path, "orders.csv", b"C3,2024-01-03,30\n")])


_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
_CONTENT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="O"><table:table-column table:number-columns-repeated="16384"/>{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def _ods(path: Path, behind: str) -> Path:
    """An .ods of eight orders, with these cells behind those of the first order."""

    def cell(text: object) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    rows = [
        f"<table:table-row>{''.join(map(cell, line))}{behind if n == 1 else _many(16_381)}</table:table-row>"
        for n, line in enumerate(LINES)
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        package.writestr("content.xml", _CONTENT.format("".join(rows)))
    return path


def _many(times: int, held: str = "", end: str = "/>") -> str:
    return f'<table:table-cell {held} table:number-columns-repeated="{times}"{end}'


_ONE = 'office:value-type="float" office:value="1"'


@pytest.mark.parametrize(
    "behind",
    [
        _many(1_021),
        _many(16_381),
        _many(16_384),
        _many(16_381, end="></table:table-cell>"),
        _many(1_000, 'table:style-name="a"') + _many(15_381),
        _many(20, _ONE),
    ],
)
def test_an_empty_cell_repeated_to_the_last_column_is_read(tmp_path: Path, behind: str) -> None:
    """Nearly every row of a sound .ods ends so."""
    assert read(_ods(tmp_path / "a.ods", behind)).ledger.amount_used == 116


@pytest.mark.parametrize(
    ("behind", "width"),
    [
        (_many(20_000, _ONE), "20,003"),
        (_many(2_000_000_000, _ONE), "2,000,000,003"),
        (_many(2_000_000_000) + f"<table:table-cell {_ONE}/>", "2,000,000,004"),
        (_many(1_000, _ONE) * 17, "17,003"),
        (_many(16_380) + _many(2, "", "><text:p>x</text:p></table:table-cell>"), "16,385"),
        (_many(20_000, 'table:formula="of:=1"'), "20,003"),
    ],
)
def test_a_cell_repeated_beyond_the_last_column_is_refused(tmp_path: Path, behind: str, width: str) -> None:
    """No spreadsheet has more than 16,384 columns: it is said before a cell is made of each."""
    with pytest.raises(InputError, match=f"a.ods: it has {width} columns and a spreadsheet has 16,384 at most"):
        read(_ods(tmp_path / "a.ods", behind))


@pytest.mark.parametrize("runs", [False, True])
@pytest.mark.parametrize("size", [500, 90_000])
def test_a_text_longer_than_any_cell_is_refused_before_a_reader_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, runs: bool
) -> None:
    """It would take tenfold its memory; parts of other letters are still text, and what is short is read."""
    monkeypatch.setattr("xlclv.orders.files.package.SMALL", 1 << 10)
    monkeypatch.setattr("xlclv.orders.files.package.CHUNK", 1 << 12)
    text = b"<r><t>x</t></r>" * (size // 15) if runs else b"<t>" + b"x" * size + b"</t>"
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>C%d</t></is></c><c r="B%d" t="inlineStr"><is><t>2024-01-05</t>'
        b'</is></c><c r="C%d"><v>5</v></c></row>' % (n, n, n, n, n)
        for n in range(20, 40)
    )
    note = b'<row r="12"><c r="A12" t="inlineStr"><is><t>Z</t></is></c><c r="B12" t="inlineStr"><is><t>2024-01-05</t>'
    note += b'</is></c><c r="C12"><v>5</v></c><c r="D12" t="inlineStr"><is>' + text + b"</is></c></row>"
    path = workbook(tmp_path / "a.xlsx", *LINES)
    _edited(path, SHEET, _swap(b"</sheetData>", note + rows + b"</sheetData>"))
    if size < 1_000:
        assert refuse_bomb(path) > size
        assert read(path).ledger.rows_used == len(LINES) - 1 + 21
    else:
        with pytest.raises(InputError, match=r"a\.xlsx: one of its cells has more characters than a cell can hold"):
            refuse_bomb(path)  # as the child does that reads workbooks
