"""What every test of the house stands on."""

from __future__ import annotations

import signal
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Cases are the same on every machine and may take their time on a slow one; a test says how many it wants.
settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

# What a shell starts in the background ignores Ctrl-C, and so would every program that a test starts and interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # as nohup hands it down
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# By room, the files that take more than seconds, as a run of everything measured them: whole reports and workbooks are
# made in there. `.ci/quick` leaves them out; everything else runs them.
SLOW = {
    ".": "face hostile",
    "addin": "doctor libreoffice",
    "calc": "bridge command docs excel_files functions workbooks",
    "cli": "audit auto check cli columns described list no_margin options reach schema score",
    "companions": "acquisition contacts dimensions line_margin sample sheets sources",
    "contracts": "beside budget by_hand command coverage hard statement workbook",
    "docs": "*",
    "faults": "*",
    "fuzz": "*",
    "hosts": "*",
    "models": "ahead next_order prior properties",
    "orders": (
        "abroad arrow beside_pandas cells child contract_cells contract_files contract_models data_check dates exports "
        "ids_untold layouts pseudonyms reading rulebook summary systems workbooks"
    ),
    "orders/tables": "tables",
    "packaging": "without_orders",
    "page": "app report",
    "planning": "budget movement scenarios",
    "properties": "laws",
    "report": "counted spend_of_all_kinds standings standings_alike",
    "templates": "house lambdas values",
    "validation": "backtest race",
    "valuation": "scoring uncertainty",
    "workbook": (
        "calculation columns cut decisions lambdas lint live locales mutants no_margin package pages pseudonyms real "
        "rules saving services values"
    ),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow."""
    here = Path(__file__).parent
    for item in items:
        path = item.path.relative_to(here) if item.path.is_relative_to(here) else item.path
        if any(fnmatch(path.stem.removeprefix("test_"), name) for name in SLOW.get(path.parent.as_posix(), "").split()):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `-n`, neighbours go to one worker, so that what a room makes once for its tests is made once."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)
