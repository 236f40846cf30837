"""One side of a race, in a process of its own: CPU seconds (all threads), their median, and the peak of its memory."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks import base, jobs

_AT_LEAST = 0.2  # seconds of work behind one reading, for jobs shorter than the clock is good for
_MANY = 50


class Reading(NamedTuple):
    """CPU seconds of one run (median), runs behind it, peak memory in MB, and the figure the answer gives."""

    seconds: float
    runs: int
    peak: float
    figure: float
    customers: int


def read(number: int, ours: bool, repeats: int, sizes: dict[str, int], folder: Path) -> Reading:
    """Run one side of jobs.JOBS[number] (the growth job is -1) in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_read, number, ours, repeats, sizes, folder).result()


def _rows(data: str, sizes: dict[str, int], folder: Path) -> base.Base:
    if data == "none":
        return base.Base(*np.zeros((4, 1)))
    return base.cdnow() if data == "cdnow" else base.simulated(sizes[data], folder)


def _read(number: int, ours: bool, repeats: int, sizes: dict[str, int], folder: Path) -> Reading:
    job = jobs.GROWTH if number < 0 else jobs.JOBS[number]
    data = job.data if ours else job.peer_data
    rows = _rows(data, sizes, folder)
    if not ours and job.peer_name == jobs.LIFETIMES:
        jobs.quiet()
    run, figure = (job.ours if ours else job.peer)(rows)
    answer, times = None, []
    for _ in range(repeats):
        count, spent = 0, 0.0
        while count == 0 or (spent < _AT_LEAST and count < _MANY):
            started = time.process_time()
            answer = run()
            spent += time.process_time() - started
            count += 1
        times.append(spent / count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return Reading(statistics.median(times), repeats, peak, figure(answer), len(rows.x))
