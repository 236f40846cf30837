"""Which encoding bytes are that are no UTF-8: the one whose letters make words, and the names of those that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from xlclv.orders.headers import plain
from xlclv.orders.rules.encodings import AFTER_WORDS, BEFORE_WORDS, COMMON, COMMON_SHARE, PUNCTUATION, READINGS, Reading
from xlclv.orders.rules.headers import EVERY
from xlclv.terms.options import bare_option

_SAMPLE = 1 << 16  # bytes from the first that is no ASCII
_HEAD = 4096  # bytes that tell UTF-16
_NOUGHTS = (
    0.25  # of the bytes that may be nought: names in other alphabets have none, marks, numbers and line ends have
)
_ODD = 0.02  # of the letters, or of the words: that many may be out of order
_NAMES_ENOUGH = 1  # header words that decide between readings that fit alike
_MIXED, _LONG = 0.67, 4  # of a longer word's letters: more beyond A to Z is no word of its alphabet


def guess(data: bytes) -> list[Reading]:
    """The readings in which the bytes make words, the most likely first; one alone is sure.

    >>> [found.codec for found in guess("Kunde;Ort\\nMüller;Köln\\n".encode("cp1252"))]
    ['cp1252']
    >>> [found.codec for found in guess("Клиент;Дата\\nИванов;1\\n".encode("cp1251"))]
    ['cp1251']
    """
    if (wide := without_mark(data)) is not None:
        return [wide]
    texts: dict[str, Reading] = {}
    for reading in READINGS:
        if (text := _decoded(data, reading)) is not None and _makes_words(text, reading):
            texts.setdefault(text, reading)
    if len(texts) > 1:
        known = {text: _known_words(text) for text in texts}
        most = max(known.values())
        best = [text for text, count in known.items() if count == most]
        if most >= _NAMES_ENOUGH and len(best) < len(texts):
            texts = {text: texts[text] for text in best}
    found = [reading for reading in texts.values() if not reading.old] or list(texts.values())
    # Western European text fits others that share its accents; these have letters of their own, which would show.
    if found and found[0].codec == "cp1252":
        return found[:1]
    return found


def without_mark(data: bytes) -> Reading | None:
    """UTF-16 whose mark is missing: of plain text many a byte is nought, and only every other one.

    >>> without_mark("Kunde;Tag;Betrag\\n".encode("utf-16-le")).codec, without_mark(b"customer,date\\n")
    ('utf-16-le', None)
    """
    head = data[: _HEAD if len(data) > _HEAD else len(data) & ~1]
    for codec, nought, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(head) > 8 and nought.count(0) > _NOUGHTS * len(nought) and not letters.count(0):
            text = head.decode(codec, errors="replace")
            if "\ufffd" not in text.rstrip("\ufffd") and all(c.isprintable() or c in "\r\n\t" for c in text[:-1]):
                return Reading(codec, codec.upper())
    return None


def _decoded(data: bytes, reading: Reading) -> str | None:
    """The sample as this encoding has it; None where it does not decode. The last character may be cut in two."""
    start = next((at for at, byte in enumerate(data) if byte > 127), 0)
    first = data.rfind(b"\n", 0, start) + 1
    header = data.split(b"\n", 1)[0][:4096] + b"\n" if first else b""
    sample = data[first : first + _SAMPLE]
    for cut in range(4):
        try:
            return (header + sample[: len(sample) - cut]).decode(reading.codec)
        except UnicodeDecodeError as reason:
            if reason.end < len(header) + len(sample) - 4:
                return None
    return None


def _makes_words(text: str, reading: Reading) -> bool:
    """Whether the letters beyond A to Z are those of the encoding's languages, where words have them."""
    marks = sum(1 for c in text if ord(c) > 127 and c not in PUNCTUATION)
    if not marks:
        return any(ord(c) > 127 for c in text) and bool(reading.letters)
    if reading.script:
        return _of_script(text, reading, marks)
    beyond = [c.lower() for c in text if ord(c) > 127 and c not in PUNCTUATION]
    odd = min(sum(c not in alphabet for c in beyond) for alphabet in reading.letters.split())
    words = [word for word in _words(text) if not word.isascii()]
    wrong = sum(1 for word in words if _jumbled(word))
    return odd <= _ODD * marks and wrong <= _ODD * len(words)


def _words(text: str) -> Iterator[str]:
    """Runs of letters, with the marks that stand between letters where another encoding is read as this one."""
    return (found.group() for found in re.finditer(r"[A-Za-z\u0080-\uffff]+", text))


def _jumbled(word: str) -> bool:
    """Whether no language of A to Z writes so: capitals inside, marks inside, hardly an ASCII letter."""
    inner = word.lstrip(BEFORE_WORDS).rstrip(AFTER_WORDS)
    beyond = [c for c in inner if ord(c) > 127 and c.isalpha()]
    capital = any(c.isupper() and before.islower() for before, c in pairwise(inner) if ord(c) > 127)
    mark = any(ord(c) > 127 and not c.isalpha() and c not in "\u00a0’‘´–·" for c in inner)
    share = _MIXED if len(inner) > _LONG else 0.99
    return capital or mark or (len(inner) > 1 and len(beyond) > share * len(inner))


def _of_script(text: str, reading: Reading, marks: int) -> bool:
    """Whether the text is written in the script, with capitals where words begin and characters in daily use."""
    own = len(re.findall(f"[{reading.script}]", text))
    rare = len(re.findall(f"[{reading.rare}]", text)) if reading.rare else 0
    if own < (1 - _ODD) * marks or rare > _ODD * marks:
        return False
    if reading.codec in COMMON:
        low, high, least = COMMON[reading.codec]
        signs = [sign.encode(reading.codec) for sign in re.findall("[一-鿿가-힣]", text)]
        daily: int = sum(low <= sign[0] <= high and sign[1] >= least for sign in signs)
        return daily >= COMMON_SHARE * len(signs)
    words = re.findall(f"[A-Za-z{reading.script}]+", text)
    mixed = [
        w for w in words if not w.isascii() and (re.search("[A-Za-z]", w) or re.search(r"(?<=[а-яёά-ώ])[А-ЯΑ-Ω]", w))
    ]
    return len(mixed) <= _ODD * sum(not w.isascii() for w in words)


def _known_words(text: str) -> int:
    """How many of the first lines' cells are column names known here."""
    cells = re.split(r"[,;\t|\r\n]", "\n".join(text.splitlines()[:10]))
    return sum(1 for cell in cells if not cell.isascii() and plain(cell.strip('" ')) in EVERY)


def unlike(reason: UnicodeDecodeError, name: str, found: list[Reading]) -> tuple[str, str]:
    """What to say of a byte that is no text, and what helps."""
    rule = f"byte 0x{reason.object[reason.start]:02X} is not {name.upper()} text"
    if not found:
        most = f"{bare_option('encoding', 'cp1252')} for most files from Windows"
        return rule, f"say what it is: {most}, or save it again as UTF-8"
    named = " or ".join(f"{bare_option('encoding', reading.codec)} for {reading.name}" for reading in found[:3])
    return rule, f"its bytes fit {named}; say which"
