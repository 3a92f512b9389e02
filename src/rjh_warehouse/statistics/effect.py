"""The ladder of methods for one measure: every method that its data allow, one of them the default.

The default is the placebo method whenever it can be computed. It alone may claim, because it alone kept its
error rate in the calibration study (docs/calibration.md); the others are shown for what they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from rjh_warehouse.statistics import one_series
from rjh_warehouse.statistics.measure_series import ContractTerms, Estimate, MeasureSeries, MethodResult
from rjh_warehouse.statistics.placebo import placebo_estimate
from rjh_warehouse.statistics.verdict import has_months_to_describe, verdict_of, wording_of

DEFAULT_METHOD = "placebo_did"
METHODS: dict[str, Callable[[MeasureSeries], Estimate | None]] = {
    "contract_arithmetic": one_series.contract_arithmetic,
    "booked_reduction": one_series.booked_reduction,
    "seasonal_baseline": one_series.seasonal_baseline,
    "interrupted_series": one_series.interrupted_series,
    DEFAULT_METHOD: placebo_estimate,
}
DEFLATED = frozenset({"seasonal_baseline", "interrupted_series"})  # of the ladder: those that use the price index
CONTRASTS: dict[str, Callable[[MeasureSeries], Estimate | None]] = {
    "before_after": one_series.before_after,
    "same_months_last_year": one_series.same_months_last_year,
}


def evaluate_measure(series: MeasureSeries) -> list[MethodResult]:
    """One result per method of the ladder that has something to say, the default always among them.

    Under 12 months before, only what needs no statistics (contract arithmetic) carries a number.
    """
    results = [evaluate_by(series, code) for code in METHODS]
    return [result for result in results if result.is_default or result.effect_sek is not None]


def evaluate_by(series: MeasureSeries, method_code: str) -> MethodResult:
    """The result of one method of the ladder. Raises KeyError for an unknown method."""
    method = METHODS[method_code]
    if method_code == "contract_arithmetic":
        estimate = _finite(method(series))
        return _result(series, method_code, estimate, "by_contract" if estimate else "no_estimate")
    estimate = _finite(method(series)) if has_months_to_describe(series) else None
    verdict_code = verdict_of(series, estimate, may_claim=method_code == DEFAULT_METHOD)
    return _result(series, method_code, estimate, verdict_code)


def evaluate_contract(terms: tuple[ContractTerms, ...]) -> MethodResult:
    """What the prices of a contract give at the agreed volumes; it needs no months and no controls."""
    return evaluate_by(MeasureSeries(np.empty(0), 0, contract=terms), "contract_arithmetic")


def evaluate_cost_shift(counter: MeasureSeries) -> MethodResult:
    """Övervältring: did the counter-slice of another board rise when the measure began? Same placebo test.

    `effect_sek` keeps its sign (negative = cost rose). Verdicts: `shift_rise`, `shift_not_established`, or
    why it cannot be measured. A fall is no shift.
    """
    estimate = _finite(placebo_estimate(counter)) if has_months_to_describe(counter) else None
    code = verdict_of(replace(counter, planned_effect_sek=None), estimate, may_claim=True)
    if code == "higher":
        code = "shift_rise"
    elif code in {"lower", "lower_not_established", "higher_not_established"}:
        code = "shift_not_established"
    return _result(counter, DEFAULT_METHOD, estimate, code)


def _result(series: MeasureSeries, method_code: str, estimate: Estimate | None, verdict_code: str) -> MethodResult:
    return MethodResult(
        method_code=method_code,
        is_default=method_code == DEFAULT_METHOD,
        effect_sek=estimate.effect_sek if estimate else None,
        low_sek=estimate.low_sek if estimate else None,
        high_sek=estimate.high_sek if estimate else None,
        smallest_measurable_sek=estimate.smallest_measurable_sek if estimate else None,
        months_before=series.months_before,
        months_after=series.months_after,
        control_count=estimate.control_count if estimate else 0,
        placebo_p=estimate.placebo_p if estimate else None,
        full_effect_sek=estimate.full_effect_sek if estimate else None,
        suspect_controls=estimate.suspect_controls if estimate else (),
        verdict_code=verdict_code,
        wording=wording_of(verdict_code, series, estimate),
    )


def _finite(estimate: Estimate | None) -> Estimate | None:
    """The estimate with ends that are no numbers left empty; None when the effect itself is no number."""
    if estimate is None or not math.isfinite(estimate.effect_sek):
        return None
    low, high, measurable = estimate.low_sek, estimate.high_sek, estimate.smallest_measurable_sek
    return replace(
        estimate,
        low_sek=_finite_or_none(low),
        high_sek=_finite_or_none(high),
        smallest_measurable_sek=_finite_or_none(measurable),
    )


def _finite_or_none(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
