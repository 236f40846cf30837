"""Values that a workbook's XML writes in pieces: a reader takes the first piece, so they are refused or written out."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests.orders.test_damage import _CONTENT, _MANIFEST
from tests.orders.test_reading import rows
from tests.orders.test_workbooks import workbook
from xlclv.errors import InputError
from xlclv.orders.files import cut
from xlclv.orders.files.package import unpack
from xlclv.orders.reading import read

_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINES = (("customer", "date", "amount"), ("A", "2026-01-03", 50), ("B", "2026-01-04", 7))
_SHEET = f"""<?xml version="1.0"?><worksheet xmlns="{_NS}"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>customer</t></is></c><c r="B1" t="inlineStr"><is><t>date</t></is></c>
<c r="C1" t="inlineStr"><is><t>amount</t></is></c></row>
<row r="2">%s%s%s</row>
<row r="3"><c r="A3" t="inlineStr"><is><t>B</t></is></c><c r="B3" t="inlineStr"><is><t>2026-01-04</t></is></c>
<c r="C3"><v>7</v></c></row>%s</sheetData></worksheet>"""
_ID = '<c r="A2" t="inlineStr"><is><t>A</t></is></c>'
_DAY = '<c r="B2" t="inlineStr"><is><t>2026-01-03</t></is></c>'
_PAID = '<c r="C2"><v>50</v></c>'


_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def _parts(path: Path, **changed: str) -> Path:
    """A sound workbook with these parts in place of its own."""
    with zipfile.ZipFile(workbook(path, *_LINES)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    links = "xl/_rels/workbook.xml.rels"
    if "sharedStrings" in changed:
        parts["xl/sharedStrings.xml"] = ""
        link = f'<Relationship Id="rIdS" Type="{_LINK}" Target="sharedStrings.xml"/></Relationships>'
        parts[links] = parts[links].replace("</Relationships>", link)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, changed.get(name.rpartition("/")[2].partition(".")[0], text))
    return path


def _xlsx(
    path: Path, customer: str = _ID, day: str = _DAY, paid: str = _PAID, more: str = "", shared: str | None = None
) -> Path:
    texts = {} if shared is None else {"sharedStrings": f'<sst xmlns="{_NS}">{shared}</sst>'}
    return _parts(path, sheet1=_SHEET % (customer, day, paid, more), **texts)


def test_a_number_in_pieces_is_refused(tmp_path: Path) -> None:
    """50 was read as 5, and the shared text 12 as the text 1: another customer."""
    said = r'a\.xlsx, sheet "Sheet": the value of cell {} is written in pieces'
    with pytest.raises(InputError, match=said.format("C2")):
        read(_xlsx(tmp_path / "a.xlsx", paid='<c r="C2"><v>5&#48;</v></c>'))
    shared = "".join(f"<si><t>s{n}</t></si>" for n in range(20))
    with pytest.raises(InputError, match=said.format("A2")):
        read(_xlsx(tmp_path / "a.xlsx", '<c r="A2" t="s"><v>1&#50;</v></c>', shared=shared))


@pytest.mark.parametrize(
    "held", ["5&#48;", "5&#x30;", "1&#46;5", "5<!-- x -->0", "<!-- x -->50", "5<?p q?>0", "5<![CDATA[0]]>"]
)
def test_every_way_to_write_a_number_in_pieces(held: str) -> None:
    """References, comments, instructions and CDATA, beside cells that are whole, in cells of every kind."""
    before = '<row r="9"><c r="A9" t="str"><f>B1&amp;C1</f><v>S &amp; T</v></c><c r="B9"/>'
    for kind in ("", ' t="s"', ' t="b"', ' s="1"', ' t="e"'):
        for cell in (f'<c r="C9"{kind}><v>{held}</v></c>', f'<c r="C9"{kind}><f>1</f><x:v a="b">{held}</x:v></c>'):
            assert cut.value((before + cell).encode()).startswith("the value of cell C9 is written in pieces")
    text = cut.value(f'{before}<c r="C9" t="str"><f>1</f><v>{held}</v></c>'.encode())
    assert bool(text) == ("CDATA" in held)


def test_texts_in_pieces_are_whole(tmp_path: Path) -> None:
    """What the reader puts together itself: references and comments in texts, runs, CDATA in inline and shared ones."""
    texts = ["S &amp; T", "S&#32;&#38; T", "S &amp;<!-- x --> T", "S <?p q?>&amp; T"]
    cells = [
        f't="{kind}">{before}{text}{behind}'
        for text in texts
        for kind, before, behind in (("str", "<v>", "</v>"), ("inlineStr", "<is><t>", "</t></is>"))
    ]
    cells += ['t="inlineStr"><is><t>S <![CDATA[&]]> T</t></is>', 't="s"><v>0</v>']
    more = "".join(
        f'<row r="{row}"><c r="A{row}" {cell}</c>{_DAY}{_PAID}</row>'.replace("B2", f"B{row}").replace("C2", f"C{row}")
        for row, cell in enumerate(cells, start=4)
    )
    shared = '<si><r><t>S <![CDATA[&]]></t></r><r><t xml:space="preserve"> T</t></r></si>'
    found = rows(read(_xlsx(tmp_path / "a.xlsx", more=more, shared=shared)))
    assert [each for each in found if each[0] not in "AB"] == [("S & T", "2026-01-03", Decimal(50))] * 10


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('<c r="C2"><v>50</v><extLst><ext uri="x"/></extLst></c>', r"cell C2 holds an extension \(extLst\)"),
        ('<c r="C&#50;"><v>50</v></c>', "the place or format of a cell is written with references"),
        ('<c r="C2"><y:v xmlns:y="urn:y">50</y:v></c>', "its cells are written with several prefixes of XML"),
        ('<c r="C2"><w/><v>50</v></c>', "one of its cells holds more than a value and a formula"),
    ],
)
def test_cells_as_no_program_writes_them(tmp_path: Path, cell: str, said: str) -> None:
    """A line in plain words, with the place where it is known, instead of the parser's own."""
    with pytest.raises(InputError, match=said):
        read(_xlsx(tmp_path / "a.xlsx", paid=cell))


def test_extensions_of_a_sheet_are_none_of_a_cell() -> None:
    """Excel writes them behind the table, beside conditional formats."""
    behind = b'</row></sheetData><extLst><ext xmlns:x14="u"><x14:cfRule><xm:f>A1</xm:f></x14:cfRule></ext></extLst>'
    for cell in (b'<c r="C2"><v>5</v></c>', b'<c r="C2" s="1"/>', b'<c r="C2" s="1" />'):
        assert cut.value(b'<row r="2">' + cell + behind) == ""


def test_a_number_in_pieces_under_a_prefix(tmp_path: Path) -> None:
    """The whole sheet is written as <x:v>."""
    text = (_SHEET % (_ID, _DAY, '<c r="C2"><v>5&#48;</v></c>', "")).replace("xmlns=", "xmlns:x=")
    text = text.replace("</", "<//").replace("<", "<x:").replace("<x://", "</x:").replace("<x:?", "<?")
    with pytest.raises(InputError, match="the value of cell C2 is written in pieces"):
        read(_parts(tmp_path / "a.xlsx", sheet1=text))
    assert rows(read(_parts(tmp_path / "b.xlsx", sheet1=text.replace("&#48;", "0"))))[0][2] == 50


def test_what_decides_over_dates_is_written_plainly(tmp_path: Path) -> None:
    """A format or the 1904 system that the reader does not know moves every date by years, or makes it a number."""
    book = workbook(tmp_path / "a.xlsx", *_LINES)
    with zipfile.ZipFile(book) as package:
        listed, formats = (package.read(f"xl/{name}.xml").decode() for name in ("workbook", "styles"))
    for value in ("&#49;", " 1 ", "tru&#101;"):
        with pytest.raises(InputError, match="that days count from 1904 is not written as Excel writes it"):
            unpack(_parts(book, workbook=listed.replace("<workbookPr ", f'<workbookPr date1904="{value}" ')))
    for value in ("1&#52;", " 14"):
        with pytest.raises(InputError, match="formats of its cells are written with references"):
            unpack(_parts(book, styles=formats.replace('numFmtId="0"', f'numFmtId="{value}"')))
    with pytest.raises(InputError, match="its sheets are named with references"):
        unpack(_parts(book, workbook=listed.replace('id="rId', 'id="r&#73;d')))
    book = _parts(book, workbook=listed.replace("<workbookPr ", "<workbookPr date1904='true' "))
    counted = unpack(book)
    assert counted is not None
    assert counted.epoch_1904


def _ods(path: Path, *lines: tuple[str, str, str]) -> Path:
    """An .ods of these cells, each as its XML."""
    head = tuple(_text(name) for name in _LINES[0])
    table = "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in (head, *lines))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        package.writestr("content.xml", _CONTENT.format(table))
    return path


def _text(text: object) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def _number(value: str) -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def test_texts_of_ods_are_whole(tmp_path: Path) -> None:
    """A tab and a line break part words, and a CDATA section is text: X and 1 beside a tab are not the customer X1."""
    day = _text("2026-01-03")
    cells = ["X<text:tab/>1", "X1", "Y<text:line-break></text:line-break>1", "Z<![CDATA[<&]]>", "W<!--<text:tab/>-->2"]
    found = read(_ods(tmp_path / "a.ods", *((_text(cell), day, _number("5")) for cell in cells)))
    assert [customer for customer, *_ in rows(found)] == ["W2", "X 1", "X1", "Y 1", "Z<&"]
    with pytest.raises(InputError, match='row 2, column "amount": "1 2" is not an amount'):
        read(_ods(tmp_path / "a.ods", (_text("A"), day, _text("1<text:line-break/>2"))))


@pytest.mark.parametrize(
    ("paid", "said"),
    [
        (_number("5&#48;"), 'a.ods, sheet "O": a value of row 3 is written with references of XML'),
        (_number("5").replace("float", "fl&#111;at"), 'a.ods, sheet "O": a value of row 3 is written with references'),
        (_number(" 50 "), "a.ods: one of its cells holds a number that is not written as a number"),
        (_number("5").replace("/>", ' table:number-columns-repeated="two"/>'), "a.ods: a count of its cells or rows"),
    ],
)
def test_numbers_of_ods_that_are_written_otherwise(tmp_path: Path, paid: str, said: str) -> None:
    """Said of the number, not that the file is no workbook."""
    day = _text("2026-01-03")
    with pytest.raises(InputError, match=said):
        read(_ods(tmp_path / "a.ods", (_text("A"), day, _number("7")), (_text("B"), day, paid)))
