"""A column of cells as levels, groups of customers: text as it stands, numbers in classes, dates by year.

Months stand as they are while there is room for all of them, else by year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.collapse import Ints
from xlclv.places import places

BLANK, OTHER = "(blank)", "(other)"
MOST = 20  # levels of one dimension; of more, all but one of these are the ones worth most
CLASSES = 5
_COUNTED = 100  # whole numbers up to this are counts, of children or of visits
_LONG = 10_000  # years have four digits and no comma
_NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?")
_MONTH = re.compile(r"(\d{4})[-/.]\d{1,2}")
_YEAR = re.compile(r"(\d{4})[-/.]\d{1,2}[-/.]\d{1,2}([ T].*)?|\d{1,2}[-/.]\d{1,2}[-/.](\d{4})([ T].*)?")


@dataclass(frozen=True, slots=True)
class Levels:
    """One dimension: its name, where its cells are from, the labels, and each customer's label by its place.

    `ordered` says that labels have an order of their own, as classes and years have.
    """

    name: str
    origin: str
    labels: tuple[str, ...]
    of: Ints
    ordered: bool = False
    kind: str = "text"


def levels(name: str, origin: str, cells: Sequence[str | None], at: Ints, edges: Sequence[float] = ()) -> Levels:
    """The levels of a column: `cells` are its distinct texts, `at` each customer's place among them."""
    texts = [(cell or "").strip() for cell in cells]
    filled = [text for text in texts if text]
    if edges or (filled and all(map(_NUMBER.fullmatch, filled))):
        return _numbers(name, origin, texts, at, edges)
    if len(set(filled)) > MOST and all(map(_MONTH.fullmatch, filled)):
        return _named(name, origin, [text[:4] or BLANK for text in texts], at, ordered=True, kind="year")
    if filled and all(map(_YEAR.fullmatch, filled)):
        years = ["".join(_year(text)) if text else BLANK for text in texts]
        return _named(name, origin, years, at, ordered=True, kind="year")
    return _named(name, origin, [text or BLANK for text in texts], at)


def _year(text: str) -> tuple[str, str]:
    found = _YEAR.fullmatch(text)
    return (found[1] or "", found[3] or "") if found else ("", "")


def _named(name: str, origin: str, labels: list[str], at: Ints, ordered: bool = False, kind: str = "text") -> Levels:
    """Cells of one label are one level; levels without customers are none."""
    known = sorted(set(labels), key=lambda label: (label == BLANK, label))
    place = {label: i for i, label in enumerate(known)}
    of = np.array([place[label] for label in labels], dtype=np.int64)[places(at)]
    return without_empty(Levels(name, origin, tuple(known), of, ordered, kind))


def without_empty(found: Levels) -> Levels:
    """Levels that somebody has."""
    used = np.unique(found.of)
    if len(used) == len(found.labels):
        return found
    return replace(found, labels=tuple(found.labels[i] for i in used), of=np.searchsorted(used, found.of))


def _numbers(name: str, origin: str, texts: list[str], at: Ints, edges: Sequence[float]) -> Levels:
    """Numbers as they stand where there are few, else in classes whose edges are round."""
    value = np.array([_value(text) for text in texts], dtype=np.float64)
    known = np.unique(value[np.isfinite(value)])
    if len(known) <= CLASSES and not edges:
        labels = [f"{v:g}" if np.isfinite(v) else BLANK for v in value]
        order = {label: i for i, label in enumerate([*(f"{v:g}" for v in known), BLANK])}
        of = np.array([order[label] for label in labels], dtype=np.int64)[places(at)]
        return without_empty(Levels(name, origin, tuple(order), of, True, "number"))
    cuts = np.array(edges) if edges else round_edges(value[places(at)])
    names = (*class_names(cuts, known), BLANK)
    of = np.where(np.isfinite(value), np.searchsorted(cuts, value, side="right"), len(names) - 1)
    return without_empty(Levels(name, origin, names, of.astype(np.int64)[places(at)], True, "number"))


def is_number(text: str) -> bool:
    """Whether a cell is a number."""
    return _NUMBER.fullmatch(text.strip()) is not None


def _value(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return np.nan


def round_edges(values: Floats) -> Floats:
    """At most four edges near the fifths of the values, each as round as tells the fifths apart.

    >>> round_edges(np.arange(0.0, 100_000.0, 7)).tolist()
    [20000.0, 40000.0, 60000.0, 80000.0]
    """
    known = values[np.isfinite(values)]
    fifths = np.quantile(known, np.arange(1, CLASSES) / CLASSES)
    spread = float(np.quantile(known, 0.9) - np.quantile(known, 0.1)) or float(np.ptp(known))
    step = _round_step(spread / CLASSES)
    cuts = np.unique(np.rint(fifths / step) * step)
    return np.asarray(cuts[(cuts > known.min()) & (cuts <= known.max())])


def _round_step(size: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not above half the size, but 1 at least for whole sizes."""
    power = 10.0 ** np.floor(np.log10(size / 2))
    return float(max(m for m in (1.0, 2.0, 5.0) if m * power <= size / 2 * (1 + 1e-9)) * power)


def class_names(cuts: Floats, known: Floats) -> list[str]:
    """What classes are called: long numbers with the thousands apart, small whole ones as they are counted.

    >>> class_names(np.array([30000.0, 60000.0]), np.array([20000.0]))
    ['under 30,000', '30,000 to under 60,000', '60,000 and more']
    >>> class_names(np.array([1.0, 2.0, 4.0]), np.arange(6.0))
    ['0', '1', '2 to 3', '4 and more']
    """
    if not len(cuts):
        return ["all"]
    if known.max() <= _COUNTED and not (known % 1).any() and not (cuts % 1).any():
        ends = [known.min(), *cuts]
        spans = [(low, high - 1) for low, high in pairwise(ends)]
        counted = [f"{low:g}" if low == high else f"{low:g} to {high:g}" for low, high in spans]
        return [*counted, f"{cuts[-1]:g} and more"]
    shown = [f"{cut:,.10g}" if abs(cut) >= _LONG else f"{cut:.10g}" for cut in cuts]
    between = [f"{low} to under {high}" for low, high in pairwise(shown)]
    return [f"under {shown[0]}", *between, f"{shown[-1]} and more"]


def fewer(found: Levels, worth: Floats) -> Levels:
    """At most MOST levels: of more, the ones worth most in all, and the others as one."""
    if len(found.labels) <= MOST:
        return found
    total = np.bincount(places(found.of), weights=worth, minlength=len(found.labels))
    best = np.sort(np.argsort(-total, kind="stable")[: MOST - 1])
    place = np.full(len(found.labels), MOST - 1, dtype=np.int64)
    place[best] = np.arange(MOST - 1)
    return replace(found, labels=(*(found.labels[i] for i in best), OTHER), of=place[places(found.of)])
