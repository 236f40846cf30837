"""Family E of the gallery: scores, tiers, attainment, service, life cycle, profiles."""

from __future__ import annotations

from xlclv.segments import attainment, profiles, rfm, stages, tables, tiers
from xlclv.workbook import lookups
from xlclv.workbook.templates.gallery.block import Block

_VALUES = [1200, 950, 700, 420, 380, 300, 210, 150, 60, -40]
_CHANNELS = ["Web", "Web", "Agent", "Agent", "Agent", "Web", "Partner", "Partner", "Web", "Partner"]
_DAYS = [5, 12, 30, 45, 60, 90, 120, 200, 300, 400]
_ORDERS = [12, 9, 8, 6, 5, 4, 3, 2, 1, 1]
_SPEND = [80, 120, 60, 75, 40, 55, 90, 30, 20, 25]


def rfm_score(b: Block) -> None:
    b.given(days_since_last=_DAYS, orders=_ORDERS, monetary=_SPEND, bins=5)
    found = rfm.scores(_DAYS, _ORDERS, _SPEND, 5)
    text = '=MIN({{bins}},INT(COUNTIF({{{0}}},"{1}"&{{{0}@}})*{{bins}}/(COUNT({{{0}}})-1))+1)'
    for i, (words, name, worse) in enumerate(
        (("r score", "days_since_last", ">"), ("f score", "orders", "<"), ("m score", "monetary", "<"))
    ):
        b.result(words, text.format(name, worse), found[:, i])


def rfm_segment(b: Block) -> None:
    b.given(r_score=[5, 2, 1, 5], f_score=[5, 4, 1, 1])
    least_r, least_f, label = zip(*rfm.DEFAULT_MAP, strict=True)
    b.constant("r_min", "Map: least r score", list(least_r))
    b.constant("f_min", "Map: least f score", list(least_f))
    b.constant("label", "Map: segment", list(label))
    b.constant("points", "Earlier entries win", list(range(len(label), 0, -1)))
    best = "SUMPRODUCT(MAX(({r_score@}>={r_min})*({f_score@}>={f_min})*{points}))"
    b.result("Segment", f"=INDEX({{label}},COLUMNS({{label}})+1-{best})", rfm.segments([5, 2, 1, 5], [5, 4, 1, 1]))


def tier(b: Block) -> None:
    cuts, labels = [0.1, 0.3, 0.6], list(tiers.DEFAULT_LABELS)
    b.given(values=_VALUES, cuts=cuts, labels=labels)
    b.step("rank", "Rank, the highest 1", '=COUNTIF({values},">"&{values@})+1')
    text = "=INDEX({labels},1+SUMPRODUCT(--({cuts}<ROUND({rank@}/COUNT({values}),9))))"
    b.result("Tier", text, tiers.assign(_VALUES, cuts, labels))


def attained(b: Block) -> None:
    b.given(realised=150, expected=480, tenure=2, lifetime=4)
    text = "={realised}/({expected}*MIN(1,{tenure}/{lifetime}))"
    b.result("Attainment, at this point of the lifetime", text, attainment.attainment(150, 480, 2, 4))


def service_level(b: Block) -> None:
    status, worth = ["Exceeds", "On track", "Missing the mark", "Missing the mark"], [250, 500, 450, 40]
    b.given(status_or_attainment=status, remaining_clv=worth, high=400, low=60)
    rest = 'IF({remaining_clv@}<{high},"Standard",IF({status_or_attainment@}="On track","Priority","Retention desk"))'
    b.step("rest", "Neither Concierge nor Self-service first", f"={rest}")
    text = '=IF({status_or_attainment@}="Exceeds","Concierge",IF({remaining_clv@}<{low},"Self-service first",{rest@}))'
    b.result("Service", text, attainment.service_level(status, worth, 400, 60))


def stage(b: Block) -> None:
    orders, days = [0, 0, 1, 2, 4, 12, 5, 5], [0, 0, 5, 20, 20, 20, 50, 120]
    asked, happy = [0, 1, 1, 1, 1, 1, 1, 1], [3, 3, 3, 5, 4, 5, 3, 2]
    b.given(
        orders=orders, days_since_last=days, typical_gap=30, enquired=asked, satisfaction=happy, attainment=0
    )  # fmt: skip
    for name, words, value in (
        ("ended", "Ended after so many gaps", stages.ENDED_AFTER),
        ("risk", "At risk after so many gaps", stages.AT_RISK_AFTER),
        ("fresh", "Purchase within so many gaps", stages.FRESH_WITHIN),
        ("loyal", "Loyalty from so many orders", stages.LOYAL_ORDERS),
        ("kept", "Retention from so many orders", stages.RETAINED_ORDERS),
        ("glad", "Satisfaction from", stages.SATISFIED_FROM),
    ):
        b.constant(name, words, value)
    b.step("quiet", "Gaps since the last order", "={days_since_last@}/{typical_gap}")
    found = stages.stage(orders, days, 30, asked, happy, 0).tolist()
    _stage_steps(b)
    text = '=IF({early@}<>"-",{early@},IF({late@}<>"-",{late@},IF({many@}<>"-",{many@},{few@})))'
    b.result("Stage", text, found)


def _stage_steps(b: Block) -> None:
    b.step("early", "Before any order", '=IF({orders@}=0,IF({enquired@}=1,"Consideration","Awareness"),"-")')
    b.step("late", "After a silence", '=IF({quiet@}>{ended},"Ended",IF({quiet@}>{risk},"At risk","-"))')
    b.step(
        "many",
        "With many orders",
        '=IF(OR({attainment}>=1,{orders@}>={loyal}),"Loyalty",IF({orders@}>={kept},"Retention","-"))',
    )
    b.step(
        "few",
        "With one order, or two",
        '=IF({orders@}=1,IF({quiet@}<={fresh},"Purchase","Usage"),IF({satisfaction@}>={glad},"Satisfaction","Usage"))',
    )


def segment_table(b: Block) -> None:
    b.given(values=_VALUES, groups=_CHANNELS)
    found = tables.groups_of(_VALUES, _CHANNELS)
    total, mean = sum(_VALUES), sum(_VALUES) / len(_VALUES)
    b.constant("level", "Segments (by mean value)", [g.label for g in found])
    b.result("n", f"={lookups.count(('{groups}', '{level@}'))}", [g.n for g in found], "n")
    worth = lookups.total("{values}", ("{groups}", "{level@}"))
    b.result("mean", f"={worth}/{{n@}}", [g.mean for g in found], "mean")
    b.result("total", f"={worth}", [g.total for g in found], "total")
    b.result("share", "={total@}/SUM({values})", [g.total / total for g in found])
    b.result("index", "=100*{mean@}/AVERAGE({values})", [100 * g.mean / mean for g in found])


def profile(b: Block) -> None:
    b.given(traits=_CHANNELS, values=_VALUES, top_share=0.3)
    found = profiles.profile(_CHANNELS, _VALUES, 0.3)
    b.constant("level", "Levels (by index)", [level.label for level in found])
    b.step("k", "Customers in the top group", "=MAX(1,INT(COUNT({values})*{top_share}+1/(1+1)))")
    b.step("floor", "The least value among them", "=LARGE({values},{k})")
    there = ("{traits}", "{level@}")
    b.result("Share of all", f"={lookups.count(there)}/COUNT({{values}})", [v.share for v in found], "every")
    top = f'{lookups.total("({values}>={floor})", there)}/COUNTIFS({{values}},">="&{{floor}})'
    b.result("Share of the top group", f"={top}", [v.top_share for v in found], "top")
    b.result("Index", "=100*{top@}/{every@}", [v.index for v in found])


def lookalike(b: Block) -> None:
    features, ideal, weights = [[34, 12], [36, 10], [51, 2], [33, 9]], [35, 11], [1, 3]
    b.given(features=features, ideal=ideal, weights=weights)
    b.step("spread", "Standard deviation", "=STDEV({features|@})")
    squares = "SUMPRODUCT({weights}*(({features[@]}-{ideal})/{spread})^(1+1))"
    b.result(
        "Likeness of each customer",
        f"=EXP(-{squares}/SUM({{weights}})/(1+1))",
        profiles.lookalike(features, [ideal], weights),
    )
