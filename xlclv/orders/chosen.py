"""Which rows the user counts with --only and --without: by words of a column, which is that of statuses or another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from xlclv.orders.headers import UnclearError, called, no_column
from xlclv.orders.objects import column_before
from xlclv.orders.roles import Choice, Columns
from xlclv.orders.rules import statuses
from xlclv.orders.source import Options, Source, refusal
from xlclv.terms.options import option

BLANK = "blank"  # how an empty cell is named
_NUMBER = re.compile(r"([-+]?)0*(\d+)(?:[.](\d*?)0*)?")


def choices(options: Options, headers: Sequence[str]) -> tuple[Choice, ...]:
    """What the user says, with the columns found among these headers, which are blank where there are none.

    >>> told = Options(only=("paid",), without=("Refunded=1,yes",))
    >>> [(each.at, sorted(each.words)) for each in choices(told, ["Status", "Refunded"])]
    [(None, ['paid']), (1, ['1', 'yes'])]
    """
    found = []
    for name, given in (("only", options.only), ("without", options.without)):
        for said in given:
            column, words = column_before(said, headers)
            at = None
            if column:
                if options.lacking and called(column, headers) is None:
                    continue
                at = _place(column, headers)
            keys = {key(word): word.strip() for word in words.split(",") if word.strip()}
            if not keys:
                whole = option(name, f"{column or 'Status'}=...")
                raise UnclearError(f"{option(name, said)} names no word; {whole} says which")
            found.append(Choice(name, said, keys, at))
    return tuple(found)


def lacks_status(headers: Sequence[str], options: Options) -> bool:
    """Whether the user names a column of statuses that is not among these."""
    wanted = options.status_column
    return wanted is not None and wanted.strip().casefold() != "none" and called(wanted, headers) is None


def reached(opened: Sequence[tuple[Source, Columns]], options: Options) -> list[tuple[Source, Columns]]:
    """The files, each that lacks a column which --only, --without or --status-column names with a word on it.

    InputError for a column that none of them has.
    """
    found = _by_status(opened, options)
    for name, given in (("only", options.only), ("without", options.without)):
        for said in given if options.lacking else ():
            if "=" not in said:
                continue
            lack = [at for at, (_, columns) in enumerate(found) if not _has(columns, name, said)]
            if len(lack) == len(found):
                source = found[0][0]
                try:
                    choices(replace(options, lacking=False), source.headers)
                except UnclearError as reason:
                    raise refusal(source.where, str(reason)) from None
            for at in lack:
                found[at] = _told(found[at][0], name, said), found[at][1]
    return found


def _by_status(opened: Sequence[tuple[Source, Columns]], options: Options) -> list[tuple[Source, Columns]]:
    """The files, each that lacks the column of statuses that the user names with a warning."""
    lack = [lacks_status(source.headers, options) for source, _ in opened]
    named = options.status_column
    if named is None or not options.lacking or not any(lack):
        return list(opened)
    if all(lack):
        raise refusal(opened[0][0].where, no_column(named, opened[0][0].headers))
    word = (
        f'it has no column "{named.strip()}", so {option("status-column", named)} does not reach it: its rows count as '
    )
    word += "they do without the option"
    return [
        (replace(source, warnings=(*source.warnings, f"{source.where}: {word}")) if lacking else source, columns)
        for (source, columns), lacking in zip(opened, lack, strict=True)
    ]


def _has(columns: Columns, name: str, said: str) -> bool:
    return any((each.option, each.said) == (name, said) for each in columns.chosen)


def _told(source: Source, name: str, said: str) -> Source:
    """The file with a note that the option does not reach it; a warning where rows are to have a word to count."""
    column = column_before(said, source.headers)[0]
    word = f'{source.where}: it has no column "{column}", so {option(name, said)} does not reach it: all its rows count'
    if name == "only":
        return replace(source, warnings=(*source.warnings, word))
    return replace(source, notes=(*source.notes, word))


def _place(column: str, headers: Sequence[str]) -> int:
    at = called(column, headers)
    if at is None:
        none = f'no column "{column}"; there is no header: give its place, such as 4'
        raise UnclearError(no_column(column, headers) if any(map(str.strip, headers)) else none)
    return at


def key(word: str) -> str:
    """A word as it is compared: numbers by their value, others without case, blanks and marks.

    >>> [key(word) for word in ("1.0", "01", "-1", "1.5", " On hold ", "✓", "")]
    ['1', '1', '-1', '1.5', 'onhold', '✓', 'blank']
    """
    word = word.strip()
    if number := _NUMBER.fullmatch(word):
        sign, whole, part = number.groups()
        return f"{'-' if sign == '-' else ''}{whole}{'.' + part if part else ''}"
    return statuses.key(word) or word.casefold() or BLANK
