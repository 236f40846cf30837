"""The price list: every worksheet function of xlclv, a signature, a line, a call."""

import functools
import inspect

import xlwings as xw

from xlclv.cells import fits, orders
from xlclv.cells.call import call
from xlclv.cells.read import unify
from xlclv.discounting import period_rate
from xlclv.formulas import acquisition, simple
from xlclv.formulas import retention as contract
from xlclv.models import gamma_gamma
from xlclv.segments import tables, tiers
from xlclv.terms.catalogue import FUNCTIONS


def udf(body):
    """A worksheet function: `body` gets clean arrays and answers them; cells, errors and help texts are done here."""
    function = FUNCTIONS[body.__name__]
    signature = inspect.signature(body)
    defaults = [p.default for p in signature.parameters.values()]

    @functools.wraps(body)
    def worksheet_function(*cells, **named):
        if named or len(cells) > len(defaults):
            bound = signature.bind(*cells, **named)
            bound.apply_defaults()
            cells = bound.args
        else:
            rest = defaults[len(cells) :]
            cells = (*cells, *(None if d is inspect.Parameter.empty else d for d in rest))
        return call(function, body, cells)

    for argument in function.arguments:
        doc = argument.term.words[:255]
        worksheet_function = xw.arg(argument.name, ndim=2, err_to_str=True, doc=doc)(worksheet_function)
    return xw.func(category="xlCLV")(worksheet_function)


# ---- A. Simple CLV and building blocks ------------------------------------------------------------------------


@udf
def CLV(avg_purchase_value, purchase_rate, lifetime, acquisition_cost=0, margin=1, discount_rate=0, timing=0):
    """Customer lifetime value: value x rate x lifetime - acquisition cost, with optional margin and discounting."""
    return simple.clv(avg_purchase_value, purchase_rate, lifetime, acquisition_cost, margin, discount_rate, timing)


@udf
def CLV_LIFETIME(retention, nper=None):
    """Expected lifetime in periods from a retention rate, for ever or within a horizon."""
    return simple.lifetime(retention, nper)


@udf
def CLV_REALISED(rate, values, dates, as_of=None, margin=1, costs=0):
    """Value of a customer to date: past transactions carried to as_of at the rate, times margin, less costs."""
    return simple.realised(rate, values, dates, as_of, margin, costs)


@udf
def CLV_PERIOD_RATE(annual_rate, periods_per_year, method=0):
    """The rate for one period of a yearly rate: effective, nominal, or a retention."""
    return period_rate(annual_rate, periods_per_year, method)


# ---- B. Retention-based CLV -----------------------------------------------------------------------------------


@udf
def CLV_RETENTION(rate, retention, margin, nper=None, timing=0, first_certain=1, growth=0, acquisition_cost=0):
    """CLV of a customer kept at a constant retention rate, for ever or for nper periods, after acquisition cost."""
    return contract.clv(rate, retention, margin, nper, timing, first_certain, growth, acquisition_cost)


@udf
def CLV_CURVE(rate, survival, margins, timing=0, acquisition_cost=0):
    """CLV of a survival curve with its own margin at each payment, after acquisition cost."""
    return contract.curve(rate, survival, margins, timing, acquisition_cost)


@udf
def CLV_PROMOTION(rate, retention, contribution, promotion_cost, nper, purchases_per_period=1):
    """CLV of a customer who is promoted to in every purchase cycle (Berger & Nasr)."""
    return contract.promotion(rate, retention, contribution, promotion_cost, nper, purchases_per_period)


@udf
def CLV_MIGRATION(rate, transition, margins, nper=None, timing=1):
    """Value of a customer in each state of a migration table, one row a state."""
    return [[value] for value in contract.migration(rate, transition, margins, nper, timing)]


# ---- C. Cohorts -----------------------------------------------------------------------------------------------


@udf
def CLV_COHORT_TABLE(ids, dates, amounts=None, metric="retention", period="month"):
    """Cohorts by the period of their first purchase: retention, customers, revenue, cumulative revenue or orders."""
    return orders.cohort_table(ids, dates, amounts, metric, period)


# ---- D. Non-contractual models --------------------------------------------------------------------------------


@udf
def CLV_RFM_SUMMARY(ids, dates, amounts, as_of=None, unit_days=7, headers=0):
    """Transactions to one row a customer: id, frequency, recency, T, monetary_value."""
    return orders.rfm_summary(ids, dates, amounts, as_of, unit_days, headers)


@udf
def CLV_BTYD_FIT(frequency, recency, T, model="BG/NBD", weights=None):
    """Fit a model of repeat buying: parameters, standard errors, log-likelihood, status."""
    return fits.btyd_block(frequency, recency, T, model, weights)


@udf
def CLV_P_ALIVE(params, frequency, recency, T, model="BG/NBD"):
    """Probability that a customer with this history is still a customer."""
    kernel, fitted = fits.btyd(params, model)
    return kernel.p_alive(fitted, frequency, recency, T)


@udf
def CLV_EXPECTED_ORDERS(params, frequency, recency, T, horizon, model="BG/NBD"):
    """Expected number of orders of this customer within the horizon from now."""
    kernel, fitted = fits.btyd(params, model)
    return kernel.expected_purchases(fitted, horizon, frequency, recency, T)


@udf
def CLV_SPEND_FIT(frequency, monetary_value):
    """Fit the Gamma-Gamma model of order values: parameters, standard errors, independence check, status."""
    return fits.spend_block(frequency, monetary_value)


@udf
def CLV_EXPECTED_SPEND(params, frequency, monetary_value):
    """Expected value of this customer's next orders, between what was seen and what is usual."""
    return gamma_gamma.expected_spend(fits.spend(params), frequency, monetary_value)


@udf
def CLV_BTYD(
    rate,
    params,
    spend_params,
    frequency,
    recency,
    T,
    monetary_value,
    horizon,
    margin=1,
    periods_per_year=365.25 / 7,
    model="BG/NBD",
):
    """Remaining CLV of a customer: expected spend x margin x discounted expected orders within the horizon."""
    return fits.residual_clv(
        rate, params, spend_params, frequency, recency, T, monetary_value, horizon, margin, periods_per_year, model
    )


# ---- E. Segments ----------------------------------------------------------------------------------------------


@udf
def CLV_TIER(values, cuts=None, labels=None, scope=None):
    """The value tier of each customer: by rank (the best 5%, 20%, 50%) or by money floors."""
    return tiers.assign(values, cuts, labels, scope)


@udf
def CLV_SEGMENT_TABLE(values, groups, cac=None):
    """Value by segment: customers, mean, median, total, share, index, and CLV to CAC when cac is given."""
    return tables.rows_of(tables.groups_of(values, unify(groups), cac))


# ---- F. Acquisition -------------------------------------------------------------------------------------------


@udf
def CLV_CAC(spend, new_customers, variable_cost=0, response=None):
    """Acquisition cost of one customer, from spend and customers won or from prospects and their response."""
    return acquisition.cac(spend, new_customers, variable_cost, response)


@udf
def CLV_CAC_MAX(gross_clv, target_ratio=1, min_profit=0):
    """The most you may pay to acquire a customer at a wanted ratio or profit."""
    return acquisition.cac_max(gross_clv, target_ratio, min_profit)


@udf
def CLV_TO_CAC(gross_clv, cac):
    """Ratio of CLV before acquisition cost to acquisition cost."""
    return acquisition.to_cac(gross_clv, cac)


@udf
def CLV_PAYBACK(cac, margin, retention=1, rate=0, timing=0):
    """Number of margins until the acquisition cost is recovered, discounted, the last one in part."""
    return acquisition.payback(cac, margin, retention, rate, timing)


@udf
def CLV_BREAKEVEN(solve_for, rate=None, retention=None, margin=None, acquisition_cost=None, timing=0):
    """The retention, margin, lifetime, rate or response at which a customer just pays the acquisition cost."""
    return acquisition.breakeven(solve_for, rate, retention, margin, acquisition_cost, timing)
