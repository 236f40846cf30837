"""Words of headers that say whether money is with tax or without: Total HT, Bedrag incl. btw, untaxed_amount."""

from __future__ import annotations

import re
import unicodedata

_TAX = (
    r"(?:(?:sales )?tax(?:es)?|vat|[ch]?gst|hst|mw ?st|ust|umsatzsteuer|steuern?|btw|tva|iva|i\.v\.a|igic|impuestos?|"
    r"impostos?|imposte|moms|mva|alv|dph|ddv|pdv|áfa|podatku|ндс|пдв|ддс|φπα|kdv)\b\.?"
)
# Amount includes tax: a question, with yes and no under it.
_EXCL, _INCL = r"(?:exclu?\w*|ekskl?\w*|exkl\w*)\.?", r"(?:(?!includes?\b)inclu?\w*|inkl\w*)\.?"
_NO, _YES = rf"(?:{_EXCL}|exc?\.?|eks\.?)", rf"(?:{_INCL}|inc\.?|ink\.?)"
_NO_WORD = (
    "(?:before|without|net of|less|ohne|zzgl\\.?|sin|antes de|sem|senza|hors|zonder|utan|uden|uten|ilman|bez|без|χωρίς|"
    "fără)"
)
_YES_WORD = r"(?:with|after|mit|con|com|avec|met|med|sis\.?|vč\.?|včetně|s|z|sa|с|με|cu)"
# Words that say it alone, with nothing of what is taxed.
_ALONE = {
    "without": (
        r"h\.?t\b\.?|untaxed|pre ?tax|hors taxes?|base imponible|base tributável|(?:base )?imponibile|veroton|kdvsiz"
    ),
    "with": r"t\.?t\.?c\b\.?|toutes taxes comprises|ivato|verollinen|kdvli",
}
_EAST = {
    "without": "税抜き?|税別|不含税|未税|공급가액?|부가세별도",
    "with": "税込み?|含税|부가세포함",
}  # without blanks around
_BEHIND = {"without": r"escl\w*|hariç|non comprise|aparte", "with": "dahil|comprise|compres[ao]"}


def _pattern(kind: str, word: str, short: str, before: str) -> re.Pattern[str]:
    """Alone; before the tax, as in excl. VAT and ohne MwSt; behind it; or an excl. that the header ends with."""
    beside = rf"{short} ?(?:of )?{_TAX}|{before} {_TAX}|{_TAX} ?(?:{word}|{_BEHIND[kind]})"
    words = rf"(?<!\w)(?:{_ALONE[kind]}|{beside})(?!\w)|{_EAST[kind]}"
    return re.compile(rf"{words}|\({word}\)|(?<=\w ){word}\s*$", re.IGNORECASE)


_SAYS = {"without": _pattern("without", _EXCL, _NO, _NO_WORD), "with": _pattern("with", _INCL, _YES, _YES_WORD)}
_SAYS_ALONE = re.compile("|".join((*_ALONE.values(), *_EAST.values())), re.IGNORECASE)
# What stands before what is added to an order or taken off it: with a word of tax beside it, it is the order's money.
_SUBTOTAL = re.compile("sub ?total|sous total|zwischensumme|sub ?totaal|sub ?totale|mezisoučet|delsumma", re.IGNORECASE)
_TAKEN_OFF = re.compile("less\\b", re.IGNORECASE)  # less tax: the tax itself, between gross and net
_HEIGHT = "Ht"
_LONGEST = 200  # characters: no header has so many


def _words(header: str) -> str:
    text = unicodedata.normalize("NFKC", header).strip()
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", text)
    return re.sub(r"[\s_\-/,]+", " ", text)


def tax_of(header: str) -> str:
    """Whether a header says that its money is "without" tax or "with" it; "" where it says neither.

    >>> [tax_of(h) for h in ("Total HT", "Bedrag excl. btw", "untaxed_amount", "TotalExclTax", "税抜金額")]
    ['without', 'without', 'without', 'without', 'without']
    >>> [tax_of(h) for h in ("Total TTC", "Belopp inkl. moms", "Cena s DPH", "Amount Including VAT", "税込金額")]
    ['with', 'with', 'with', 'with', 'with']
    >>> [tax_of(h) for h in ("Total Tax", "Exclusive", "HTTP", "Increase", "Total (incl. shipping)", "Acme Inc")]
    ['', '', '', '', '', '']
    >>> tax_of("Amount includes tax"), tax_of("price_includes_tax")
    ('', '')
    """
    text = _words(header) if len(header) <= _LONGEST else ""
    return next((kind for kind, pattern in _SAYS.items() if pattern.search(text)), "")


def height(header: str) -> bool:
    """Whether a header is HT alone, which may be a height: it is money where money with tax, or a tax, is beside it."""
    return bool(re.fullmatch(r"h\.?t\.?", header.strip(), re.IGNORECASE))


def phrase(header: str) -> bool:
    """Whether a header says nothing but that tax is not in it: it is money where a column of tax stands beside it.

    >>> [phrase(h) for h in ("Tax Excluded", "Exkl. moms", "ohne MwSt", "IVA excl.", "(excl. btw)")]
    [True, True, True, True, True]
    >>> [phrase(h) for h in ("Total HT", "HT", "Tax included", "Less tax", "Tax")]
    [False, False, False, False, False]
    """
    text = _words(header) if tax_of(header) == "without" else ""
    if not text or _SAYS_ALONE.fullmatch(text) or _TAKEN_OFF.match(text):
        return False
    return not _SAYS["without"].sub(" ", text).strip(" ()[].:")


def subtotal(header: str) -> bool:
    """Whether money is that of an order before what is added to it or taken off it."""
    return bool(_SUBTOTAL.search(_words(header)))


def bare(header: str) -> str:
    """A header without what it says of tax; what is left of "HT" or "Excl. VAT" alone is an amount.

    >>> [bare(h) for h in ("Total HT", "Bedrag incl. btw", "Subtotal excl. tax", "Excl. VAT", "Tax included", "Ht")]
    ['Total', 'Bedrag', 'Total', 'Amount', 'Tax included', 'Ht']
    """
    if not tax_of(header):
        return header
    rest = _words(header)
    for pattern in _SAYS.values():
        rest = pattern.sub(" ", rest)
    rest = rest.strip(" ()[].:")
    if not rest:
        alone = _SAYS_ALONE.fullmatch(_words(header)) and header.strip() != _HEIGHT
        return "Amount" if alone or phrase(header) else header
    return "Total" if _SUBTOTAL.fullmatch(rest) else rest
