"""The one door into the engine: values become clean float arrays, or one InputError that lists every fault."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from xlclv.errors import NUM, SEVERITY, VALUE, Fault, InputError
from xlclv.terms import TERMS
from xlclv.terms.term import Term

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_MANY = 1 << 15  # values worth looking at by their extremes first


class Check:
    """Collects what is wrong with one call's arguments, then raises it all at once.

    >>> check = Check()
    >>> retention = check.take("retention", [0.8, 80.0])
    >>> check.done()
    Traceback (most recent call last):
    ...
    xlclv.errors.InputError: retention[1] is 80; must be between 0 and 1; type 80% or 0.8
    """

    __slots__ = ("_faults",)

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def take(self, key: str, value: Any, *, name: str = "", blank: float | None = None) -> Floats:
        """`value` as floats within the bounds of TERMS[key]; `name` is what the caller calls it.

        With `blank`, None and NaN count as left blank and become it; otherwise they are faults.
        Rows that break a rule are noted and replaced by NaN, so that nothing computed from them can pass.
        """
        term, name = TERMS[key], name or key
        if type(value) in (float, np.float64) and term.lower < value < term.upper and not (term.whole or term.choices):
            return cast(Floats, np.float64(value))  # the quick way for one good cell
        if value is None and blank is not None:
            return cast(Floats, np.float64(blank))
        noted = len(self._faults)
        given = self._floats(name, value)
        if len(self._faults) > noted:  # no number at all: its bounds have nothing to add
            return given
        if given.size > _MANY and _all_within(given, term):
            return given
        blanks = np.isnan(given)
        bad = ~within(given, term)
        if blank is not None and blanks.any():
            given = np.where(blanks, blank, given)
            bad &= ~blanks
        if bad.any():
            self._faults.append(Fault(name, term.rule, NUM, bad, given, term.fix))
            given = np.where(bad, np.nan, given)
        return given

    def option(self, key: str, value: Any, *, name: str = "") -> str:
        """One of the term's options, whatever its case and outer spaces; the option as the term writes it."""
        term, name = TERMS[key], name or key
        wanted = str(value).strip().casefold()
        for option in term.options:
            if option.casefold() == wanted:
                return option
        self._faults.append(Fault(name, term.rule, VALUE, True, value, term.fix))
        return term.options[0]

    def rule(self, broken: Any, argument: str, value: Any, rule: str, fix: str = "", code: str = NUM) -> None:
        """Note a rule that binds several arguments, where it is broken (a boolean array or one boolean)."""
        where = np.asarray(broken, dtype=bool)
        if isinstance(value, np.ndarray | np.float64) and any(fault.argument == argument for fault in self._faults):
            where = where & (value == value)  # NaN: refused before, for a reason of its own
        if where.any():
            self._faults.append(Fault(argument, rule, code, where, value, fix))

    def done(self) -> None:
        """Raise one InputError with every fault noted, worst first; or return, and all is well."""
        if self._faults:
            ordered = sorted(self._faults, key=lambda fault: SEVERITY.index(fault.code))
            raise InputError(tuple(ordered))

    def finite(self, argument: str, result: Any) -> Floats:
        """`result`, unless a number outgrew what a computer (and a cell) can hold: that is an error too."""
        out = np.asarray(result, dtype=np.float64)
        if not np.isfinite(out).all():
            self.rule(~np.isfinite(out), argument, None, "is too large for a number")
            self.done()
        return out

    def _floats(self, name: str, value: Any) -> Floats:
        try:
            if isinstance(value, str | bytes | bool | np.bool_):
                raise TypeError
            array = np.asarray(value)
            if array.dtype.kind in "USMmbV":
                raise TypeError
            if array.dtype == np.float64 and array.size > _MANY:
                whole = array.view()  # a copy would take longer than the checks; whoever wrote to it would be told
                whole.flags.writeable = False
                return whole
            return array.astype(np.float64)
        except OverflowError:
            self._faults.append(Fault(name, "must be a number that a computer can hold", NUM, True))
            return cast(Floats, np.float64(np.nan))
        except (TypeError, ValueError):
            self._faults.append(Fault(name, "must be a number", VALUE, True, value))
            return cast(Floats, np.float64(np.nan))


def _all_within(given: Floats, term: Term) -> bool:
    """Whether every value lies inside the bounds, by the least and the greatest (NaN, where there is one)."""
    if term.choices or not within(np.array([given.min(), given.max()]), term).all():
        return False
    flat = given.ravel()
    parts = (flat[start : start + _MANY] for start in range(0, flat.size, _MANY))
    return not term.whole or all(np.array_equal(part, np.rint(part)) for part in parts)


def within(given: Floats, term: Term) -> Bools:
    """Where the value lies inside the term's bounds; never true for NaN."""
    low = given > term.lower if term.above else given >= term.lower
    high = given < term.upper if term.below else given <= term.upper
    inside: Bools = low & high & np.isfinite(given)
    if term.whole:
        inside &= given == np.rint(given)
    if term.choices:
        inside &= np.isin(given, term.choices)
    return inside
