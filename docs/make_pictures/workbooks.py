"""Draw docs/pictures from the workbooks themselves: python docs/make_pictures/workbooks.py

LibreOffice and poppler are needed, and for the case study XLCLV_ONLINE_RETAIL, which names the file of UCI's data.
Each workbook is made again, set in pages by LibreOffice, and of each sheet the first page is drawn without its margins
and footer.
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np

PICTURES = Path(__file__).parents[1] / "pictures"
WIDTH = 1100  # pixels of an A4 page across, before its margins are cut
FOOTER = 0.07  # share of the page's height
ROOM = 8  # pixels left around what is drawn
LONG = {"Customers", "Flows", "Method", "Checks"}  # of these the head is enough
TALLEST = 400  # pixels of a head

# The workbooks: how each is made, and of which sheets a picture is wanted (none: of all).
BOOKS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "summary": (["demo"], ()),
    "calculator": (["template", "calculator", "--currency", "EUR"], ("Calculator",)),
    "service-roi": (["template", "service-roi", "--currency", "EUR"], ("Client page",)),
}
SAMPLE = str(Path(__file__).parents[2] / "xlclv" / "demo" / "sample_orders.csv")
MARCH = ["summarize", SAMPLE, "--margin", "40%", "--currency", "EUR", "--until", "2026-03-31", "--as-of", "2026-03-31",
         "--json"]  # fmt: skip
CLOSE = ["summarize", SAMPLE, "--margin", "40%", "--currency", "EUR", "--rate", "9%", "--cac", "20",
         "--opening", "march.json",
         "--new-customers", "100", "--fixed-costs", "2500", "--scenario", "Downturn: orders=-10%, margin=35%",
         "--scenario", "Loyal: retention=+10%"]  # fmt: skip
BOOKS["close"] = (CLOSE, ("Movement", "Budget", "Scenarios"))
CONTRACTS = ["contracts", str(Path(SAMPLE).with_name("sample_contracts.csv")), "--by", "Plan", "--margin", "60%",
             "--currency", "EUR", "--cac", "120", "--as-of", "2026-06-30", "--opening", "2026-03-31",
             "--new-customers", "40", "--fixed-costs", "2500",
             "--scenario", "Downturn: margin=55%, retention=-10%, cac=+20%",
             "--scenario", "Dear money: rate=14%, horizon=2", "--list", "20"]  # fmt: skip
BOOKS["contracts-close"] = (CONTRACTS, ("Equity movement", "Scenarios", "Budget"))
ONLINE_RETAIL = os.environ.get("XLCLV_ONLINE_RETAIL", "")
if ONLINE_RETAIL:
    orders = str(Path(ONLINE_RETAIL).resolve())
    options = ["--margin", "40%", "--currency", "GBP", "--horizon", "1"]
    BOOKS["case-study"] = (["summarize", orders, *options], ("Tracking",))


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for name, (command, wanted) in BOOKS.items():
        with tempfile.TemporaryDirectory() as folder:
            for sheet, page in pages(make(name, command, Path(folder))).items():
                if not wanted or sheet in wanted:
                    target = PICTURES / f"{name}-{sheet.lower().replace(' ', '-')}.png"
                    draw(Path(folder) / f"{name}.pdf", page, target, sheet in LONG)
                    print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB")


def make(name: str, command: list[str], folder: Path) -> Path:
    """The workbook of a command, as a PDF."""
    book = folder / f"{name}.xlsx"
    if name == "close":  # opens with an earlier report
        with (folder / "march.json").open("wb") as earlier:
            subprocess.run([sys.executable, "-m", "xlclv", *MARCH], cwd=folder, check=True, stdout=earlier)
    make_it = [sys.executable, "-m", "xlclv", *command, "-o", book.name]
    subprocess.run(make_it, cwd=folder, check=True, capture_output=True)
    profile = (folder / "profile").as_uri()
    convert = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", book.name]
    subprocess.run(convert, cwd=folder, check=True, capture_output=True)
    return book.with_suffix(".pdf")


def pages(pdf: Path) -> dict[str, int]:
    """The first page of each sheet, by the sheet's name, which its footer gives."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, encoding="utf-8").stdout
    first: dict[str, int] = {}
    for number, page in enumerate(text.split("\f"), 1):
        footer = re.findall(rf"(?m)^\s*{re.escape(pdf.stem)}\.xlsx, (.+?)\s{{3,}}", page)
        if footer:
            first.setdefault(footer[-1], number)
    return first


def draw(pdf: Path, page: int, target: Path, head: bool) -> None:
    """A page, or its head, as a picture cut to what stands on it above the footer."""
    base = ["pdftoppm", "-f", str(page), "-l", str(page), "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", "-singlefile"]
    raw = subprocess.run([*base, "-gray", pdf], check=True, capture_output=True).stdout
    header = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", raw)
    assert header, "pdftoppm gave no grey map"
    width, height = int(header[1]), int(header[2])
    grey = np.frombuffer(raw, np.uint8, offset=header.end()).reshape(height, width)
    ink = grey[: int(height * (1 - FOOTER))] < 250
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    left, top = max(0, columns[0] - ROOM), max(0, rows[0] - ROOM)
    right, bottom = columns[-1] + ROOM, rows[-1] + ROOM
    if head:  # between two lines of text
        bottom = min(bottom, np.flatnonzero((grey[: top + TALLEST] > 128).all(axis=1))[-1])
    cut = ["-x", left, "-y", top, "-W", right - left, "-H", bottom - top]
    raw = subprocess.run([*base, *map(str, cut), pdf], check=True, capture_output=True).stdout
    header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", raw)
    assert header, "pdftoppm gave no map of colours"
    colors = np.frombuffer(raw, np.uint8, offset=header.end()).reshape(int(header[2]), int(header[1]), 3)
    target.write_bytes(indexed(colors))


def indexed(colors: np.ndarray) -> bytes:
    """A PNG of at most 255 colours, a third of the bytes: the commonest, and for each other one the nearest of them."""
    coarse = colors.astype(np.int64) >> 3
    found, which, count = np.unique(coarse @ [1 << 10, 1 << 5, 1], return_inverse=True, return_counts=True)
    apart = np.stack([found >> 10, (found >> 5) & 31, found & 31], axis=1)
    kept = np.argsort(-count, kind="stable")[:255]
    nearest = ((apart[:, None] - apart[kept][None]) ** 2).sum(axis=2).argmin(axis=1)
    index = nearest[which.ravel()]
    size = np.bincount(index, minlength=len(kept))
    palette = np.stack([np.bincount(index, colors[..., i].ravel(), len(kept)) / size for i in range(3)], axis=1)
    height, width = colors.shape[:2]
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # each begins with 0: as it is
    rows[:, 1:] = index.reshape(height, width)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", np.rint(palette).astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))
              for name, held in parts)  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


if __name__ == "__main__":
    main()
