"""Which running customers have a row each; the others stand below them, alike ones in one row, so that all is live."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xlclv.contracts.data import Ints
from xlclv.contracts.report import Report
from xlclv.errors import OutputError
from xlclv.places import places

MOST = 1_048_000  # rows
LISTED = 1_000_000  # unless somebody asks for others


@dataclass(frozen=True, slots=True)
class Listing:
    """The sheet's rows: for each a customer that it speaks of, by the place among those who run, and for how many."""

    pick: Ints
    customers: Ints
    mrr: Ints  # of all of them, in millionths
    listed: int

    @property
    def whole(self) -> bool:
        """Whether every customer has a row."""
        return self.listed == len(self.pick)

    @property
    def others(self) -> int:
        """How many have none."""
        return int(self.customers[self.listed :].sum())


def listing(report: Report, asked: int | None) -> Listing:
    """The best `asked` one by one; of the others those of one start, period, end, curve, tier and level together."""
    running, them = report.running, report.them
    assert running is not None
    most = min(asked or LISTED, len(running.at))
    mrr = them.mrr[running.at]
    one_by_one = np.arange(most, dtype=np.int64)
    if most == len(running.at):
        return Listing(one_by_one, np.ones(most, dtype=np.int64), mrr, most)
    rest = running.at[most:]
    alike = [them.start, them.period, them.end, them.renewals, *them.levels]
    keys = np.stack([running.curve[most:], running.tier[most:], *(of[rest] for of in alike)])
    _, first, group, count = np.unique(keys, axis=1, return_index=True, return_inverse=True, return_counts=True)
    if most + len(first) > MOST:
        raise OutputError(
            f"{most:,} customers and {len(first):,} rows for the others are more than a sheet holds ({MOST:,}); "
            "say a smaller --list, or use --json or --to scores.parquet"
        )
    together = np.zeros(len(first), dtype=np.int64)
    np.add.at(together, places(group.reshape(-1)), mrr[most:])
    order = np.argsort(first, kind="stable")  # the most valuable of each group first
    return Listing(
        np.concatenate([one_by_one, most + first[order].astype(np.int64)]),
        np.concatenate([np.ones(most, dtype=np.int64), count[order].astype(np.int64)]),
        np.concatenate([mrr[:most], together[order]]),
        most,
    )
