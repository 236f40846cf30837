"""Numbers printed in the literature that the engine must reproduce, with their sources; our own are elsewhere."""

from __future__ import annotations

from typing import NamedTuple


class Published(NamedTuple):
    """A published fit: estimates, standard errors (where printed or recomputed), log-likelihood."""

    estimates: tuple[float, ...]
    errors: tuple[float, ...]
    log_likelihood: float


# CDNOW 1/10 sample, recency and T in days / 7.
# Fader, Hardie & Lee 2005a print .243, 4.414, .793, 2.426 and -9582.4; more digits in CLVTools' tests.
BG_NBD = Published((0.2425945, 4.4136, 0.7929, 2.4259), (0.01256, 0.3782, 0.1857, 0.7054), -9582.4292)
# CLVTools' tests; the BTYD vignette prints .553, 10.580, .606, 11.656 for a fit that stopped a little short.
PARETO_NBD = Published((0.5533, 10.578, 0.6062, 11.669), (0.0476, 0.8427, 0.1873, 6.21), -9594.9762)
# computed; lifetimes agrees
MBG_NBD = Published((0.52484, 6.18309, 0.89136, 1.61400), (), -9582.1357)
# Fader & Hardie, note 025: 6.25, 3.74, 15.44; 946 repeat buyers; population mean 35.17
GAMMA_GAMMA = Published((6.2496, 3.7442, 15.4435), (1.190, 0.290, 4.159), -4055.9177)
GAMMA_GAMMA_MEAN = 35.17
GAMMA_GAMMA_CORRELATION = 0.1139
# note 025, expected spend of the first ten customers, through lifetimes' tests
GAMMA_GAMMA_FIRST_TEN = (24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17)

# BTYD vignette, from its own fits to CDNOW, whose last digits differ from the optimum's: 1e-3 relative.
# Customer 1516: x 26, t_x 30.857, T 31, horizon 52: expected purchases, P(alive)
CUSTOMER_1516 = {"Pareto/NBD": (25.45647, 0.997874), "BG/NBD": (25.75659, 0.9688523)}
# a new customer's purchases in 52 weeks
NEW_CUSTOMER = {"Pareto/NBD": 1.473434, "BG/NBD": 1.444004}
# t_x 20, T 39, horizon 52: x = 10, 15, 20, 25
FREQUENT_YET_GONE = {
    "Pareto/NBD": (0.7062289, 0.1442396, 0.02250658, 0.00309267),
    "BG/NBD": (0.3474606, 0.04283391, 0.004158973, 0.0003583685),
}

# Hardie's BG/NBD workbook, through lifetimes' tests: E[X(t)] of a new customer, and P(X(39) = 0)
BG_NBD_GROWTH = {1: 0.0532, 3: 0.1506, 32: 1.0437, 78: 1.8576}
BG_NBD_SILENT_39 = 0.5737864

# Pareto/NBD DERT; inputs of BTYD's documentation, values by mpmath.
DERT_PARAMS = (0.5629966, 12.559037, 0.4081095, 10.5148048)
DERT_RATE = 0.0027
DERT_X7_TX35 = 1.864183
DERT_TX30 = (2.199155, 2.843534, 2.867128, 2.445410, 1.840502, 1.262416, 0.809618, 0.494804, 0.292025, 0.167928)
