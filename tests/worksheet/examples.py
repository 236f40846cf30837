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
POS10 = [*VALUES10[:-1], [30.0]]
WHALE10 = column(1200.0, 950.0, 700.0, 420.0, 380.0, 300.0, 210.0, 150.0, -60.0, -240.0)
DAYS_10 = column(5.0, 12.0, 30.0, 45.0, 60.0, 90.0, 120.0, 200.0, 300.0, 400.0)
ORDERS_10 = column(12.0, 9.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 1.0)
SPEND_10 = column(80.0, 120.0, 60.0, 75.0, 40.0, 55.0, 90.0, 30.0, 20.0, 25.0)
DURATIONS, CHURNED = column(3.0, 5.0, 5.0, 8.0, 12.0, 12.0, 15.0), column(1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0)
FEATURES = [[34.0, 12.0], [36.0, 10.0], [51.0, 2.0], [33.0, 9.0]]
ACTUAL10 = column(0.0, 3.0, 1.0, 5.0, 2.0, 0.0, 4.0, 1.0, 0.0, 7.0)
PREDICTED10 = column(0.9, 2.5, 1.2, 3.1, 1.8, 1.6, 3.9, 0.5, 0.3, 5.2)
WON = column(6000.0, 6600.0, 7200.0)
HIGH_END = column(1000.0, 869.0, 743.0, 653.0, 593.0, 551.0, 517.0, 491.0)
REGULAR = column(1000.0, 631.0, 468.0, 382.0, 326.0, 289.0, 262.0, 241.0)
GIVING = [[1.2035, 0.7497, 0.6567, 2.7834]]
BG = [[0.243, 4.414, 0.793, 2.426]]
PARETO = [[0.553, 10.578, 0.606, 11.669]]
SPEND = [[6.25, 3.74, 15.44]]
DAY = dt.datetime(2026, 11, 21)
SPAN_IDS = column("A", "B", "C", "D")
SPAN_STARTS = column(*(dt.datetime(2026, month, day) for month, day in ((1, 31), (1, 15), (3, 10), (5, 31))))
SPAN_ENDS = column(None, dt.datetime(2026, 4, 15), dt.datetime(2026, 3, 20), dt.datetime(2026, 9, 30))

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
    (13, "CLV_TENURE", (SPAN_STARTS, SPAN_ENDS, dt.datetime(2026, 6, 30)), column(5.0, 2.0, 0.0, 1.0)),
    (13, "CLV_TENURE", (dt.datetime(2026, 1, 31), 0.0, dt.datetime(2026, 6, 30)), 5.0),
    (13, "CLV_TENURE", (SPAN_STARTS, SPAN_ENDS, dt.datetime(2026, 6, 30), "quarter"), column(1.0, 0.0, 0.0, 0.0)),
    (
        13,
        "CLV_MRR",
        (SPAN_IDS, SPAN_STARTS, [*SPAN_ENDS[:3], [None]], column(30.0, 30.0, 30.0, 30.0), "month", 3.0),
        [
            ["2026-03", 60.0, 0.0, 0.0, 0.0, 0.0, 0.0, 60.0, 2],
            ["2026-04", 60.0, 0.0, 0.0, 0.0, 0.0, -30.0, 30.0, 1],
            ["2026-05", 30.0, 30.0, 0.0, 0.0, 0.0, 0.0, 60.0, 2],
        ],
    ),
    (
        13,
        "CLV_NRR",
        (SPAN_IDS, SPAN_STARTS, SPAN_ENDS, column(30.0, 30.0, 30.0, 30.0), dt.datetime(2026, 6, 30), 4.0),
        [[0.5, 0.5, 0.5]],
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
    (16, "CLV_P_ALIVE", (BG, 2.0, 30.43, 38.86, "BG/NBD", 52.0), 0.531646),
    # six yearly appeals; Fader, Hardie & Shang 2010, table 5: .59 at the next one
    (16, "CLV_P_ALIVE", (GIVING, 2.0, 4.0, 6.0, "BG/BB", 1.0), 0.589664),
    (17, "CLV_EXPECTED_ORDERS", (GIVING, 2.0, 4.0, 6.0, 5.0, "BG/BB"), 1.057615),
    (12, "CLV_P_ACTIVE", (BG, 2.0, 30.43, 38.86, 39.0), 0.554627),
    (12, "CLV_P_ACTIVE", (PARETO, 2.0, 30.43, 38.86, 39.0, "Pareto/NBD"), 0.591937),
    (12, "CLV_NEXT_ORDER", (BG, 2.0, 30.43, 38.86), 29.478210),
    (12, "CLV_NEXT_ORDER", (PARETO, 2.0, 30.43, 38.86, 0.25, "Pareto/NBD"), 7.378932),
    (17, "CLV_EXPECTED_ORDERS", (BG, 2.0, 30.43, 38.86, 39.0), 1.226028),
    (17, "CLV_EXPECTED_ORDERS", (BG, 2.0, 30.43, 38.86, 39.0, "MBG/NBD"), 1.340497),
    (17, "CLV_EXPECTED_ORDERS", (PARETO, 2.0, 30.43, 38.86, 39.0, "Pareto/NBD"), 1.455123),
    (19, "CLV_EXPECTED_SPEND", (SPEND, 2.0, 22.35), 24.663714),
    (19, "CLV_EXPECTED_SPEND", (SPEND, 0.0, 0.0), 35.218978),
    (20, "CLV_BTYD", (0.15, BG, SPEND, 2.0, 30.43, 38.86, 22.35, 52.0, 0.3), 10.819227),
    (20, "CLV_BTYD", (0.15, BG, SPEND, 2.0, 30.43, 38.86, 22.35, 52.0, 0.3, 52.0), 10.816883),
    (20, "CLV_BTYD", (0.15, BG, SPEND, 2.0, 30.43, 38.86, 22.35, 52.5, 0.3), 10.89802),
    (
        20,
        "CLV_FORECAST",
        (
            BG,
            SPEND,
            column(2.0, 0.0),
            column(30.43, 0.0),
            column(38.86, 38.86),
            column(22.35, 0.0),
            column(91.0, 273.0),
            0.4,
        ),
        [[0.527136, 5.495694], [0.89399, 9.348131]],
    ),
    (20, "CLV_FORECAST", (BG, SPEND, 2.0, 30.43, 38.86, 22.35, 273.0), [[1.226028, 30.238408]]),
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
    (
        10,
        "CLV_SURVIVAL",
        (DURATIONS, CHURNED),
        [[3, 7, 1, 0.857143], [5, 6, 1, 0.714286], [8, 4, 1, 0.535714], [12, 3, 1, 0.357143]],
    ),
    (10, "CLV_SURVIVAL", (DURATIONS, CHURNED, column(2.0, 8.0, 20.0)), column(1.0, 0.535714, NA)),
    (12, "CLV_CONTRACT_SURVIVAL", ([[0.668, 3.806]], 12.0), 0.37804),
    (12, "CLV_CONTRACT_SURVIVAL", ([[0.455614, 0.779326, 1.283451]], 12.0), 0.177332),
    (13, "CLV_CONTRACT", (0.1, [[0.668, 3.806]], 100.0, 0.0, None, 1.0, 1.0), 592.259641),
    (13, "CLV_CONTRACT", (0.1, [[0.668, 3.806]], 100.0, 0.0), 538.417855),
    (13, "CLV_CONTRACT", (0.1, [[0.668, 3.806]], 100.0, 4.0, None, 1.0, 0.0), 689.70574),
    (13, "CLV_RETENTION", (0.1, 0.491 ** (1 / 7), 100.0, None, 1.0, 0.0), 505.389282),
    (
        21,
        "CLV_RFM_SCORE",
        (DAYS_10, ORDERS_10, SPEND_10, 5.0),
        [[5, 5, 4], [5, 5, 5], [4, 4, 3], [4, 4, 4], [3, 3, 2], [3, 3, 3], [2, 2, 5], [2, 2, 2], [1, 1, 1], [1, 1, 1]],
    ),
    (
        21,
        "CLV_RFM_SCORE",
        (DAYS_10, ORDERS_10, SPEND_10, 5.0, [[365.0, 2.0, 50.0], [90.0, 5.0, 80.0], [30.0, None, 100.0]]),
        [[4, 3, 3], [4, 3, 4], [4, 3, 2], [3, 3, 2], [3, 3, 1], [3, 2, 2], [2, 2, 3], [2, 2, 1], [2, 1, 1], [1, 1, 1]],
    ),
    (
        22,
        "CLV_RFM_SEGMENT",
        (column(5.0, 2.0, 1.0, 5.0), column(5.0, 4.0, 1.0, 1.0)),
        column("Champions", "Can't lose", "Lost", "New"),
    ),
    (24, "CLV_ATTAINMENT", (540.0, 480.0), 1.125),
    (24, "CLV_ATTAINMENT", (150.0, 480.0, 2.0, 4.0), 0.625),
    (
        24,
        "CLV_ATTAINMENT",
        (column(540.0, 230.0, 150.0), 480.0, column(3.0, 2.0, 2.0), 4.0, 1.0),
        column("Exceeds", "On track", "Missing the mark"),
    ),
    (
        25,
        "CLV_SERVICE_LEVEL",
        (
            column("Exceeds", "On track", "Missing the mark", "Missing the mark"),
            column(250.0, 500.0, 450.0, 40.0),
            400.0,
            60.0,
        ),
        column("Concierge", "Priority", "Retention desk", "Self-service first"),
    ),
    (
        26,
        "CLV_STAGE",
        (
            column(0.0, 0.0, 1.0, 2.0, 4.0, 12.0, 5.0, 5.0),
            column(0.0, 0.0, 5.0, 20.0, 20.0, 20.0, 50.0, 120.0),
            30.0,
            column(0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
            column("", "", "", 5.0, 4.0, 5.0, 3.0, 2.0),
        ),
        column("Awareness", "Consideration", "Purchase", "Satisfaction", "Retention", "Loyalty", "At risk", "Ended"),
    ),
    (
        28,
        "CLV_PROFILE",
        (CHANNEL10, VALUES10, 0.3),
        [["Web", 0.4, 0.666667, 166.666667], ["Agent", 0.3, 0.333333, 111.111111], ["Partner", 0.3, 0.0, 0.0]],
    ),
    (29, "CLV_LOOKALIKE", (FEATURES, column(1.0, 1.0, 0.0, 0.0)), column(0.983402, 0.983402, 0.139193, 0.935244)),
    (29, "CLV_LOOKALIKE", (FEATURES, [[35.0, 11.0]]), column(0.983402, 0.983402, 0.139193, 0.935244)),
    (29, "CLV_LOOKALIKE", (FEATURES, [[35.0, 11.0]], [[1.0, 3.0]]), column(0.978647, 0.978647, 0.12791, 0.917285)),
    (35, "CLV_ROI", (333.33, 360.0, 20000.0, 250000.0), [[26.67, 533400.0, 283400.0, 1.1336, 26.67]]),
    (36, "CLV_RETENTION_OPTIMUM", (0.15, 100.0, 0.7, 0.4, 10.0), [[27.195899, 0.63012, 68.893058, 40.0]]),
    (37, "CLV_WINBACK", (300.0, 0.12, 6.0, 5.0), 6.0),
    (37, "CLV_WINBACK", (300.0, 0.10, 6.0, 5.0), 0.0),
    (38, "CLV_CC_COST_FTE", (1800.0, 420.0, 0.82, 0.30), 2.110694),
    (38, "CLV_CC_COST_FTE", (1800.0, 420.0, 0.82, 0.30, 2080 / 12, 0.35, 2000.0), 2.179096),
    (39, "CLV_CC_COST_BPO", ("fte", 20000.0, 24.0, 1700.0, 2.2, 15000.0, 2.9, 42000.0, 0.05), 2.142),
    (39, "CLV_CC_COST_BPO", ("transaction", 20000.0, 24.0, 1700.0, 2.2, 15000.0, 2.9, 42000.0, 0.05), 2.31),
    (39, "CLV_CC_COST_BPO", ("outcome", 20000.0, 24.0, 1700.0, 2.2, 15000.0, 2.9, 42000.0, 0.05), 2.28375),
    (39, "CLV_CC_COST_BPO", ("hybrid", 20000.0, 20.0, 1700.0, None, 15000.0, 0.6, None, 0.05), 2.2575),
    (39, "CLV_CC_COST_BPO", ("fixed", 20000.0, 24.0, 1700.0, 2.2, 15000.0, 2.9, 42000.0, 0.05), 2.205),
    (40, "CLV_COST_TO_SERVE", (3.0, 2.50, 0.67, 1.5, 0.2, 0.2), 9.09),
    (41, "CLV_CC_RETENTION", (0.67, 0.5, 0.88, 0.70, 0.86), 0.8403),
    (41, "CLV_CC_RETENTION", (0.75, 0.5, 0.88, 0.70, 0.86), 0.8475),
    (41, "CLV_CC_RETENTION", (0.67, 0.5, 0.88, 0.70), 0.8503),
    (42, "CLV_CC_ALLOWANCE", (600.0, 0.05, 8.0, 0.0060), 625.0),
    (43, "CLV_CC_AGENTS", (200.0, 240.0, 0.80, 20.0, 1800.0, 0.30), [[32, 0.848512, 0.833333, 46]]),
    (44, "CLV_CONCENTRATION", (POS10, "gini"), 0.459545),
    (44, "CLV_CONCENTRATION", (POS10, "top", 0.2), 0.488636),
    (44, "CLV_CONCENTRATION", (POS10, "hhi"), 0.171198),
    (
        45,
        "CLV_DECILES",
        (WHALE10, 5.0),
        [
            [1, 2, 2150, 0.53616, 0.53616],
            [2, 2, 1120, 0.279302, 0.815461],
            [3, 2, 680, 0.169576, 0.985037],
            [4, 2, 360, 0.089776, 1.074813],
            [5, 2, -300, -0.074813, 1.0],
        ],
    ),
    (46, "CLV_EQUITY", (column(5000.0, 12000.0, 30000.0), column(420.0, 180.0, 60.0)), 6060000.0),
    (46, "CLV_EQUITY", (column(5000.0, 12000.0, 30000.0), column(420.0, 180.0, 60.0), 0.1, WON, 95.0), 7610262.96018),
    (
        47,
        "CLV_CBCV",
        (0.1, 6060000.0, WON, 95.0, column(200000.0, 205000.0, 210000.0), 0.25, 0.02, 1500000.0, 300000.0, 1000000.0),
        [
            ["existing customers", 6060000.0],
            ["new customers", 1550262.96018],
            ["terminal value", 6552216.378663],
            ["fixed costs", -2520661.157025],
            ["pre-tax value", 11641818.181818],
            ["tax", -2910454.545455],
            ["operating value", 8731363.636364],
            ["non-operating assets", 300000.0],
            ["net debt", -1500000.0],
            ["equity value", 7531363.636364],
            ["value per share", 7.531364],
        ],
    ),
    (
        47,
        "CLV_MOVEMENT",
        (195860.0, 9247.0, 0.1, 91 / 365.25, 27879.0, -2409.0, 0.0, -3182.0, column(2015.0, 100.0), 500.0, 179200.0),
        [
            ["opening", 195860.0],
            ["data", 500.0],
            ["longer horizon", 9247.0],
            ["interest", 4940.773384],
            ["margin expected in the period", -27879.0],
            ["experience: behaviour", -2409.0],
            ["new customers", 0.0],
            ["model", -3182.0],
            ["assumptions", 2115.0],
            ["closing", 179192.773384],
            ["check", 7.226616],
        ],
    ),
    (
        48,
        "CLV_TORNADO",
        (50.0, 4.0, 3.0, 100.0, 0.4, 0.1, 0.1),
        [
            ["avg_purchase_value", 79.053343, 118.842975, 39.789632],
            ["purchase_rate", 79.053343, 118.842975, 39.789632],
            ["margin", 79.053343, 118.842975, 39.789632],
            ["lifetime", 81.514194, 115.890693, 34.376499],
            ["acquisition_cost", 108.948159, 88.948159, 20.0],
            ["discount_rate", 102.503573, 95.497177, 7.006396],
        ],
    ),
    (49, "CLV_INTERVAL", (0.1, 500.0, 400.0, 100.0, 0.95), [[296.971718, 333.111053, 374.912605, 0.763268, 0.833271]]),
    (
        50,
        "CLV_HOLDOUT",
        (ACTUAL10, PREDICTED10),
        [
            ["n", 10],
            ["bias", -0.086957],
            ["MAE", 0.8],
            ["RMSE", 1.044031],
            ["Spearman", 0.880104],
            ["normalised Gini", 0.936],
        ],
    ),
    (
        50,
        "CLV_HOLDOUT",
        (ACTUAL10, PREDICTED10, 5.0),
        [[1, 2, 4.55, 5.5], [2, 2, 2.8, 4.0], [3, 2, 1.7, 1.0], [4, 2, 1.05, 0.5], [5, 2, 0.4, 0.5]],
    ),
    (51, "CLV_WHY", ("CLV", 50.0, 4.0, 3.0, 100.0), "OK"),
]
