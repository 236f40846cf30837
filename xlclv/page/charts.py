"""Charts as inline SVG in the page's own colours, light and dark: bars and lines, each told in words too.

Drawn here, for a page of 100 kB: the libraries that were weighed put 1 MB of script or fixed colours into every file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from xlclv.page.document import Element, el

_WIDTH, _ROW, _LEFT = 440, 24, 140
_TALL, _LOW, _EDGE, _TOP = 236, 30, 54, 28  # the legend stands above the lines


def _figure(svg: Element, caption: str) -> Element:
    return el("figure", svg, el("figcaption", caption))


def _svg(height: int, words: str, *parts: Any) -> Element:
    return el("svg", *parts, viewBox=f"0 0 {_WIDTH} {height}", role="img", aria_label=words,
              xmlns="http://www.w3.org/2000/svg")  # fmt: skip


def bars(rows: Sequence[tuple[str, float, str]], caption: str) -> Element | None:
    """A horizontal bar for each name, as long as its number; `shown` stands at its end. Below 0 it has other colour."""
    if not rows:
        return None
    most = max((abs(value) for _, value, _ in rows), default=0.0) or 1.0
    room, parts = _WIDTH - _LEFT - 64, []
    for at, (name, value, shown) in enumerate(rows):
        y, wide = at * _ROW, abs(value) / most * room
        parts += [
            el("text", name if len(name) < 21 else f"{name[:19]}…", x=_LEFT - 8, y=y + 16, text_anchor="end"),
            el("rect", x=_LEFT, y=y + 4, width=f"{wide:.1f}", height=_ROW - 8, class_="a" if value >= 0 else "b"),
            el("text", shown, x=f"{_LEFT + wide + 6:.1f}", y=y + 16),
        ]
    words = f"{caption}: " + "; ".join(f"{name} {shown}" for name, _, shown in rows)
    return _figure(_svg(len(rows) * _ROW + 4, words, parts), caption)


def lines(
    across: Sequence[float],
    series: Sequence[tuple[str, Sequence[float]]],
    caption: str,
    unit: str,
    cut: float | None = None,
    name: Callable[[float], str] | None = None,
) -> Element | None:
    """Up to two lines, the first solid and the second dashed, with an upright at the cut-off; a line ends at a NaN.

    `name` is what a place across is called, where it is no number.
    """
    values = [v for _, line in series for v in line if math.isfinite(v)]
    if len(across) < 2 or not values:
        return None
    low, high = min(0.0, *values), max(values) or 1.0
    first, last = across[0], across[-1]

    def x(value: float) -> float:
        return _EDGE + (value - first) / ((last - first) or 1.0) * (_WIDTH - _EDGE - 16)

    def y(value: float) -> float:
        return _TOP + (high - value) / ((high - low) or 1.0) * (_TALL - _LOW - _TOP)

    parts: list[Any] = []
    for step in _steps(low, high):
        parts.append(el("line", x1=_EDGE, x2=_WIDTH - 16, y1=f"{y(step):.1f}", y2=f"{y(step):.1f}", class_="grid"))
        parts.append(el("text", _short(step), x=_EDGE - 6, y=f"{y(step) + 4:.1f}", text_anchor="end", class_="soft"))
    for step in _steps(first, last):
        parts.append(el("text", (name or _short)(step), x=f"{x(step):.1f}", y=_TALL - 10, text_anchor="middle",
                        class_="soft"))  # fmt: skip
    if cut is not None:
        parts.append(el("line", x1=f"{x(cut):.1f}", x2=f"{x(cut):.1f}", y1=_TOP, y2=_TALL - _LOW, class_="cut"))
    for (_, line), kind in zip(series, ("la", "lb"), strict=False):
        points = " ".join(f"{x(a):.1f},{y(v):.1f}" for a, v in zip(across, line, strict=True) if math.isfinite(v))
        parts.append(el("polyline", points=points, class_=kind))
    for at, (called, _) in enumerate(series):
        left = _EDGE + at * max(130, 44 + 7 * len(series[0][0]))
        parts.append(el("line", x1=left, x2=left + 24, y1=10, y2=10, class_=("la", "lb")[at]))
        parts.append(el("text", called, x=left + 30, y=14))
    last_of = [(called, [v for v in line if math.isfinite(v)]) for called, line in series]
    ends = "; ".join(f"{called} ends at {_short(line[-1])}" for called, line in last_of if line)
    return _figure(_svg(_TALL, f"{caption}: {ends}", parts), f"{caption}, {unit}")


def _steps(low: float, high: float) -> list[float]:
    """Round numbers from low to high, four or five of them.

    >>> _steps(0, 97), _steps(3, 21)
    ([0.0, 25.0, 50.0, 75.0], [5.0, 10.0, 15.0, 20.0])
    """
    rough = (high - low) / 4 or 1.0
    size = 10.0 ** math.floor(math.log10(rough))
    step = next((size * by for by in (1, 2, 2.5, 5, 10) if size * by >= rough * 0.999), size * 10)
    count = math.floor(high / step) - math.ceil(low / step) + 1
    return [float((math.ceil(low / step) + i) * step) for i in range(count)]


def _short(value: float) -> str:
    """A number for an axis: 1,250 or 0.4."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:,.2g}"
