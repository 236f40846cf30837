"""Customer ids: always text, zeros in front kept, blanks around them gone, 17850.0 from a numeric column is 17850."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xlclv.errors import printable
from xlclv.orders.files.cells import Column, literal, trimmed
from xlclv.orders.pseudonyms import Pseudonyms
from xlclv.orders.rules.ids import AT_LEAST, CHARGES, EXACT_HALF, HALF_LOST, NOBODY, OF_ROWS, RARE, RULES, TOO_LONG
from xlclv.orders.rules.lengths import LONGEST
from xlclv.terms.options import option, option_name

_WHOLE_FLOATS = r"^-?(?:0|[1-9][0-9]*)(?:\.0+)?$"
# In lower case, Latin and Greek letters without their accents: Zoë is Zoe. Other alphabets keep their marks, which
# make other letters there.
_PLAIN = (
    "lower(CASE WHEN regexp_full_match(nfc_normalize(value), '[\\p{Latin}\\p{Greek}\\p{Common}\\p{Inherited}]*') "
    "THEN strip_accents(nfc_normalize(value)) ELSE nfc_normalize(value) END)"
)
# What two ids have in common that are perhaps one customer, how they differ, and what can be done.
LOOK_ALIKE = (
    (
        "CASE WHEN regexp_matches(value, '^[0-9]+$') THEN ltrim(value, '0') ELSE NULL END",
        "zeros in front",
        "kept apart",
    ),
    (_PLAIN, "upper and lower case or accents", "kept apart, say {} to make them one"),
)


@dataclass(frozen=True, slots=True)
class Ids:
    """One column converted: `table` maps each distinct `text` to `value`, NULL where there is no customer."""

    table: str
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()  # texts of customers to leave out


def convert(
    column: Column,
    pseudonyms: Pseudonyms | None = None,
    normalise: bool = False,
    keep: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Ids:
    """The column's distinct texts as ids, or as their pseudonyms, which no message gives away.

    With `normalise`, ids that differ in upper and lower case or accents alone are one, in lower case without them.

    InputError for ids that have lost digits or cannot be shown.
    """
    shown = pseudonyms.of if pseudonyms else str
    clean = trimmed("text")
    floats = column.one(
        f"SELECT bool_and(regexp_matches({clean}, '{_WHOLE_FLOATS}') OR {clean} = '') "
        f"AND bool_or({clean} LIKE '%.0%') FROM {column.table}"
    )[0]
    value = f"regexp_replace({clean}, '\\.0+$', '')" if floats else clean
    column.connection.execute(
        f"CREATE OR REPLACE TABLE {column.role}_values AS "
        f"SELECT text, nullif({value}, '') AS value, first, rows FROM {column.table}"
    )
    _refuse(column)
    where = f"{column.source.where}: {column.called}"
    notes = [f"{where} holds decimals such as 17850.0, read as 17850"] if floats else []
    warnings = _merged(column, bool(floats))
    nobody, rare = _nobody(column, keep)
    notes, warnings = [*notes, *nobody], (*warnings, *rare)
    excluded, missing = _excluded(column, exclude)
    warnings += (*missing, *_charges(column, (*keep, *exclude)))
    if normalise:
        notes += _normalise(column)
    warnings += _alike(column, shown)
    if pseudonyms:
        warnings += _taken_apart(column)
        _replace(column, pseudonyms)
        notes.append(f"{where} is shown as pseudonyms, made with HMAC-SHA256 and a key that is kept elsewhere")
    return Ids(f"{column.role}_values", tuple(notes), warnings, excluded)


def _normalise(column: Column) -> list[str]:
    """Ids in lower case and without accents; says how many became one with another."""
    values = f"{column.role}_values"
    before, after = column.one(f"SELECT count(DISTINCT value), count(DISTINCT {_PLAIN}) FROM {values}")
    column.connection.execute(f"CREATE OR REPLACE TABLE {values} AS SELECT * REPLACE ({_PLAIN} AS value) FROM {values}")
    many = f"{before - after:,} id{'s' if before - after > 1 else ''} became one with another"
    return [f"{column.source.where}: {column.called} is read in lower case and without accents; {many}"]


def _taken_apart(column: Column) -> tuple[str, ...]:
    """A warning of ids with letters and accents apart: elsewhere the same ids may be written, and named, otherwise."""
    apart = f"FROM {column.role}_values WHERE value <> nfc_normalize(value)"
    count, row = column.one(f"SELECT count(DISTINCT value), min(first) {apart}")
    if not count:
        return ()
    many = f"{count:,} ids in {column.called} have" if count > 1 else f"1 id in {column.called} has"
    rule = f"{many} letters and accents apart (row {column.source.row(row):,}; Unicode's NFD, as macOS writes names)"
    return (f"{column.source.where}: {rule}: the same id in NFC has another pseudonym; write all files in NFC",)


def _replace(column: Column, pseudonyms: Pseudonyms) -> None:
    """Pseudonyms in place of the ids; two ids of one pseudonym, in one file or in two, would be one customer."""
    values = f"{column.role}_values"
    if column.one("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'pseudonyms'") == (0,):
        column.connection.create_function("pseudonym", pseudonyms.of, [str], str)
        column.connection.execute("CREATE TEMP TABLE pseudonyms (id VARCHAR, pseudonym VARCHAR)")
    column.connection.execute(
        f"INSERT INTO pseudonyms SELECT value, pseudonym(value) FROM (SELECT DISTINCT value FROM {values} "
        "WHERE value IS NOT NULL) ANTI JOIN pseudonyms ON value = id"
    )
    (ids, made) = column.one("SELECT count(*), count(DISTINCT pseudonym) FROM pseudonyms")
    if ids != made:
        rule = "two ids have the same pseudonym by this key"
        raise column.source.refuse(rule, column=column.called, fix="use another key")
    column.connection.execute(
        f"CREATE OR REPLACE TABLE {values} AS SELECT text, pseudonym AS value, first, rows FROM {values} "
        "LEFT JOIN pseudonyms ON value = id"
    )


def _refuse(column: Column) -> None:
    """Ids that no longer are what was typed, or that no cell can show."""
    rules = [
        (f"length(value) > {LONGEST}", TOO_LONG, "shorten the id"),
        *((f"regexp_matches(value, {literal(rule.pattern)})", rule.says, rule.fix) for rule in RULES),
    ]
    if column.position in column.source.numeric or column.type in ("DOUBLE", "FLOAT"):
        rules.append(
            (
                r"regexp_matches(value, '^-?[0-9]{16,}$|[eE]')",
                "is a number of 16 digits or more: its last digits are lost already",
                "store ids as text",
            )
        )
    if column.type == "FLOAT":
        rule = f"is a number {HALF_LOST}: its last digits are lost already"
        number = "TRY_CAST(value AS DOUBLE)"  # NaN is above all others, and told as in 64 bits
        rules.append((f"isfinite({number}) AND abs({number}) > {EXACT_HALF}", rule, "store ids as text"))
    met = column.met(f"{column.role}_values", [condition for condition, *_ in rules])
    for condition, rule, fix in (rule for rule, broken in zip(rules, met, strict=True) if broken):
        text, row, more = column.bad(f"{column.role}_values", condition)
        if row:
            called = column.source.quoted(printable(text.strip()[:40], sign="?"), "the id")
            raise column.source.refuse(
                f"{called} {rule}{more}", row=column.source.row(row), column=column.called, fix=fix
            )


def _nobody(column: Column, keep: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Placeholders become no customer where they are many; what was done, and the rare ones that stay."""
    values, kept = f"{column.role}_values", {text.strip().casefold() for text in keep}
    words = ", ".join(literal(word) for word in NOBODY if word not in kept)
    (every,) = column.one(f"SELECT sum(rows) FROM {values}")
    found = column.rows(
        f"SELECT lower(value) AS word, sum(rows), min(value) FROM {values} WHERE lower(value) IN ({words}) "
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    notes, warnings = [], []
    for word, count, shown in found:
        many = f'{column.source.where}: customer "{shown}" in {column.called} ({count:,} row{"s" if count > 1 else ""})'
        if count >= AT_LEAST and count > OF_ROWS * every:
            column.connection.execute(f"UPDATE {values} SET value = NULL WHERE lower(value) = {literal(word)}")
            notes.append(f"{many} is read as no customer; {option('keep-id', shown)} reads it as one")
        else:
            warnings.append(f"{many} {RARE}; {option('exclude-customer', shown)} leaves it out")
    return notes, tuple(warnings)


def _charges(column: Column, known: Sequence[str]) -> tuple[str, ...]:
    """A warning of lines that are called as charges and discounts are, each of which counts as a customer."""
    others = {text.strip().casefold() for text in known}
    words = ", ".join(literal(word) for word in CHARGES if word not in others)
    found = column.rows(
        f"SELECT min(value), min(first), sum(rows) FROM {column.role}_values WHERE lower(value) IN ({words}) "
        "GROUP BY lower(value) ORDER BY 2"
    )
    return tuple(
        f'{column.source.where}, row {column.source.row(row):,}: {column.called} says "{shown}", as lines of charges '
        f"and discounts do, and it counts as a customer ({count:,} row{'s' if count > 1 else ''}); "
        f"{option('exclude-customer', shown)} leaves it out, {option('keep-id', shown)} says that it is one"
        for shown, row, count in found
    )


def _excluded(column: Column, exclude: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts of customers to leave out, and a warning for each name that nobody has."""
    texts: list[str] = []
    missing = []
    for name in exclude:
        wanted = literal(name.strip())
        found = column.rows(
            f"SELECT text FROM {column.role}_values WHERE value = {wanted} OR lower(value) = lower({wanted})"
        )
        texts += [text for (text,) in found]
        if not found:
            missing.append(name)
    many, every = len(missing), option_name("exclude-customer")
    called = [f'"{name}", so none was left out' for name in missing]
    if missing and column.source.secret:
        alone = f"as an {every} says, so none was left out"
        called = [alone if many == 1 else f"as {many:,} of {every} say, so none was left out for these"]
    return tuple(texts), tuple(f"{column.source.where}: no customer is called {words}" for words in called)


def _merged(column: Column, floats: bool) -> tuple[str, ...]:
    """Ids that differed in outer blanks only (or in .0) and are one customer now."""
    (count,) = column.one(
        f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM {column.role}_values "
        "WHERE value IS NOT NULL GROUP BY value)"
    )
    apart = "outer blanks or .0" if floats else "outer blanks"
    many = f"{count:,} ids" if count > 1 else "1 id"
    return (f"{column.source.where}: {many} in {column.called} differed in {apart} only; merged",) if count else ()


def _alike(column: Column, shown: Callable[[str], str]) -> tuple[str, ...]:
    """Ids that stay apart but may be one customer: zeros in front, upper and lower case, accents as typed."""
    notes = []
    for key, words, done in LOOK_ALIKE:
        count, one, other = column.one(
            f"SELECT count(*), min(a), arg_min(b, a) FROM (SELECT min(value) AS a, max(value) AS b FROM "
            f"(SELECT value, {key} AS k FROM {column.role}_values WHERE value IS NOT NULL) "
            f"WHERE k IS NOT NULL GROUP BY k HAVING min(value) <> max(value))"
        )
        if count:
            pairs = (
                f"{count:,} pairs of ids in {column.called} differ"
                if count > 1
                else (f"1 pair of ids in {column.called} differs")
            )
            notes.append(
                f'{column.source.where}: {pairs} in {words} only, such as "{shown(one)}" and "{shown(other)}"; '
                f"{done.format(option('normalise'))}"
            )
    return tuple(notes)
