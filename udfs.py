"""Every worksheet function of xlclv, a signature, a line, a call."""

import functools
import inspect
from pathlib import Path

try:
    import xlwings as xw
except ModuleNotFoundError as missing:  # off Windows and macOS: Calc and Python call the functions as they are
    if missing.name != "xlwings":
        raise
    xw = None  # type: ignore[assignment]
if not hasattr(xw, "arg"):  # a script's own xlwings.py: it hides nothing of ours
    xw = None  # type: ignore[assignment]

from xlclv.cells import contracts, fits, orders, selection, survival, tenures, why
from xlclv.cells import portfolio_tables as portfolio_cells
from xlclv.cells.call import call
from xlclv.cells.read import unify
from xlclv.discounting import period_rate
from xlclv.errors import InputError, XlclvError
from xlclv.formulas import acquisition, equity_movement, loyalty, portfolio, risk, service, simple
from xlclv.formulas import retention as contract
from xlclv.models import gamma_gamma, next_order
from xlclv.segments import attainment, profiles, rfm, stages, tables, tiers
from xlclv.terms.catalogue import FUNCTIONS


def udf(body):
    """A worksheet function: `body` gets clean arrays and answers them; cells, errors and help texts are done here."""
    function = FUNCTIONS[body.__name__]
    signature = inspect.signature(body)
    defaults = [p.default for p in signature.parameters.values()]

    if any(argument.take == "rest" for argument in function.arguments):
        return _hosted(functools.wraps(body)(lambda *cells: body(*cells)), function)

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

    return _hosted(worksheet_function, function)


def _hosted(worksheet_function, function):
    """The function as xlwings takes it: every argument a list of rows, errors as their texts, words for the wizard."""
    if xw is None:
        return worksheet_function
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


@udf
def CLV_SURVIVAL(durations, churned, at=None):
    """Share of customers still there over time, from durations and who has left (Kaplan-Meier)."""
    return survival.survival(durations, churned, at)


@udf
def CLV_CONTRACT_FIT(survivors, model="SBG"):
    """Fit a model of renewals to the customers left after 0, 1, 2, ... periods."""
    return contracts.fit_block(survivors, model)


@udf
def CLV_CONTRACT_SURVIVAL(params, period):
    """Share of a cohort still there after a period, by a fitted model of renewals."""
    return contracts.survival(params, period)


@udf
def CLV_CONTRACT(rate, params, margin, renewals=0, nper=None, timing=0, first_certain=1):
    """CLV of a contract customer under a fitted model of renewals, new or after some renewals."""
    return contracts.value(rate, params, margin, renewals, nper, timing, first_certain)


@udf
def CLV_TENURE(start_date, end_date, as_of, period="month"):
    """Renewals a contract has made: anniversaries of its start, up to the day or strictly before its end."""
    return tenures.made(start_date, end_date, as_of, period)


@udf
def CLV_TENURE_FIT(renewals, left, model="SBG", weights=None):
    """Fit a model of renewals to one row a customer: renewals made, and who has left."""
    return tenures.fit_block(renewals, left, model, weights)


@udf
def CLV_MRR(ids, starts, ends, fees, period="month", months=12):
    """MRR by month: what was there, new, reactivated, expansion, contraction, churned, what is left."""
    return tenures.bridge(ids, starts, ends, fees, period, months)


@udf
def CLV_NRR(ids, starts, ends, fees, as_of, months=12):
    """Net revenue retention, gross revenue retention and logo retention over some months."""
    return tenures.kept(ids, starts, ends, fees, as_of, months)


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
def CLV_P_ALIVE(params, frequency, recency, T, model="BG/NBD", ahead=0):
    """Probability that a customer with this history is still a customer, now or at a day ahead."""
    kernel, fitted = fits.btyd(params, model)
    return kernel.p_alive(fitted, frequency, recency, T, ahead)


@udf
def CLV_P_ACTIVE(params, frequency, recency, T, horizon, model="BG/NBD"):
    """Probability of at least one order of this customer within the horizon from now."""
    return next_order.p_active(*fits.named_btyd(params, model), horizon, frequency, recency, T)


@udf
def CLV_NEXT_ORDER(params, frequency, recency, T, probability=0.5, model="BG/NBD"):
    """Time from now by which the next order of this customer has come with the probability: 50% is the median."""
    return next_order.next_order(*fits.named_btyd(params, model), frequency, recency, T, probability)


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


@udf
def CLV_FORECAST(
    params, spend_params, frequency, recency, T, monetary_value, days, margin=1, model="BG/NBD", unit_days=7
):
    """What all customers will order and leave by period: expected orders and margin, a row a boundary."""
    return fits.forecast(params, spend_params, frequency, recency, T, monetary_value, days, margin, model, unit_days)


# ---- E. Segments ----------------------------------------------------------------------------------------------


@udf
def CLV_RFM_SCORE(days_since_last, orders, monetary, bins=5, cuts=None):
    """Recency, frequency and monetary scores from 1 (worst) to bins, one row of three for each customer."""
    return rfm.scores(days_since_last, orders, monetary, bins, cuts)


@udf
def CLV_RFM_SEGMENT(r_score, f_score, map=None):
    """The segment that recency and frequency scores stand for, from Champions to Lost or by a map of your own."""
    return rfm.segments(r_score, f_score, map)


@udf
def CLV_TIER(values, cuts=None, labels=None, scope=None):
    """The value tier of each customer: by rank (the best 5%, 20%, 50%) or by money floors."""
    return tiers.assign(values, cuts, labels, scope)


@udf
def CLV_ATTAINMENT(realised, expected, tenure=None, lifetime=None, as_text=0):
    """Realised over expected value of a customer, or the pace at this point of the lifetime."""
    return attainment.shown(realised, expected, tenure, lifetime, as_text)


@udf
def CLV_SERVICE_LEVEL(status_or_attainment, remaining_clv, high=None, low=None, map=None):
    """The service each customer has earned: Concierge, Priority, Retention desk, Standard or Self-service first."""
    return attainment.service_level(status_or_attainment, remaining_clv, high, low, map)


@udf
def CLV_STAGE(orders, days_since_last, typical_gap, enquired=0, satisfaction=None, attainment=0):
    """Where a customer stands in the life cycle, from Awareness to Loyalty, At risk or Ended."""
    return stages.stage(orders, days_since_last, typical_gap, enquired, satisfaction, attainment)


@udf
def CLV_SEGMENT_TABLE(values, groups, cac=None):
    """Value by segment: customers, mean, median, total, share, index, and CLV to CAC when cac is given."""
    return tables.rows_of(tables.groups_of(values, unify(groups), cac))


@udf
def CLV_PROFILE(traits, values, top_share=0.2):
    """How often each level of a trait occurs among the best customers against all: who they are."""
    found = profiles.profile(unify(traits), values, top_share)
    return [[level.label, level.share, level.top_share, level.index] for level in found]


@udf
def CLV_LOOKALIKE(features, ideal, weights=None):
    """How much each customer resembles the ideal customers or a persona, from 0 to 1."""
    return profiles.lookalike(features, ideal, weights)


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


# ---- G. Retention investment and win-back ---------------------------------------------------------------------


@udf
def CLV_ROI(clv_before, clv_after, customers, programme_cost):
    """Return of a programme that raises CLV: uplift, total, net, ROI and break-even spend per customer."""
    return portfolio_cells.return_of(clv_before, clv_after, customers, programme_cost)


@udf
def CLV_RETENTION_OPTIMUM(rate, margin, ceiling, retention, current_spend):
    """The retention spend that makes a customer worth most: spend, retention, value there, value now."""
    return portfolio_cells.columns_of(loyalty.optimum(rate, margin, ceiling, retention, current_spend))


@udf
def CLV_WINBACK(second_clv, winback_rate, retention_cost, cost_multiple=5):
    """Net value of one attempt to win a lost customer back."""
    return loyalty.winback(second_clv, winback_rate, retention_cost, cost_multiple)


# ---- H. Cost to serve and contact centre ----------------------------------------------------------------------


@udf
def CLV_CC_COST_FTE(
    monthly_cost, aht_seconds, occupancy, shrinkage, paid_hours=2080 / 12, attrition=0, replacement_cost=0
):
    """Cost of a contact from what an agent or a seat costs per month."""
    return service.cost_fte(monthly_cost, aht_seconds, occupancy, shrinkage, paid_hours, attrition, replacement_cost)


@udf
def CLV_CC_COST_BPO(
    model, contacts, fte=None, fte_rate=None, unit_fee=None, outcomes=None, outcome_fee=None, fixed_fee=None, overhead=0
):
    """Cost of a contact bought from a provider under fte, transaction, outcome, hybrid or fixed pricing."""
    return service.cost_bpo(model, contacts, fte, fte_rate, unit_fee, outcomes, outcome_fee, fixed_fee, overhead)


@udf
def CLV_COST_TO_SERVE(issues, cost_per_contact, fcr=1, repeat_contacts=1.5, self_service=0, self_service_cost=0):
    """Cost to serve a customer for a period, with first-contact resolution and self-service."""
    return service.cost_to_serve(issues, cost_per_contact, fcr, repeat_contacts, self_service, self_service_cost)


@udf
def CLV_CC_RETENTION(fcr, contact_share, retention_resolved, retention_unresolved, retention_no_contact=None):
    """Retention from first-contact resolution, measured on your own customers: an association, not a cause."""
    return service.retention(fcr, contact_share, retention_resolved, retention_unresolved, retention_no_contact)


@udf
def CLV_CC_ALLOWANCE(remaining_clv, budget_share, contacts_remaining, cost_per_second):
    """Handle seconds a contact may take, given what the customer is still worth."""
    return service.allowance(remaining_clv, budget_share, contacts_remaining, cost_per_second)


@udf
def CLV_CC_AGENTS(contacts, aht_seconds, service_level, target_seconds, interval=1800, shrinkage=0, max_occupancy=1):
    """Agents for a service level by Erlang C: agents, service level reached, occupancy, scheduled agents."""
    return portfolio_cells.staff(
        contacts, aht_seconds, service_level, target_seconds, interval, shrinkage, max_occupancy
    )


# ---- I. Portfolio and customer equity -------------------------------------------------------------------------


@udf
def CLV_CONCENTRATION(values, stat="gini", share=0.2):
    """How concentrated value is: Gini, share of the top customers, or Herfindahl index."""
    return portfolio.concentration(values, stat, share)


@udf
def CLV_DECILES(values, bins=10):
    """The whale curve: customers by falling value in equal bins, with sum, share and cumulative share."""
    return portfolio_cells.whale_curve(values, bins)


@udf
def CLV_EQUITY(customers, remaining_clv, rate=None, new_customers=None, net_clv_new=None):
    """Customer equity: today's customers by segment and, if given, the cohorts to be won."""
    return portfolio.equity(customers, remaining_clv, rate, new_customers, net_clv_new)


@udf
def CLV_CBCV(
    rate, existing_equity, new_customers, net_clv_new, fixed_costs, tax, growth, net_debt, non_operating=0, shares=None
):
    """What the company is worth from its customers, from existing customers to equity value, one line each."""
    return portfolio_cells.company(
        rate, existing_equity, new_customers, net_clv_new, fixed_costs, tax, growth, net_debt, non_operating, shares
    )


@udf
def CLV_MOVEMENT(
    opening, horizon_roll, rate, years, expected_margin, behaviour, new_value, model, assumptions, data=0, closing=None
):
    """How customer equity moved in a period: a line each, interest worked out, with closing and check."""
    return equity_movement.statement(
        opening, horizon_roll, rate, years, expected_margin, behaviour, new_value, model, assumptions, data, closing
    )


# ---- J. Sensitivity, uncertainty, validation ------------------------------------------------------------------


@udf
def CLV_TORNADO(avg_purchase_value, purchase_rate, lifetime, acquisition_cost, margin, discount_rate, shock=0.1):
    """Which driver moves CLV most: each moved down and up alone, largest swing first."""
    return portfolio_cells.tornado(
        avg_purchase_value, purchase_rate, lifetime, acquisition_cost, margin, discount_rate, shock
    )


@udf
def CLV_INTERVAL(rate, exposed, renewed, margin, confidence=0.95, timing=0, first_certain=1):
    """CLV at the low, middle and high retention that the renewals allow, and the two retentions."""
    return portfolio_cells.columns_of(risk.interval(rate, exposed, renewed, margin, confidence, timing, first_certain))


@udf
def CLV_HOLDOUT(actual, predicted, bins=None):
    """How well predictions did: bias, MAE, RMSE, Spearman, normalised Gini; or groups by prediction."""
    return portfolio_cells.holdout(actual, predicted, bins)


# ---- K. Trust -------------------------------------------------------------------------------------------------


@udf
def CLV_WHY(function_name, *arguments):
    """Why a function shows an error, in words: argument, row, value, rule and how to fix it; or OK."""
    bodies = {name: globals()[name].__wrapped__ for name in FUNCTIONS}
    return why.explain(function_name, arguments, bodies)


@udf
def CLV_SELFTEST():
    """Recomputes published numbers where you sit: check, source, expected, actual, pass."""
    from xlclv.cells import selftest  # its models are loaded only when it runs

    return selftest.rows()


# ---- What the ribbon's buttons do -----------------------------------------------------------------------------


def export_summary(window=None):
    """Ribbon, Export summary workbook: the selected orders, or the table around the cell, and what stands beside."""
    _with_selection(
        window,
        lambda book, rows, name, tell: (
            f"Wrote {selection.export(rows, name, _folder(book), tell, _options(book), _beside(book))}"
        ),
    )


def check_data(window=None):
    """Ribbon, Check data: what of the selected orders would be read, and what left out."""
    _with_selection(window, lambda book, rows, name, tell: selection.check(rows, name, tell))


def _with_selection(window, job):
    """Run a job on the chosen orders with progress in the status bar; say the outcome, good or bad, in a message.

    `window` is that of the Excel whose button was clicked: of several, another one may be in front by now.
    """
    app = next((app for app in xw.apps if app.hwnd == window), xw.apps.active) if window else xw.apps.active
    assert app is not None  # whose button was clicked

    def tell(words):
        app.status_bar = words

    try:
        book = app.books.active
        chosen = _orders(book, app.selection)
        name = f"{book.name} {chosen.sheet.name} {chosen.get_address(False, False).replace(':', '-')}"
        said = job(book, chosen.options(ndim=2, err_to_str=True).value, name, tell)
    except XlclvError as error:
        said = str(error)
    finally:
        app.status_bar = False  # Excel's own words again
    app.alert(said, title="xlclv")


def _orders(book, chosen):
    """The selected cells; with a single one, what bears the name CLV_Orders, else the table around that cell."""
    if chosen is None:  # a chart or a picture is selected
        raise InputError(text="select a cell of the table of orders, not a picture")
    if chosen.size > 1:
        return chosen
    named = _named(book, selection.TABLE)
    return chosen.current_region if named is None else named


def _named(book, wanted):
    """The table of a name, else the range; None where the book has neither."""
    tables = [table for sheet in book.sheets for table in sheet.tables if _is(table.name, wanted)]
    found = [table.range for table in tables] or [_cells_of(n) for n in book.names if _is(n.name, wanted)]
    return found[0] if found else None


def _beside(book):
    """The cells of the tables CLV_Customers, CLV_Contacts and CLV_Acquisition, as far as the book has them."""
    found = {name: _named(book, name) for name in selection.COMPANIONS}
    return {name: cells.options(ndim=2, err_to_str=True).value for name, cells in found.items() if cells is not None}


def _options(book):
    """What the book's own cells named CLV_Rate, CLV_Margin, ... ask for."""
    names = {name.casefold(): name for name in selection.SETTINGS}
    found = {names[n.name.casefold()]: n for n in book.names if n.name.casefold() in names}
    return selection.options({name: _cells_of(n).options(err_to_str=True).value for name, n in found.items()})


def _cells_of(name):
    """The range a name leads to."""
    try:
        return name.refers_to_range
    except Exception:  # each platform has its own exception for a name of a constant or of #REF!
        text = f"the name {name.name} leads to {name.refers_to}; it must lead to cells"
        raise InputError(text=text) from None


def _is(name, wanted):
    return name.casefold() == wanted.casefold()


def _folder(book):
    """Where the open workbook lies; a book that was never saved has no folder yet."""
    if not book.fullname or not Path(book.fullname).parent.is_dir() or Path(book.fullname).name == book.fullname:
        raise InputError(text="save this workbook first: the summary is put beside it")
    return Path(book.fullname).parent
