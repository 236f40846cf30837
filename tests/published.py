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
# computed; the published row gives no standard errors
NBD = Published((0.38477, 12.0720), (), -9763.6577)
# Bemmaor & Glady 2012, table 2, through CLVTools: on CDNOW Gompertz/NBD collapses to Pareto/NBD (its b tends to .0002)
GOMPERTZ_NBD_LOG_LIKELIHOOD = -9594.98
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


# ---- contracts (sBG, BdW) and discrete opportunities (BG/BB) --------------------------------------------

# Fader & Hardie 2007, customers left of 1,000 after 0, 1, ..., 7 years.
REGULAR = (1000, 631, 468, 382, 326, 289, 262, 241)
HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)
# The paper prints .704, 1.182 and .668, 3.806; more digits and standard errors recomputed.
SBG_REGULAR = Published((0.70408, 1.18204), (0.0656, 0.1525), -1680.2652)
SBG_HIGH_END = Published((0.66809, 3.80609), (0.1037, 0.7855), -1611.1582)
SBG_HIGH_END_SURVIVAL = {8: 0.460, 9: 0.436, 10: 0.414, 11: 0.395, 12: 0.378}
# BdW on the same seven years: computed. On the first four renewals: Fader et al. 2018, whose Regular stopped a little
# short of the optimum (.52303, .89428, 1.19640).
BDW_REGULAR = Published((0.45561, 0.77933, 1.28345), (0.1670, 0.2827, 0.2980), -1679.6028)
BDW_HIGH_END = Published((0.21425, 1.42657, 1.72356), (), -1605.3142)
BDW_REGULAR_4 = Published((0.5231, 0.8944, 1.1963), (), -1401.3831)
BDW_HIGH_END_4 = Published((0.2593, 1.7225, 1.5844), (), -1222.7493)

# Fader, Hardie & Shang 2010; BTYD vignette; lifetimes' tests: the 11,104 donors of lifetimes' donations.csv.
BG_BB_DONATIONS = Published((1.2035, 0.7497, 0.6567, 2.7834), (), -33225.5813)
DONATIONS_IN_5_YEARS = 12884.2
# (x, t_x) of 6 opportunities: expected purchases at the next 10, from the vignette's own fit
DONATIONS_IN_10_YEARS = {(0, 0): 0.1302, (4, 5): 3.6279}
# (x, t_x) of 6 opportunities: P(alive at the seventh)
DONORS_ALIVE = {(0, 0): 0.11, (2, 4): 0.59, (6, 6): 0.93}


# ---- closed forms ----------------------------------------------------------------------------------------------

# Berger & Nasr 1998, case 1: contribution 260, promotion 50 in mid-year, retention 75%, rate 20%, 10 years.
PROMOTION = 568.78
# Farris et al.: an internet provider's margin of 17.95 a month, retention 99.5%, 1% a month.
INTERNET_PROVIDER = 1209
# The coffee customer, widely reprinted: 5.90 a visit, 4.2 visits (24.30) a week for 20 years, margin 21.3%; 5,382.94 of
# gross margin in all, retention 75%, rate 10%. Simple, custom, traditional and their average (cut, not rounded).
COFFEE = (25272, 5489.27, 11534.87, 14098.70)
# BenchmarkPortal: 1,000,000 contacts, 10% of them not resolved at once, 1.5 more calls each, 8 a call.
EXTRA_CALLS = 1_200_000
# wewfm.com, billing models: 233,864.81 a month for 150 agents of 176 hours, 10.3% shrinkage, 86% occupancy.
PRODUCTIVE_HOUR = 11.48
