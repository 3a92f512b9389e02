"""What may be said of a measured effect: one code and one fixed sentence, never "the measure has saved"."""

from __future__ import annotations

import numpy as np

from rjh_warehouse.messages import Language, say
from rjh_warehouse.statistics.measure_series import (
    CONTROLS_FOR_CLAIM,
    MONTHS_AFTER_FOR_CLAIM,
    MONTHS_FOR_CLAIM,
    MONTHS_FOR_DESCRIPTION,
    Estimate,
    MeasureSeries,
)

LANGUAGES: tuple[Language, ...] = ("sv", "en")
CLAIMS = frozenset({"lower", "higher"})
MEASURED = CLAIMS | {"lower_not_established", "higher_not_established", "shift_rise", "shift_not_established"}
LEAST_BOOKED = 0.75  # share of the months before with a booking, under which a slice is too sparse to compare


def verdict_of(series: MeasureSeries, estimate: Estimate | None, may_claim: bool) -> str:
    """The verdict code of an estimate; `may_claim` only for the method whose error rate is calibrated.

    Order: is there anything to say (months), may this method claim, are there controls enough, does the
    interval leave zero, was the planned effect measurable at all.
    """
    if not has_months_to_describe(series):
        return "too_few_months"
    if estimate is None:
        return "too_sparse" if may_claim and booked_share(series) < LEAST_BOOKED else "no_estimate"
    if series.months_before < MONTHS_FOR_CLAIM or series.months_after < MONTHS_AFTER_FOR_CLAIM:
        return "described_only"
    if not may_claim:
        return "no_claim_by_method"
    return _measured_verdict(series, estimate)


def _measured_verdict(series: MeasureSeries, estimate: Estimate) -> str:
    if estimate.control_count < CONTROLS_FOR_CLAIM:
        code = "too_few_controls"
    elif estimate.low_sek is None or estimate.high_sek is None:
        code = "too_small"
    elif estimate.low_sek > 0:
        code = "lower"
    elif estimate.high_sek < 0:
        code = "higher"
    elif _is_too_small(series, estimate):
        code = "too_small"
    else:
        code = "lower_not_established" if estimate.effect_sek >= 0 else "higher_not_established"
    return code


def has_months_to_describe(series: MeasureSeries) -> bool:
    """Whether anything at all may be said: 12 months before and one after."""
    return series.months_before >= MONTHS_FOR_DESCRIPTION and series.months_after >= 1


def booked_share(series: MeasureSeries) -> float:
    """Share of the known months before in which anything is booked on the slice; 1 for one that is never booked."""
    before = series.cost[: series.start]
    known = before[np.isfinite(before)]
    return float((known != 0).mean()) if (known != 0).any() else 1.0


def wording_of(verdict_code: str, series: MeasureSeries, estimate: Estimate | None) -> dict[str, str]:
    """The fixed sentence in each language, after the smallest measurable effect where something was measured.

    Amounts in whole thousands of kronor (tkr) per year; which way they go is said in words, not by a sign.
    """
    codes = ["verdict.smallest_measurable"] if verdict_code in MEASURED else []
    if verdict_code == "too_small" and (estimate is None or estimate.smallest_measurable_sek is None):
        verdict_code = "too_noisy"
    return {
        language: " ".join(
            say(code, language, **_places(series, estimate, language)) for code in [*codes, f"verdict.{verdict_code}"]
        )
        for language in LANGUAGES
    }


def change(effect_sek: float | None, language: Language) -> str | None:
    """An effect (positive = lower cost) as "432 tkr lägre" or "432 tkr högre"; None stays None."""
    if effect_sek is None:
        return None
    return say(f"verdict.cost_{'lower' if effect_sek >= 0 else 'higher'}", language, amount=_tkr(abs(effect_sek)))


def _is_too_small(series: MeasureSeries, estimate: Estimate) -> bool:
    planned, measurable = series.planned_effect_sek, estimate.smallest_measurable_sek
    return planned is not None and measurable is not None and abs(planned) < measurable


def _places(series: MeasureSeries, estimate: Estimate | None, language: Language) -> dict[str, object]:
    places: dict[str, object] = {
        "months_before": series.months_before,
        "booked_percent": round(100 * booked_share(series)),
        "booked_needed": round(100 * LEAST_BOOKED),
        "months_after": series.months_after,
        "controls_needed": CONTROLS_FOR_CLAIM,
        "months_needed": MONTHS_FOR_CLAIM,
        "months_after_needed": MONTHS_AFTER_FOR_CLAIM,
        "months_floor": MONTHS_FOR_DESCRIPTION,
    }
    if estimate is None:
        return places
    ends = [abs(end) for end in (estimate.low_sek, estimate.high_sek) if end is not None]
    return places | {
        "change": change(estimate.effect_sek, language),
        "size": _tkr(abs(estimate.effect_sek)),
        "low": change(estimate.low_sek, language),
        "high": change(estimate.high_sek, language),
        "least": _tkr(min(ends)) if ends else None,
        "most": _tkr(max(ends)) if ends else None,
        "measurable": _tkr(estimate.smallest_measurable_sek),
        "controls": estimate.control_count,
    }


def _tkr(amount: float | None) -> str | None:
    """Kronor as whole tkr with a no-break space between thousands, as Swedish texts write it."""
    return None if amount is None else f"{round(amount / 1000):,}".replace(",", "\u00a0")
