"""Places in arrays, as wide as an address: what NumPy counts, repeats, takes and adds runs by.

Days, counts and keys are 64 bits wide here. An address has 32 in the browser (xlwings Lite) and in a 32-bit Python,
and there np.bincount, np.repeat, np.take and ufunc.reduceat refuse 64-bit places. Every such call goes through here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def places(which: Any) -> NDArray[np.intp]:
    """The same whole numbers, as wide as an address; no copy where they already are.

    Raises MemoryError: a place that no array on this machine can have.

    >>> np.bincount(places(np.array([2, 0, 2], dtype=np.int64))).tolist()
    [1, 0, 2]
    """
    given = np.asarray(which)
    if given.dtype.itemsize > np.dtype(np.intp).itemsize and given.size and given.max() > np.iinfo(np.intp).max:
        raise MemoryError(f"place {given.max()} is beyond what an address of this Python can reach")
    return given.astype(np.intp, copy=False)
