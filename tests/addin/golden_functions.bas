Attribute VB_Name = "xlwings_udfs"
Option Explicit

Public Bridge As New xlclv_bridge ' to Python
Public LastFailure As String ' of a function that has not answered since; the ribbon's About shows it

' Made by 'xlclv addin build' from the words of xlclv/terms; edit those, not this.

Public Function CLV(avg_purchase_value As Variant, purchase_rate As Variant, lifetime As Variant, Optional acquisition_cost As Variant, Optional margin As Variant, Optional discount_rate As Variant, Optional timing As Variant) As Variant
Attribute CLV.VB_Description = "Customer lifetime value: value x rate x lifetime - acquisition cost, with optional margin and discounting."
Attribute CLV.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV = Answer("CLV", 3, Array(avg_purchase_value, purchase_rate, lifetime, acquisition_cost, margin, discount_rate, timing))
End Function

Public Function CLV_LIFETIME(retention As Variant, Optional nper As Variant) As Variant
Attribute CLV_LIFETIME.VB_Description = "Expected lifetime in periods from a retention rate, for ever or within a horizon."
Attribute CLV_LIFETIME.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_LIFETIME = Answer("CLV_LIFETIME", 1, Array(retention, nper))
End Function

Public Function CLV_REALISED(rate As Variant, values As Variant, dates As Variant, Optional as_of As Variant, Optional margin As Variant, Optional costs As Variant) As Variant
Attribute CLV_REALISED.VB_Description = "Value of a customer to date: past transactions carried to as_of at the rate, times margin, less costs."
Attribute CLV_REALISED.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_REALISED = Answer("CLV_REALISED", 3, Array(rate, values, dates, as_of, margin, costs))
End Function

Public Function CLV_PERIOD_RATE(annual_rate As Variant, periods_per_year As Variant, Optional method As Variant) As Variant
Attribute CLV_PERIOD_RATE.VB_Description = "The rate for one period of a yearly rate: effective, nominal, or a retention."
Attribute CLV_PERIOD_RATE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_PERIOD_RATE = Answer("CLV_PERIOD_RATE", 2, Array(annual_rate, periods_per_year, method))
End Function

Public Function CLV_RETENTION(rate As Variant, retention As Variant, margin As Variant, Optional nper As Variant, Optional timing As Variant, Optional first_certain As Variant, Optional growth As Variant, Optional acquisition_cost As Variant) As Variant
Attribute CLV_RETENTION.VB_Description = "CLV of a customer kept at a constant retention rate, for ever or for nper periods, after acquisition cost."
Attribute CLV_RETENTION.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_RETENTION = Answer("CLV_RETENTION", 3, Array(rate, retention, margin, nper, timing, first_certain, growth, acquisition_cost))
End Function

Public Function CLV_CURVE(rate As Variant, survival As Variant, margins As Variant, Optional timing As Variant, Optional acquisition_cost As Variant) As Variant
Attribute CLV_CURVE.VB_Description = "CLV of a survival curve with its own margin at each payment, after acquisition cost."
Attribute CLV_CURVE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CURVE = Answer("CLV_CURVE", 3, Array(rate, survival, margins, timing, acquisition_cost))
End Function

Public Function CLV_PROMOTION(rate As Variant, retention As Variant, contribution As Variant, promotion_cost As Variant, nper As Variant, Optional purchases_per_period As Variant) As Variant
Attribute CLV_PROMOTION.VB_Description = "CLV of a customer who is promoted to in every purchase cycle (Berger & Nasr)."
Attribute CLV_PROMOTION.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_PROMOTION = Answer("CLV_PROMOTION", 5, Array(rate, retention, contribution, promotion_cost, nper, purchases_per_period))
End Function

Public Function CLV_MIGRATION(rate As Variant, transition As Variant, margins As Variant, Optional nper As Variant, Optional timing As Variant) As Variant
Attribute CLV_MIGRATION.VB_Description = "Value of a customer in each state of a migration table, one row a state."
Attribute CLV_MIGRATION.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_MIGRATION = Answer("CLV_MIGRATION", 3, Array(rate, transition, margins, nper, timing))
End Function

Public Function CLV_COHORT_TABLE(ids As Variant, dates As Variant, Optional amounts As Variant, Optional metric As Variant, Optional period As Variant) As Variant
Attribute CLV_COHORT_TABLE.VB_Description = "Cohorts by the period of their first purchase: retention, customers, revenue, cumulative revenue or orders."
Attribute CLV_COHORT_TABLE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_COHORT_TABLE = Answer("CLV_COHORT_TABLE", 2, Array(ids, dates, amounts, metric, period))
End Function

Public Function CLV_SURVIVAL(durations As Variant, churned As Variant, Optional at As Variant) As Variant
Attribute CLV_SURVIVAL.VB_Description = "Share of customers still there over time, from durations and who has left (Kaplan-Meier)."
Attribute CLV_SURVIVAL.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_SURVIVAL = Answer("CLV_SURVIVAL", 2, Array(durations, churned, at))
End Function

Public Function CLV_CONTRACT_FIT(survivors As Variant, Optional model As Variant) As Variant
Attribute CLV_CONTRACT_FIT.VB_Description = "Fit a model of renewals to the customers left after 0, 1, 2, ... periods."
Attribute CLV_CONTRACT_FIT.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CONTRACT_FIT = Answer("CLV_CONTRACT_FIT", 1, Array(survivors, model))
End Function

Public Function CLV_CONTRACT_SURVIVAL(params As Variant, period As Variant) As Variant
Attribute CLV_CONTRACT_SURVIVAL.VB_Description = "Share of a cohort still there after a period, by a fitted model of renewals."
Attribute CLV_CONTRACT_SURVIVAL.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CONTRACT_SURVIVAL = Answer("CLV_CONTRACT_SURVIVAL", 2, Array(params, period))
End Function

Public Function CLV_CONTRACT(rate As Variant, params As Variant, margin As Variant, Optional renewals As Variant, Optional nper As Variant, Optional timing As Variant, Optional first_certain As Variant) As Variant
Attribute CLV_CONTRACT.VB_Description = "CLV of a contract customer under a fitted model of renewals, new or after some renewals."
Attribute CLV_CONTRACT.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CONTRACT = Answer("CLV_CONTRACT", 3, Array(rate, params, margin, renewals, nper, timing, first_certain))
End Function

Public Function CLV_TENURE(start_date As Variant, end_date As Variant, as_of As Variant, Optional period As Variant) As Variant
Attribute CLV_TENURE.VB_Description = "Renewals a contract has made: anniversaries of its start, up to the day or strictly before its end."
Attribute CLV_TENURE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_TENURE = Answer("CLV_TENURE", 3, Array(start_date, end_date, as_of, period))
End Function

Public Function CLV_TENURE_FIT(renewals As Variant, left As Variant, Optional model As Variant, Optional weights As Variant) As Variant
Attribute CLV_TENURE_FIT.VB_Description = "Fit a model of renewals to one row a customer: renewals made, and who has left."
Attribute CLV_TENURE_FIT.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_TENURE_FIT = Answer("CLV_TENURE_FIT", 2, Array(renewals, left, model, weights))
End Function

Public Function CLV_MRR(ids As Variant, starts As Variant, ends As Variant, fees As Variant, Optional period As Variant, Optional months As Variant) As Variant
Attribute CLV_MRR.VB_Description = "MRR by month: what was there, new, reactivated, expansion, contraction, churned, what is left."
Attribute CLV_MRR.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_MRR = Answer("CLV_MRR", 4, Array(ids, starts, ends, fees, period, months))
End Function

Public Function CLV_NRR(ids As Variant, starts As Variant, ends As Variant, fees As Variant, as_of As Variant, Optional months As Variant) As Variant
Attribute CLV_NRR.VB_Description = "Net revenue retention, gross revenue retention and logo retention over some months."
Attribute CLV_NRR.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_NRR = Answer("CLV_NRR", 5, Array(ids, starts, ends, fees, as_of, months))
End Function

Public Function CLV_RFM_SUMMARY(ids As Variant, dates As Variant, amounts As Variant, Optional as_of As Variant, Optional unit_days As Variant, Optional headers As Variant) As Variant
Attribute CLV_RFM_SUMMARY.VB_Description = "Transactions to one row a customer: id, frequency, recency, T, monetary_value."
Attribute CLV_RFM_SUMMARY.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_RFM_SUMMARY = Answer("CLV_RFM_SUMMARY", 3, Array(ids, dates, amounts, as_of, unit_days, headers))
End Function

Public Function CLV_BTYD_FIT(frequency As Variant, recency As Variant, T As Variant, Optional model As Variant, Optional weights As Variant) As Variant
Attribute CLV_BTYD_FIT.VB_Description = "Fit a model of repeat buying: parameters, standard errors, log-likelihood, status."
Attribute CLV_BTYD_FIT.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_BTYD_FIT = Answer("CLV_BTYD_FIT", 3, Array(frequency, recency, T, model, weights))
End Function

Public Function CLV_P_ALIVE(params As Variant, frequency As Variant, recency As Variant, T As Variant, Optional model As Variant, Optional ahead As Variant) As Variant
Attribute CLV_P_ALIVE.VB_Description = "Probability that a customer with this history is still a customer, now or at a day ahead."
Attribute CLV_P_ALIVE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_P_ALIVE = Answer("CLV_P_ALIVE", 4, Array(params, frequency, recency, T, model, ahead))
End Function

Public Function CLV_P_ACTIVE(params As Variant, frequency As Variant, recency As Variant, T As Variant, horizon As Variant, Optional model As Variant) As Variant
Attribute CLV_P_ACTIVE.VB_Description = "Probability of at least one order of this customer within the horizon from now."
Attribute CLV_P_ACTIVE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_P_ACTIVE = Answer("CLV_P_ACTIVE", 5, Array(params, frequency, recency, T, horizon, model))
End Function

Public Function CLV_NEXT_ORDER(params As Variant, frequency As Variant, recency As Variant, T As Variant, Optional probability As Variant, Optional model As Variant) As Variant
Attribute CLV_NEXT_ORDER.VB_Description = "Time from now by which the next order of this customer has come with the probability: 50% is the median."
Attribute CLV_NEXT_ORDER.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_NEXT_ORDER = Answer("CLV_NEXT_ORDER", 4, Array(params, frequency, recency, T, probability, model))
End Function

Public Function CLV_EXPECTED_ORDERS(params As Variant, frequency As Variant, recency As Variant, T As Variant, horizon As Variant, Optional model As Variant) As Variant
Attribute CLV_EXPECTED_ORDERS.VB_Description = "Expected number of orders of this customer within the horizon from now."
Attribute CLV_EXPECTED_ORDERS.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_EXPECTED_ORDERS = Answer("CLV_EXPECTED_ORDERS", 5, Array(params, frequency, recency, T, horizon, model))
End Function

Public Function CLV_SPEND_FIT(frequency As Variant, monetary_value As Variant) As Variant
Attribute CLV_SPEND_FIT.VB_Description = "Fit the Gamma-Gamma model of order values: parameters, standard errors, independence check, status."
Attribute CLV_SPEND_FIT.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_SPEND_FIT = Answer("CLV_SPEND_FIT", 2, Array(frequency, monetary_value))
End Function

Public Function CLV_EXPECTED_SPEND(params As Variant, frequency As Variant, monetary_value As Variant) As Variant
Attribute CLV_EXPECTED_SPEND.VB_Description = "Expected value of this customer's next orders, between what was seen and what is usual."
Attribute CLV_EXPECTED_SPEND.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_EXPECTED_SPEND = Answer("CLV_EXPECTED_SPEND", 3, Array(params, frequency, monetary_value))
End Function

Public Function CLV_BTYD(rate As Variant, params As Variant, spend_params As Variant, frequency As Variant, recency As Variant, T As Variant, monetary_value As Variant, horizon As Variant, Optional margin As Variant, Optional periods_per_year As Variant, Optional model As Variant) As Variant
Attribute CLV_BTYD.VB_Description = "Remaining CLV of a customer: expected spend x margin x discounted expected orders within the horizon."
Attribute CLV_BTYD.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_BTYD = Answer("CLV_BTYD", 8, Array(rate, params, spend_params, frequency, recency, T, monetary_value, horizon, margin, periods_per_year, model))
End Function

Public Function CLV_FORECAST(params As Variant, spend_params As Variant, frequency As Variant, recency As Variant, T As Variant, monetary_value As Variant, days As Variant, Optional margin As Variant, Optional model As Variant, Optional unit_days As Variant) As Variant
Attribute CLV_FORECAST.VB_Description = "What all customers will order and leave by period: expected orders and margin, a row a boundary."
Attribute CLV_FORECAST.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_FORECAST = Answer("CLV_FORECAST", 7, Array(params, spend_params, frequency, recency, T, monetary_value, days, margin, model, unit_days))
End Function

Public Function CLV_RFM_SCORE(days_since_last As Variant, orders As Variant, monetary As Variant, Optional bins As Variant, Optional cuts As Variant) As Variant
Attribute CLV_RFM_SCORE.VB_Description = "Recency, frequency and monetary scores from 1 (worst) to bins, one row of three for each customer."
Attribute CLV_RFM_SCORE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_RFM_SCORE = Answer("CLV_RFM_SCORE", 3, Array(days_since_last, orders, monetary, bins, cuts))
End Function

Public Function CLV_RFM_SEGMENT(r_score As Variant, f_score As Variant, Optional map As Variant) As Variant
Attribute CLV_RFM_SEGMENT.VB_Description = "The segment that recency and frequency scores stand for, from Champions to Lost or by a map of your own."
Attribute CLV_RFM_SEGMENT.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_RFM_SEGMENT = Answer("CLV_RFM_SEGMENT", 2, Array(r_score, f_score, map))
End Function

Public Function CLV_TIER(values As Variant, Optional cuts As Variant, Optional labels As Variant, Optional scope As Variant) As Variant
Attribute CLV_TIER.VB_Description = "The value tier of each customer: by rank (the best 5%, 20%, 50%) or by money floors."
Attribute CLV_TIER.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_TIER = Answer("CLV_TIER", 1, Array(values, cuts, labels, scope))
End Function

Public Function CLV_ATTAINMENT(realised As Variant, expected As Variant, Optional tenure As Variant, Optional lifetime As Variant, Optional as_text As Variant) As Variant
Attribute CLV_ATTAINMENT.VB_Description = "Realised over expected value of a customer, or the pace at this point of the lifetime."
Attribute CLV_ATTAINMENT.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_ATTAINMENT = Answer("CLV_ATTAINMENT", 2, Array(realised, expected, tenure, lifetime, as_text))
End Function

Public Function CLV_SERVICE_LEVEL(status_or_attainment As Variant, remaining_clv As Variant, Optional high As Variant, Optional low As Variant, Optional map As Variant) As Variant
Attribute CLV_SERVICE_LEVEL.VB_Description = "The service each customer has earned: Concierge, Priority, Retention desk, Standard or Self-service first."
Attribute CLV_SERVICE_LEVEL.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_SERVICE_LEVEL = Answer("CLV_SERVICE_LEVEL", 2, Array(status_or_attainment, remaining_clv, high, low, map))
End Function

Public Function CLV_STAGE(orders As Variant, days_since_last As Variant, typical_gap As Variant, Optional enquired As Variant, Optional satisfaction As Variant, Optional attainment As Variant) As Variant
Attribute CLV_STAGE.VB_Description = "Where a customer stands in the life cycle, from Awareness to Loyalty, At risk or Ended."
Attribute CLV_STAGE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_STAGE = Answer("CLV_STAGE", 3, Array(orders, days_since_last, typical_gap, enquired, satisfaction, attainment))
End Function

Public Function CLV_SEGMENT_TABLE(values As Variant, groups As Variant, Optional cac As Variant) As Variant
Attribute CLV_SEGMENT_TABLE.VB_Description = "Value by segment: customers, mean, median, total, share, index, and CLV to CAC when cac is given."
Attribute CLV_SEGMENT_TABLE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_SEGMENT_TABLE = Answer("CLV_SEGMENT_TABLE", 2, Array(values, groups, cac))
End Function

Public Function CLV_PROFILE(traits As Variant, values As Variant, Optional top_share As Variant) As Variant
Attribute CLV_PROFILE.VB_Description = "How often each level of a trait occurs among the best customers against all: who they are."
Attribute CLV_PROFILE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_PROFILE = Answer("CLV_PROFILE", 2, Array(traits, values, top_share))
End Function

Public Function CLV_LOOKALIKE(features As Variant, ideal As Variant, Optional weights As Variant) As Variant
Attribute CLV_LOOKALIKE.VB_Description = "How much each customer resembles the ideal customers or a persona, from 0 to 1."
Attribute CLV_LOOKALIKE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_LOOKALIKE = Answer("CLV_LOOKALIKE", 2, Array(features, ideal, weights))
End Function

Public Function CLV_CAC(spend As Variant, new_customers As Variant, Optional variable_cost As Variant, Optional response As Variant) As Variant
Attribute CLV_CAC.VB_Description = "Acquisition cost of one customer, from spend and customers won or from prospects and their response."
Attribute CLV_CAC.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CAC = Answer("CLV_CAC", 2, Array(spend, new_customers, variable_cost, response))
End Function

Public Function CLV_CAC_MAX(gross_clv As Variant, Optional target_ratio As Variant, Optional min_profit As Variant) As Variant
Attribute CLV_CAC_MAX.VB_Description = "The most you may pay to acquire a customer at a wanted ratio or profit."
Attribute CLV_CAC_MAX.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CAC_MAX = Answer("CLV_CAC_MAX", 1, Array(gross_clv, target_ratio, min_profit))
End Function

Public Function CLV_TO_CAC(gross_clv As Variant, cac As Variant) As Variant
Attribute CLV_TO_CAC.VB_Description = "Ratio of CLV before acquisition cost to acquisition cost."
Attribute CLV_TO_CAC.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_TO_CAC = Answer("CLV_TO_CAC", 2, Array(gross_clv, cac))
End Function

Public Function CLV_PAYBACK(cac As Variant, margin As Variant, Optional retention As Variant, Optional rate As Variant, Optional timing As Variant) As Variant
Attribute CLV_PAYBACK.VB_Description = "Number of margins until the acquisition cost is recovered, discounted, the last one in part."
Attribute CLV_PAYBACK.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_PAYBACK = Answer("CLV_PAYBACK", 2, Array(cac, margin, retention, rate, timing))
End Function

Public Function CLV_BREAKEVEN(solve_for As Variant, Optional rate As Variant, Optional retention As Variant, Optional margin As Variant, Optional acquisition_cost As Variant, Optional timing As Variant) As Variant
Attribute CLV_BREAKEVEN.VB_Description = "The retention, margin, lifetime, rate or response at which a customer just pays the acquisition cost."
Attribute CLV_BREAKEVEN.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_BREAKEVEN = Answer("CLV_BREAKEVEN", 1, Array(solve_for, rate, retention, margin, acquisition_cost, timing))
End Function

Public Function CLV_ROI(clv_before As Variant, clv_after As Variant, customers As Variant, programme_cost As Variant) As Variant
Attribute CLV_ROI.VB_Description = "Return of a programme that raises CLV: uplift, total, net, ROI and break-even spend per customer."
Attribute CLV_ROI.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_ROI = Answer("CLV_ROI", 4, Array(clv_before, clv_after, customers, programme_cost))
End Function

Public Function CLV_RETENTION_OPTIMUM(rate As Variant, margin As Variant, ceiling As Variant, retention As Variant, current_spend As Variant) As Variant
Attribute CLV_RETENTION_OPTIMUM.VB_Description = "The retention spend that makes a customer worth most: spend, retention, value there, value now."
Attribute CLV_RETENTION_OPTIMUM.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_RETENTION_OPTIMUM = Answer("CLV_RETENTION_OPTIMUM", 5, Array(rate, margin, ceiling, retention, current_spend))
End Function

Public Function CLV_WINBACK(second_clv As Variant, winback_rate As Variant, retention_cost As Variant, Optional cost_multiple As Variant) As Variant
Attribute CLV_WINBACK.VB_Description = "Net value of one attempt to win a lost customer back."
Attribute CLV_WINBACK.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_WINBACK = Answer("CLV_WINBACK", 3, Array(second_clv, winback_rate, retention_cost, cost_multiple))
End Function

Public Function CLV_CC_COST_FTE(monthly_cost As Variant, aht_seconds As Variant, occupancy As Variant, shrinkage As Variant, Optional paid_hours As Variant, Optional attrition As Variant, Optional replacement_cost As Variant) As Variant
Attribute CLV_CC_COST_FTE.VB_Description = "Cost of a contact from what an agent or a seat costs per month."
Attribute CLV_CC_COST_FTE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CC_COST_FTE = Answer("CLV_CC_COST_FTE", 4, Array(monthly_cost, aht_seconds, occupancy, shrinkage, paid_hours, attrition, replacement_cost))
End Function

Public Function CLV_CC_COST_BPO(model As Variant, contacts As Variant, Optional fte As Variant, Optional fte_rate As Variant, Optional unit_fee As Variant, Optional outcomes As Variant, Optional outcome_fee As Variant, Optional fixed_fee As Variant, Optional overhead As Variant) As Variant
Attribute CLV_CC_COST_BPO.VB_Description = "Cost of a contact bought from a provider under fte, transaction, outcome, hybrid or fixed pricing."
Attribute CLV_CC_COST_BPO.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CC_COST_BPO = Answer("CLV_CC_COST_BPO", 2, Array(model, contacts, fte, fte_rate, unit_fee, outcomes, outcome_fee, fixed_fee, overhead))
End Function

Public Function CLV_COST_TO_SERVE(issues As Variant, cost_per_contact As Variant, Optional fcr As Variant, Optional repeat_contacts As Variant, Optional self_service As Variant, Optional self_service_cost As Variant) As Variant
Attribute CLV_COST_TO_SERVE.VB_Description = "Cost to serve a customer for a period, with first-contact resolution and self-service."
Attribute CLV_COST_TO_SERVE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_COST_TO_SERVE = Answer("CLV_COST_TO_SERVE", 2, Array(issues, cost_per_contact, fcr, repeat_contacts, self_service, self_service_cost))
End Function

Public Function CLV_CC_RETENTION(fcr As Variant, contact_share As Variant, retention_resolved As Variant, retention_unresolved As Variant, Optional retention_no_contact As Variant) As Variant
Attribute CLV_CC_RETENTION.VB_Description = "Retention from first-contact resolution, measured on your own customers: an association, not a cause."
Attribute CLV_CC_RETENTION.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CC_RETENTION = Answer("CLV_CC_RETENTION", 4, Array(fcr, contact_share, retention_resolved, retention_unresolved, retention_no_contact))
End Function

Public Function CLV_CC_ALLOWANCE(remaining_clv As Variant, budget_share As Variant, contacts_remaining As Variant, cost_per_second As Variant) As Variant
Attribute CLV_CC_ALLOWANCE.VB_Description = "Handle seconds a contact may take, given what the customer is still worth."
Attribute CLV_CC_ALLOWANCE.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CC_ALLOWANCE = Answer("CLV_CC_ALLOWANCE", 4, Array(remaining_clv, budget_share, contacts_remaining, cost_per_second))
End Function

Public Function CLV_CC_AGENTS(contacts As Variant, aht_seconds As Variant, service_level As Variant, target_seconds As Variant, Optional interval As Variant, Optional shrinkage As Variant, Optional max_occupancy As Variant) As Variant
Attribute CLV_CC_AGENTS.VB_Description = "Agents for a service level by Erlang C: agents, service level reached, occupancy, scheduled agents."
Attribute CLV_CC_AGENTS.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CC_AGENTS = Answer("CLV_CC_AGENTS", 4, Array(contacts, aht_seconds, service_level, target_seconds, interval, shrinkage, max_occupancy))
End Function

Public Function CLV_CONCENTRATION(values As Variant, Optional stat As Variant, Optional share As Variant) As Variant
Attribute CLV_CONCENTRATION.VB_Description = "How concentrated value is: Gini, share of the top customers, or Herfindahl index."
Attribute CLV_CONCENTRATION.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CONCENTRATION = Answer("CLV_CONCENTRATION", 1, Array(values, stat, share))
End Function

Public Function CLV_DECILES(values As Variant, Optional bins As Variant) As Variant
Attribute CLV_DECILES.VB_Description = "The whale curve: customers by falling value in equal bins, with sum, share and cumulative share."
Attribute CLV_DECILES.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_DECILES = Answer("CLV_DECILES", 1, Array(values, bins))
End Function

Public Function CLV_EQUITY(customers As Variant, remaining_clv As Variant, Optional rate As Variant, Optional new_customers As Variant, Optional net_clv_new As Variant) As Variant
Attribute CLV_EQUITY.VB_Description = "Customer equity: today's customers by segment and, if given, the cohorts to be won."
Attribute CLV_EQUITY.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_EQUITY = Answer("CLV_EQUITY", 2, Array(customers, remaining_clv, rate, new_customers, net_clv_new))
End Function

Public Function CLV_CBCV(rate As Variant, existing_equity As Variant, new_customers As Variant, net_clv_new As Variant, fixed_costs As Variant, tax As Variant, growth As Variant, net_debt As Variant, Optional non_operating As Variant, Optional shares As Variant) As Variant
Attribute CLV_CBCV.VB_Description = "What the company is worth from its customers, from existing customers to equity value, one line each."
Attribute CLV_CBCV.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_CBCV = Answer("CLV_CBCV", 8, Array(rate, existing_equity, new_customers, net_clv_new, fixed_costs, tax, growth, net_debt, non_operating, shares))
End Function

Public Function CLV_MOVEMENT(opening As Variant, horizon_roll As Variant, rate As Variant, years As Variant, expected_margin As Variant, behaviour As Variant, new_value As Variant, model As Variant, assumptions As Variant, Optional data As Variant, Optional closing As Variant) As Variant
Attribute CLV_MOVEMENT.VB_Description = "How customer equity moved in a period: a line each, interest worked out, with closing and check."
Attribute CLV_MOVEMENT.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_MOVEMENT = Answer("CLV_MOVEMENT", 9, Array(opening, horizon_roll, rate, years, expected_margin, behaviour, new_value, model, assumptions, data, closing))
End Function

Public Function CLV_TORNADO(avg_purchase_value As Variant, purchase_rate As Variant, lifetime As Variant, acquisition_cost As Variant, margin As Variant, discount_rate As Variant, Optional shock As Variant) As Variant
Attribute CLV_TORNADO.VB_Description = "Which driver moves CLV most: each moved down and up alone, largest swing first."
Attribute CLV_TORNADO.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_TORNADO = Answer("CLV_TORNADO", 6, Array(avg_purchase_value, purchase_rate, lifetime, acquisition_cost, margin, discount_rate, shock))
End Function

Public Function CLV_INTERVAL(rate As Variant, exposed As Variant, renewed As Variant, margin As Variant, Optional confidence As Variant, Optional timing As Variant, Optional first_certain As Variant) As Variant
Attribute CLV_INTERVAL.VB_Description = "CLV at the low, middle and high retention that the renewals allow, and the two retentions."
Attribute CLV_INTERVAL.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_INTERVAL = Answer("CLV_INTERVAL", 4, Array(rate, exposed, renewed, margin, confidence, timing, first_certain))
End Function

Public Function CLV_HOLDOUT(actual As Variant, predicted As Variant, Optional bins As Variant) As Variant
Attribute CLV_HOLDOUT.VB_Description = "How well predictions did: bias, MAE, RMSE, Spearman, normalised Gini; or groups by prediction."
Attribute CLV_HOLDOUT.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_HOLDOUT = Answer("CLV_HOLDOUT", 2, Array(actual, predicted, bins))
End Function

Public Function CLV_WHY(function_name As Variant, ParamArray arguments() As Variant) As Variant
Attribute CLV_WHY.VB_Description = "Why a function shows an error, in words: argument, row, value, rule and how to fix it; or OK."
Attribute CLV_WHY.VB_ProcData.VB_Invoke_Func = " \n14"
    Dim given() As Variant, i As Long
    ReDim given(0 To 1 + UBound(arguments))
    If IsObject(function_name) Then Set given(0) = function_name Else given(0) = function_name
    For i = 0 To UBound(arguments)
        If IsObject(arguments(i)) Then
            Set given(1 + i) = arguments(i)
        Else
            given(1 + i) = arguments(i)
        End If
    Next i
    CLV_WHY = Answer("CLV_WHY", 1, given)
End Function

Public Function CLV_SELFTEST() As Variant
Attribute CLV_SELFTEST.VB_Description = "Recomputes published numbers where you sit: check, source, expected, actual, pass."
Attribute CLV_SELFTEST.VB_ProcData.VB_Invoke_Func = " \n14"
    CLV_SELFTEST = Answer("CLV_SELFTEST", 0, Array())
End Function
Private Function Answer(ByVal called As String, ByVal required As Long, ByVal given As Variant) As Variant
    ' Every function goes through here: Python is asked, error texts become errors, a failed call becomes #VALUE!.
    ' Arguments still missing at the end mean that someone is typing (the wizard asks at every key): Python is left alone.
    Dim count As Long
    On Error GoTo failed
    count = CountOf(given)
    If count < required Then Err.Raise 1000, "xlclv", "needs " & required & " arguments and has " & count
    Answer = TrueErrors(Bridge.Ask(called, given))
    If Left$(LastFailure, Len(called) + 2) = called & ": " Then LastFailure = ""
    Exit Function
failed:
    LastFailure = called & ": " & Err.Description
    Answer = CVErr(2015)
    If called = "CLV_WHY" Then Answer = Err.Description ' its answer is a sentence in any case
End Function

Private Function CountOf(ByVal given As Variant) As Long
    ' The arguments up to the last that is not left out.
    Dim i As Long
    For i = UBound(given) To 0 Step -1
        If Not IsMissing(given(i)) Then
            CountOf = i + 1
            Exit Function
        End If
    Next i
End Function

Private Function TrueErrors(ByVal result As Variant) As Variant
    ' Python can only answer text: "#N/A" as text is invisible to IFERROR and skipped by SUM, so each is made true.
    Dim i As Long, j As Long
    Select Case Dimensions(result)
    Case 0
        result = TrueError(result)
    Case 1 ' xlwings hands a single row over as a list
        For i = LBound(result) To UBound(result)
            result(i) = TrueError(result(i))
        Next i
    Case 2
        For i = LBound(result, 1) To UBound(result, 1)
            For j = LBound(result, 2) To UBound(result, 2)
                result(i, j) = TrueError(result(i, j))
            Next j
        Next i
    End Select
    TrueErrors = result
End Function

Private Function Dimensions(ByRef result As Variant) As Long
    Dim n As Long, bound As Long
    If Not IsArray(result) Then Exit Function
    On Error GoTo counted ' VBA tells the number of dimensions only by failing past the last
    Do
        bound = UBound(result, n + 1)
        n = n + 1
    Loop
counted:
    Dimensions = n
End Function

Private Function TrueError(ByVal cell As Variant) As Variant
    TrueError = cell
    If VarType(cell) <> vbString Then Exit Function
    Select Case cell
        Case "#NULL!": TrueError = CVErr(2000)
        Case "#DIV/0!": TrueError = CVErr(2007)
        Case "#VALUE!": TrueError = CVErr(2015)
        Case "#REF!": TrueError = CVErr(2023)
        Case "#NAME?": TrueError = CVErr(2029)
        Case "#NUM!": TrueError = CVErr(2036)
        Case "#N/A": TrueError = CVErr(2042)
        Case "#GETTING_DATA": TrueError = CVErr(2043)
        Case "#SPILL!": TrueError = CVErr(2045)
        Case "#CONNECT!": TrueError = CVErr(2046)
        Case "#BLOCKED!": TrueError = CVErr(2047)
        Case "#UNKNOWN!": TrueError = CVErr(2048)
        Case "#FIELD!": TrueError = CVErr(2049)
        Case "#CALC!": TrueError = CVErr(2050)
    End Select
End Function
