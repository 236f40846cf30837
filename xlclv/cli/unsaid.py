"""What no message says: the passwords of addresses, wherever they were typed and however the address was taken."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

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


def _addresses(words: Iterable[str]) -> Iterable[str]:
    """The addresses among the words, of options' values too."""
    for word in words:
        if found := _ADDRESS.search(word):
            yield word[found.start() :]


def _without(text: str, address: str) -> str:
    from xlclv.orders.tables.connecting import shown, without_secrets

    return without_secrets(text.replace(address, shown(address)), address)
