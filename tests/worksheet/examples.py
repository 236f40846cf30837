"""The catalogue's worked examples: a call as a cell makes it, and what the cells must show."""

from __future__ import annotations

import datetime as dt
from typing import Any

NA = "#N/A"


def column(*values: Any) -> list[list[Any]]:
    return [[value] for value in values]


VALUES10 = column(1200.0, 950.0, 700.0, 420.0, 380.0, 300.0, 210.0, 150.0, 60.0, -40.0)
CHANNEL10 = column("Web", "Web", "Agent", "Agent", "Agent", "Web", "Partner", "Partner", "Web", "Partner")
TX_IDS = column("A", "B", "A", "C", "A", "B", "C")
TX_DATES = column(
    dt.datetime(2026, 1, 5),
    dt.datetime(2026, 1, 20),
    dt.datetime(2026, 2, 3),
    dt.datetime(2026, 2, 11),
    dt.datetime(2026, 3, 9),
    dt.datetime(2026, 3, 15),
    dt.datetime(2026, 3, 20),
)
TX_AMOUNTS = column(100.0, 80.0, 60.0, 90.0, 60.0, 40.0, 30.0)
PAY_DATES = column(dt.datetime(2024, 1, 15), dt.datetime(2025, 3, 1), dt.datetime(2026, 6, 30))
P5 = [
    [0.3, 0.7, 0.0, 0.0, 0.0],
    [0.2, 0.0, 0.8, 0.0, 0.0],
    [0.15, 0.0, 0.0, 0.85, 0.0],
    [0.05, 0.0, 0.0, 0.0, 0.95],
    [0.0, 0.0, 0.0, 0.0, 1.0],
]
P3 = [[0.80, 0.15, 0.05], [0.25, 0.55, 0.20], [0.0, 0.0, 1.0]]
BG = [[0.243, 4.414, 0.793, 2.426]]
PARETO = [[0.553, 10.578, 0.606, 11.669]]
SPEND = [[6.25, 3.74, 15.44]]
DAY = dt.datetime(2026, 11, 21)

# number in the catalogue, function, arguments, what the cells show
EXAMPLES: list[tuple[int, str, tuple[Any, ...], Any]] = [
    (1, "CLV", (50.0, 4.0, 3.0, 100.0), 500.0),
    (1, "CLV", (50.0, 4.0, 3.0, 100.0, 0.4), 140.0),
    (1, "CLV", (50.0, 4.0, 3.0, 100.0, 0.4, 0.1), 98.948159),
    (1, "CLV", (50.0, 4.0, 3.0, 100.0, 0.4, 0.1, 0.5), 108.65859),
    (1, "CLV", (column(50.0, 80.0), 4.0, [[3.0, 5.0]], 100.0), [[500.0, 900.0], [860.0, 1500.0]]),
    (2, "CLV_LIFETIME", (0.8,), 5.0),
    (2, "CLV_LIFETIME", (0.8, 5.0), 3.3616),
    (3, "CLV_REALISED", (0.0, column(120.0, 80.0, 150.0), PAY_DATES, DAY, 0.4), 140.0),
    (3, "CLV_REALISED", (0.1, column(120.0, 80.0, 150.0), PAY_DATES, DAY, 0.4), 163.014536),
    (4, "CLV_PERIOD_RATE", (0.12, 12.0, 0.0), 0.009488793),
    (4, "CLV_PERIOD_RATE", (0.12, 12.0, 1.0), 0.01),
    (4, "CLV_PERIOD_RATE", (0.8, 12.0, 2.0), 0.98157653),
    (5, "CLV_RETENTION", (0.12, 0.9, 1.0, None, 0.0, 0.0), 4.090909),
    (5, "CLV_RETENTION", (0.12, 0.9, 1.0, None, 0.0, 0.0, 0.08), 6.081081),
    (5, "CLV_RETENTION", (0.01, 0.995, 17.95, None, 1.0, 1.0), 1208.633333),
    (5, "CLV_RETENTION", (0.1, 0.8, 100.0), 333.333333),
    (5, "CLV_RETENTION", (0.1, 0.8, 100.0, None, 1.0, 1.0), 366.666667),
    (5, "CLV_RETENTION", (0.1, 0.8, 100.0, None, 0.5), 349.602949),
    (5, "CLV_RETENTION", (0.1, 0.8, 100.0, None, 1.0, 0.0), 293.333333),
    (5, "CLV_RETENTION", (0.1, 0.8, 100.0, None, 0.0, 0.0), 266.666667),
    (5, "CLV_RETENTION", (0.1, 0.8, 100.0, 5.0), 265.512167),
    (5, "CLV_RETENTION", (0.0, 0.8, 100.0), 500.0),
    (
        6,
        "CLV_CURVE",
        (0.1, [[1.0, 0.631, 0.468, 0.382, 0.326]], [[100.0, 100.0, 110.0, 110.0, 120.0]], 0.0, 50.0),
        184.726205,
    ),
    (7, "CLV_PROMOTION", (0.2, 0.75, 260.0, 50.0, 10.0), 568.783067),
    (7, "CLV_PROMOTION", (0.2, 0.75, 130.0, 25.0, 5.0, 2.0), 331.825836),
    (
        8,
        "CLV_MIGRATION",
        (0.2, P5, column(36.0, -4.0, -4.0, -4.0, 0.0)),
        column(52.319609, 5.553784, 1.250773, -1.820016, 0.0),
    ),
    (8, "CLV_MIGRATION", (0.1, P3, column(300.0, 90.0, 0.0)), column(1540.0, 880.0, 0.0)),
    (8, "CLV_MIGRATION", (0.1, P3, column(300.0, 90.0, 0.0), 3.0), column(713.491736, 312.14876, 0.0)),
    (
        9,
        "CLV_COHORT_TABLE",
        (TX_IDS, TX_DATES, TX_AMOUNTS, "retention", "month"),
        [["2026-01", 2, 1.0, 0.5, 1.0], ["2026-02", 1, 1.0, 1.0, ""]],
    ),
    (
        9,
        "CLV_COHORT_TABLE",
        (TX_IDS, TX_DATES, TX_AMOUNTS, "revenue", "month"),
        [["2026-01", 2, 90.0, 30.0, 50.0], ["2026-02", 1, 90.0, 30.0, ""]],
    ),
    (
        14,
        "CLV_RFM_SUMMARY",
        (TX_IDS, TX_DATES, TX_AMOUNTS, dt.datetime(2026, 3, 31), 7.0),
        [["A", 2, 9.0, 12.142857, 60.0], ["B", 1, 7.714286, 10.0, 40.0], ["C", 1, 5.285714, 6.857143, 30.0]],
    ),
    (16, "CLV_P_ALIVE", (BG, 2.0, 30.43, 38.86), 0.726579),
    (16, "CLV_P_ALIVE", (BG, 2.0, 30.43, 38.86, "MBG/NBD"), 0.774419),
    (16, "CLV_P_ALIVE", (PARETO, 2.0, 30.43, 38.86, "Pareto/NBD"), 0.869168),
    (17, "CLV_EXPECTED_ORDERS", (BG, 2.0, 30.43, 38.86, 39.0), 1.226028),
    (17, "CLV_EXPECTED_ORDERS", (BG, 2.0, 30.43, 38.86, 39.0, "MBG/NBD"), 1.340497),
    (17, "CLV_EXPECTED_ORDERS", (PARETO, 2.0, 30.43, 38.86, 39.0, "Pareto/NBD"), 1.455123),
    (19, "CLV_EXPECTED_SPEND", (SPEND, 2.0, 22.35), 24.663714),
    (19, "CLV_EXPECTED_SPEND", (SPEND, 0.0, 0.0), 35.218978),
    (20, "CLV_BTYD", (0.15, BG, SPEND, 2.0, 30.43, 38.86, 22.35, 52.0, 0.3), 10.819227),
    (20, "CLV_BTYD", (0.15, BG, SPEND, 2.0, 30.43, 38.86, 22.35, 52.0, 0.3, 52.0), 10.816883),
    (20, "CLV_BTYD", (0.15, BG, SPEND, 2.0, 30.43, 38.86, 22.35, 52.5, 0.3), 10.89802),
    (
        23,
        "CLV_TIER",
        (VALUES10, [[0.1, 0.3, 0.6]]),
        column("Platinum", "Gold", "Gold", "Silver", "Silver", "Silver", "Bronze", "Bronze", "Bronze", "Bronze"),
    ),
    (23, "CLV_TIER", (column(900.0, 500.0, 20.0), [[500.0, 100.0]], [["A", "B", "C"]]), column("A", "A", "C")),
    (
        27,
        "CLV_SEGMENT_TABLE",
        (VALUES10, CHANNEL10),
        [
            ["segment", "n", "mean", "median", "total", "share", "index"],
            ["Web", 4, 627.5, 625.0, 2510, 0.579677, 144.919169],
            ["Agent", 3, 500.0, 420.0, 1500, 0.34642, 115.473441],
            ["Partner", 3, 106.666667, 150.0, 320, 0.073903, 24.634334],
        ],
    ),
    (30, "CLV_CAC", (100000.0, 1000.0), 100.0),
    (30, "CLV_CAC", (100000.0, 1000.0, 15.0), 115.0),
    (30, "CLV_CAC", (50000.0, 20000.0, 15.0, 0.02), 140.0),
    (30, "CLV_CAC", (2.5, None, 15.0, 0.02), 140.0),
    (31, "CLV_CAC_MAX", (600.0, 3.0), 200.0),
    (31, "CLV_CAC_MAX", (600.0,), 600.0),
    (31, "CLV_CAC_MAX", (600.0, 3.0, 450.0), 150.0),
    (32, "CLV_TO_CAC", (600.0, 100.0), 6.0),
    (33, "CLV_PAYBACK", (100.0, 20.0), 5.0),
    (33, "CLV_PAYBACK", (100.0, 20.0, 0.95, 0.008), 5.779309),
    (33, "CLV_PAYBACK", (100.0, 20.0, 0.95, 0.008, 1.0), 5.724696),
    (33, "CLV_PAYBACK", (500.0, 20.0, 0.95, 0.008), NA),
    (34, "CLV_BREAKEVEN", ("retention", 0.1, None, 100.0, 250.0), 0.7),
    (34, "CLV_BREAKEVEN", ("margin", 0.1, 0.7, None, 250.0), 100.0),
    (34, "CLV_BREAKEVEN", ("lifetime", 0.1, None, 100.0, 250.0), 3.018377),
    (34, "CLV_BREAKEVEN", ("rate", None, 0.7, 100.0, 250.0), 0.1),
    (34, "CLV_BREAKEVEN", ("rate", None, 0.7, 100.0, 250.0, 0.5), 0.124093),
    (34, "CLV_BREAKEVEN", ("rate", None, 0.7, 100.0, 250.0, 1.0), 0.166667),
    (34, "CLV_BREAKEVEN", ("response", None, None, 600.0, 12.0), 0.02),
]
