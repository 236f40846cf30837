"""What no message says: passwords of addresses, wherever they were typed, and what makes one line look like two."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from xlclv.errors import printable

_ADDRESS = re.compile(r"[A-Za-z][\w+.-]+:/")  # a path of pathlib's has one stroke of the two
_LOGIN = re.compile(r"""([A-Za-z][\w+.-]+:/{1,2}[^\s:/@"']*):[^\s"']*@""")


def unsaid(text: str) -> str:
    """The text without the passwords of addresses in the command, nor of any other that stands in it as one.

    >>> unsaid("-o postgres:/ann:s3cret@db/shop must end in .xlsx")
    '-o postgres:/ann:***@db/shop must end in .xlsx'
    """
    if "@" in text or any("@" in word for word in sys.argv[1:]):
        for word in _addresses(sys.argv[1:]):
            text = _without(text, word)
    return _LOGIN.sub(r"\1:***@", text)


def one_line(text: str) -> str:
    r"""What is told in a line of ours, whatever the files in it are called: it stays one, and moves no cursor.

    >>> one_line("Wrote a\nWrote b\x1b[31m.csv")
    'Wrote a Wrote b [31m.csv'
    """
    return printable(unsaid(" ".join(text.splitlines())))


def _addresses(words: Iterable[str]) -> Iterable[str]:
    """The addresses among the words, of options' values too."""
    for word in words:
        if found := _ADDRESS.search(word):
            yield word[found.start() :]


def _without(text: str, address: str) -> str:
    from xlclv.orders.tables.connecting import shown, without_secrets

    return without_secrets(text.replace(address, shown(address)), address)
