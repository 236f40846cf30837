"""Valid order files, and what chance makes of them: bytes flipped, cut, repeated, or swapped for the tricky ones."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import gzip
import io
import random
import zipfile

from tests.faults.sample import HEADER, lines
from tests.fuzz.exports import exports

TRICKY = (
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b",", b";", b"\t", b"\r", b"\n", b"\r\n\r\n", b"=1+1", b"-",
    b"1e400", b"NaN", b"inf", b"-0", b"0", b"#N/A", b"12-", b"(3.50)", b"1.234", b"1,234", b"1.234,5", b"\xe2\x88\x92",
    b"\xe2\x80\xaf", b"\xc2\xa0", b"99999999999999999999", b"1900-02-29", b"0000-00-00", b"31/12/2026", b"12/31/2026",
    b"20260101", b"45000", b"2026-01-01T23:59:59+14:00", b"Total", b"EUR 5", b"$", b"%", b"true", b"C536379", b"\x1a",
    b"<v>", b"</c>", b"<row r='0'>", b't="e"', b't="s"', b"&#0;", b"&lol;", b"-1", b"4294967295", b"A1048577",
    b"sheet9", b"--", b"cancelled", b"Refunded", b"NULL", b"guest", b"100%", b"-5%", b"0.1", b"2024-W53", b"02-Jan-69",
    b"Apr-24", b"1704067200", b"01/13/22", b"2024-13", "令和6年1月5日".encode(), "2024年2月30日".encode(),
    b"Total for ", b"unit cost", b"status", b"amount",
)  # fmt: skip

HEADERS = (
    b"status", b"state", b"Order ID", b"Total", b"Amount", b"Net", b"Discount", b"Unit cost", b"Refunded Amount",
    b"Cancelled at", b"email", b"id", b"Currency", b"date", b"Quantity", b"Unit price", b"", b"Type", b"month", b"Tax",
)  # fmt: skip
_PARTS = ("status", "discount", "refund", "cancelled", "first-line", "shopify-0", "guests", "lines", "months")
_FROM_TEXT = (*(f"{part}.{kind}" for part in _PARTS for kind in ("xlsx", "parquet")), "report.xlsx", "outline.xlsx")


def seeds() -> dict[str, bytes]:
    """Files that read well, by name: every kind the intake knows that we can write."""
    some = lines(40)
    text = "\n".join([HEADER, *some]) + "\n"
    rows = [line.split(",") for line in (HEADER, *some)]
    european = "\r\n".join(";".join((who, f"{day[8:]}.{day[5:7]}.{day[:4]}", money.replace(".", ",")))
                           if day[0] == "2" else "Kunde;Date;Amount" for who, day, money in rows)  # fmt: skip
    return {
        "a.csv": text.encode(),
        "german.csv": european.replace("Kunde", "Customer").encode(),
        "wide.txt": text.replace(",", "\t").encode("utf-16"),
        "packed.csv.gz": gzip.compress(text.encode(), mtime=0),
        "blanks.txt": text.replace("Customer ID,Order Date", "customer,date").replace(",", "  ").encode(),
        "a.xlsx": as_xlsx(rows),
        "a.parquet": as_parquet(rows),
        **(made := exports()),
        **{name: _from_text(name, made[f"{name.partition('.')[0]}.csv"]) for name in _FROM_TEXT},
    }


def mutated(name: str, content: bytes, rng: random.Random) -> bytes:
    """The file with one to eight faults: in cells half the time, else in bytes, mostly inside of package or packing."""
    if name.endswith((".csv", ".txt")) and rng.random() < 0.6:
        return in_cells(content, rng)
    if name.endswith(".xlsx") and rng.random() < 0.85:
        return _repacked(content, rng)
    if name.endswith(".gz") and rng.random() < 0.7:
        return gzip.compress(_bytes(gzip.decompress(content), rng), mtime=0)
    return _bytes(content, rng)


def _bytes(content: bytes, rng: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        at = rng.randrange(len(out) + 1)
        to = min(len(out), at + rng.choice((1, 1, 4, 16, 200)))
        match rng.randrange(7):
            case 0:
                out[at:to] = bytes(rng.randrange(256) for _ in range(to - at))
            case 1:
                del out[at:to]
            case 2:
                out[at:at] = out[at:to] * rng.choice((1, 2, 50))
            case 3:
                del out[at:]
            case 4 | 5:
                out[at : at + rng.choice((0, 1, 5, 10))] = rng.choice(TRICKY)
            case 6:
                old, new = rng.choice(TRICKY[4:]), rng.choice(TRICKY)
                out = bytearray(bytes(out).replace(old or b",", new, rng.choice((1, -1))))
    return bytes(out)


def in_cells(content: bytes, rng: random.Random) -> bytes:
    """A text with its cells changed and its rows and columns still in place, mostly."""
    mark = max((b",", b";", b"\t"), key=content.count)
    rows = [line.split(mark) for line in content.split(b"\n")]
    plain = [text for text in TRICKY if not any(byte in text for byte in (mark, b"\n", b"\r", b'"'))]
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        row = rng.randrange(len(rows))
        cells = rows[row]
        at = rng.randrange(len(cells))
        match rng.randrange(9):
            case 0 | 1:
                cells[at] = rng.choice(plain)
            case 2:
                cells[at] = rng.choice([b"", b" ", b"-" + cells[at], cells[at] + b"0", b" " + cells[at].upper()])
            case 3:
                other = rng.choice(rows)
                cells[at] = other[min(at, len(other) - 1)]
            case 4:
                rows[row:row] = [list(cells) for _ in range(rng.choice((1, 2, 30)))]
            case 5:
                del rows[row]
            case 6:
                rows[row : row + 3] = rng.sample(rows[row : row + 3], len(rows[row : row + 3]))
            case 7:
                rows[0][min(at, len(rows[0]) - 1)] = rng.choice(HEADERS)
            case 8:
                old, new = cells[at], rng.choice(plain)
                rows = [[new if cell == old else cell for cell in line] for line in rows]
        rows = rows or [[b""]]
    return b"\n".join(mark.join(cells) for cells in rows)


def _from_text(name: str, text: bytes) -> bytes:
    """The same table as a workbook or a Parquet file."""
    rows = list(csv.reader(io.StringIO(text.decode("utf-8", "replace"))))
    return as_xlsx(rows) if name.endswith(".xlsx") else as_parquet(rows)


def _repacked(content: bytes, rng: random.Random) -> bytes:
    """The package with one of its parts mutated, whole as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        weights = [8 if "sheet1" in name or "sharedStrings" in name else 1 for name in names]
        (hit,) = rng.choices(names, weights)
        for name in names:
            part = old.read(name)
            new.writestr(name, _bytes(part, rng) if name == hit else part)
    return made.getvalue()


def as_xlsx(rows: list[list[str]]) -> bytes:
    """The rows as a workbook, days and numbers typed."""
    from openpyxl import Workbook

    book, made = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([_typed(text) for text in row])
    book.save(made)
    return made.getvalue()


def _typed(text: str) -> dt.date | float | str:
    for kind in (dt.date.fromisoformat, float):
        with contextlib.suppress(ValueError):
            return kind(text)
    return text


def as_parquet(rows: list[list[str]]) -> bytes:
    """The rows as a Parquet file, their types as read."""
    import pyarrow.csv
    import pyarrow.parquet

    text, made = io.StringIO(), io.BytesIO()
    csv.writer(text).writerows(rows)
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(io.BytesIO(text.getvalue().encode())), made)
    return made.getvalue()
