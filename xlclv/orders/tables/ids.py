"""Customer ids of a table: whole numbers as they are, text as for files: trimmed, zeros kept, doubtful ones named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlclv.errors import counted, printable
from xlclv.orders.files.cells import EDGES
from xlclv.orders.files.total_words import CALLED
from xlclv.orders.rules.ids import AT_LEAST, CHARGES, EXACT_HALF, HALF_LOST, NOBODY, OF_ROWS, RARE, RULES, TOO_LONG
from xlclv.orders.rules.lengths import LONGEST
from xlclv.orders.tables.place import Asked, Field, UndecidedError, odd
from xlclv.terms.options import option

if TYPE_CHECKING:
    import ibis.expr.types as ir

_OUTER = f"^[{EDGES}]+|[{EDGES}]+$"
_EXACT = 1e15  # whole numbers up to here are exact in floating point, and shown in full
_SIGNED = (1 << 63) - 1  # the most that a key holds
_NOBODY = tuple(word for word in NOBODY if word in ("0", "-1"))  # what a number can be


@dataclass(frozen=True, slots=True)
class Keys:
    """The column as ids (whole numbers or text), NULL where there is no customer."""

    customer: ir.Column
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def ask(field: Field) -> Asked:
    """What has to be known of a column of numbers; InputError for a type that is no id."""
    import ibis

    kind, value = field.value.type(), field.value
    if kind.is_boolean() or kind.is_nested() or kind.is_temporal():
        raise field.refuse(f"holds {kind}, not ids", f"say which column does with {option('customer')}")
    if not (kind.is_integer() or kind.is_floating()):
        return {}
    asked: Asked = {field.key(f"as {word}"): value.isin((int(word),)).sum() for word in _NOBODY}
    if kind.is_uint64():  # as programs make fingerprints
        asked[field.key("high")] = (value > _SIGNED).sum()
    if kind.is_floating():
        near = (value.abs() <= (EXACT_HALF if kind.is_float32() else _EXACT)) & ~odd(value)
        asked[field.key("broken")] = ibis.ifelse(near, value != value.round(), False).sum()
        asked[field.key("far")] = (~near & ~odd(value)).sum()
        asked[field.key("odd")] = odd(value).sum()
    return asked


def told(field: Field, answers: dict[str, Any]) -> Keys:
    """The column by the answers, and by its distinct texts; InputError for ids that cannot be trusted."""
    kind, value = field.value.type(), field.value
    if kind.is_integer():
        if kind.is_uint64() and answers[field.key("high")]:
            raise UndecidedError
        return Keys(value.cast("int64"), (), _rare(field, answers))
    if kind.is_floating():
        if answers[field.key("far")]:
            long = HALF_LOST if kind.is_float32() else "of 16 digits or more in floating point"
            raise field.refuse(f"holds numbers {long}: their last digits are lost already", "store ids as text")
        if answers[field.key("odd")]:
            raise UndecidedError  # NaN, which reads like no customer
        if answers[field.key("broken")]:
            raise field.refuse("holds fractional numbers", "store ids as text or whole numbers")
        said = f"{field.called} holds decimals such as 17850.0, read as 17850"
        return Keys(value.cast("int64"), (said,), _rare(field, answers))
    return _texts(field)


def _rare(field: Field, answers: dict[str, Any]) -> tuple[str, ...]:
    """Warnings of numbers that stand for nobody elsewhere, but are few; UndecidedError where they are many."""
    warnings = []
    for word in _NOBODY:
        count = int(answers[field.key(f"as {word}")] or 0)
        if count >= AT_LEAST and count > OF_ROWS * answers["rows"]:
            raise UndecidedError
        if count:
            column = f'column "{field.header.strip()}" ({counted(count, "row")})'
            said = f'{field.where}: customer "{word}" in {column} {RARE}'
            warnings.append(f"{said}; {option('exclude-customer', word)} leaves it out")
    return tuple(warnings)


def _texts(field: Field) -> Keys:
    """Text ids, by the rules for files, looked up on the distinct ones."""
    raw = field.value.cast("string")
    each = _distinct(raw)
    trimmed = each.text.re_replace(_OUTER, "")
    asked: Asked = {"edges": (trimmed != each.text).sum(), "empty": (trimmed == "").sum()}
    asked |= {name: trimmed.min(where=trimmed.re_search(rule)) for name, rule, *_ in RULES}
    asked["summed"] = trimmed.lower().re_search(f"^({CALLED})$").sum()  # perhaps a total, which rows tell
    asked["nobody"] = trimmed.lower().isin((*NOBODY, *CHARGES)).sum()  # perhaps nobody, or no customer
    asked["long"] = (trimmed.length() > LONGEST).sum()
    answer = each.aggregate(**asked).to_pyarrow().to_pylist()[0]
    for name, _, rule, fix in RULES:
        if answer[name] is not None:
            shown = printable(answer[name][:40], sign="?")
            raise field.refuse(f'"{shown}" {rule}', fix)
    if answer["long"]:
        raise field.refuse(f"an id {TOO_LONG}", "shorten it")
    if answer["nobody"] or answer["summed"]:
        raise UndecidedError
    value = raw.re_replace(_OUTER, "") if answer["edges"] else raw
    if answer["empty"]:
        value = value.nullif("")
    clean = each.select(id=trimmed).filter(trimmed != "")
    warnings = _merged(field, clean) if answer["edges"] else ()
    return Keys(value, (), (*warnings, *_alike(field, clean.distinct())))


def _distinct(raw: ir.StringValue) -> ir.Table:
    each = raw.name("text").as_table().distinct()
    return each.filter(each.text.notnull())


def _merged(field: Field, clean: ir.Table) -> tuple[str, ...]:
    """Ids that differed in outer blanks only and are one customer now."""
    row = clean.aggregate(all=clean.count(), kept=clean.id.nunique()).to_pyarrow().to_pylist()[0]
    gone = row["all"] - row["kept"]
    return (f"{field.called}: {counted(gone, 'id')} differed in outer blanks only; merged",) if gone else ()


def _alike(field: Field, clean: ir.Table) -> tuple[str, ...]:
    """Ids that stay apart but may be one customer: zeros in front, upper and lower case."""
    notes = []
    digits = clean.filter(clean.id.re_search("^[0-9]+$"))
    for ids, key, words in (
        (digits, digits.id.re_replace("^0+", ""), "zeros in front"),
        (clean, clean.id.lower(), "upper and lower case"),
    ):
        groups = ids.group_by(key=key).aggregate(one=ids.id.min(), other=ids.id.max())
        groups = groups.filter(groups.one != groups.other)
        row = groups.aggregate(n=groups.count(), a=groups.one.min()).to_pyarrow().to_pylist()[0]
        if row["n"]:
            pair = groups.filter(groups.one == row["a"]).limit(1).to_pyarrow().to_pylist()[0]
            notes.append(
                f"{field.called}: {counted(row['n'], 'pair')} of ids differ in {words} only, such as "
                f'"{pair["one"]}" and "{pair["other"]}"; kept apart'
            )
    return tuple(notes)
