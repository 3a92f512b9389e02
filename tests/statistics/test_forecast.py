"""Year-end forecasts: known answers, the combination against the simple ones, and coverage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.holtwinters import Holt

from rjh_warehouse.statistics.backtest import backtest, interval, pooled_coverage, scores, yearly_change
from rjh_warehouse.statistics.forecast import (
    DAMPING,
    LEVEL_WEIGHT,
    TREND_WEIGHT,
    damped_trend,
    forecast_year_end,
)


def _region(series: int = 80, years: int = 6, seed: int = 1) -> np.ndarray:
    """Costs (negative) with season, growth that differs between years and units, and noise."""
    rng = np.random.default_rng(seed)
    months = 12 * years
    season = rng.normal(0, 0.06, (series, 12))[:, np.arange(months) % 12]
    growth = np.cumsum(rng.normal(0.035, 0.02, (series, years)), axis=1)[:, np.arange(months) // 12]
    noise = np.zeros((series, months))
    for t in range(1, months):
        noise[:, t] = 0.4 * noise[:, t - 1] + rng.normal(0, 0.04, series)
    return -np.exp(rng.normal(14, 1, (series, 1)) + season + growth + noise)


def test_a_year_that_repeats_the_last_is_forecast_exactly_by_all_but_the_straight_line() -> None:
    year = np.arange(1.0, 13.0)[None, :]
    found = forecast_year_end(np.hstack([year, year, year[:, :4]]))
    assert found.pop("straight_line") == pytest.approx([30])
    for code, value in found.items():
        assert value == pytest.approx([78]), code


def test_shares_scale_the_year_and_rolling_twelve_does_not() -> None:
    year = np.arange(1.0, 13.0)[None, :]
    found = forecast_year_end(np.hstack([year, 1.1 * year[:, :4]]))
    assert found["last_year_share"] == pytest.approx([1.1 * 78])
    assert found["rolling_twelve"] == pytest.approx([78 + 1])


def test_the_budget_methods_add_the_rest_of_the_budget() -> None:
    year = np.full((1, 12), 10.0)
    budget = np.arange(12.0)[None, :]
    found = forecast_year_end(np.hstack([year, year[:, :9]]), budget)
    assert found["remaining_budget"] == pytest.approx([90 + 9 + 10 + 11])
    assert found["flat_remaining_budget"] == pytest.approx([90 + 66 / 4])


def test_the_damped_trend_is_that_of_statsmodels() -> None:
    history = _region(3, 4)[:, :41]
    season = history[:, :36].reshape(3, 3, 12)
    season = (season - season.mean(axis=2, keepdims=True)).mean(axis=1)
    for row in range(3):
        adjusted = history[row] - season[row, np.arange(41) % 12]
        model = Holt(
            adjusted[12:], damped_trend=True, initialization_method="known",
            initial_level=adjusted[:12].mean(), initial_trend=0.0,
        )  # fmt: skip
        fit = model.fit(LEVEL_WEIGHT, TREND_WEIGHT, damping_trend=DAMPING, optimized=False)
        expected = history[row, 36:].sum() + fit.forecast(7).sum() + season[row, 5:].sum()
        assert damped_trend(history)[row] == pytest.approx(expected)


def test_a_series_that_changes_sign_is_not_scaled_by_a_share() -> None:
    year = np.array([[5.0, -6, 5, -4, 6, -6, 5, -5, 5, -6, 6, -4]])
    found = forecast_year_end(np.hstack([year, year[:, :5] + 1]))
    assert found["seasonal_share"] == pytest.approx(found["rolling_twelve"])


def test_a_missing_month_gives_no_number() -> None:
    history = _region(2, 3)
    history[0, 25] = np.nan
    found = forecast_year_end(history[:, :30])
    assert all(np.isnan(value[0]) and np.isfinite(value[1]) for value in found.values())


@settings(max_examples=30, deadline=None)
@given(st.integers(13, 47), st.floats(0.01, 1000))
def test_scaling_the_amounts_scales_the_forecast(months: int, factor: float) -> None:
    history = _region(4, 4)[:, :months]
    one, many = forecast_year_end(history), forecast_year_end(factor * history)
    for code in one:
        assert many[code] == pytest.approx(factor * one[code])


@pytest.mark.parametrize("months", [12, 5])
def test_without_a_whole_year_before_there_is_no_forecast(months: int) -> None:
    with pytest.raises(ValueError, match="whole year"):
        forecast_year_end(np.ones((2, months)))
    with pytest.raises(ValueError, match="whole year"):
        backtest(np.ones((2, 23)))


def test_the_combination_beats_the_simple_methods_after_april_and_august() -> None:
    actual = _region()
    planned = np.random.default_rng(2).normal(0.99, 0.03, (80, 6, 1))  # frames miss by a few per cent
    budget = planned * np.roll(actual.reshape(80, -1, 12), 1, axis=1)
    record = {(s.method_code, s.known_months): s for s in scores(backtest(actual, budget=budget))}
    for known in (4, 8):
        for other in ("straight_line", "rolling_twelve", "flat_remaining_budget"):
            assert record["combination", known].mape < record[other, known].mape, (known, other)


def test_the_intervals_cover_what_they_say() -> None:
    tested = backtest(_region(seed=4))
    assert 0.75 <= pooled_coverage(tested) <= 0.85
    low, high = interval(np.array([-100.0]), np.array([10.0]), tested, 4)
    late_low, late_high = interval(np.array([-100.0]), np.array([10.0]), tested, 11)
    assert late_high - late_low < high - low


def test_too_few_errors_give_no_interval() -> None:
    low, high = interval(np.array([1.0]), np.array([1.0]), backtest(_region(3, 3)), 4)
    assert np.isnan(low).all() and np.isnan(high).all()


def test_a_total_is_the_sum_of_its_parts() -> None:
    actual = _region(12, 4)
    membership = np.zeros((2, 12), dtype=bool)
    membership[0, :5], membership[1, 5:] = True, True
    parts, sums = backtest(actual), backtest(actual, membership=membership)
    for code in parts.forecast:
        assert sums.forecast[code].sum() == pytest.approx(parts.forecast[code].sum())
    assert sums.outcome[:, 0] == pytest.approx(parts.outcome[:, :5].sum(axis=1))


def test_the_backtest_uses_what_was_known_then() -> None:
    actual = _region(2, 3)
    then = actual[:, :28].copy()
    then[:, 27] = 0.0  # a late booking came after the April report
    plain, known = backtest(actual), backtest(actual, as_known={28: then})
    at = np.flatnonzero((plain.year == 2) & (plain.known == 4))[0]
    assert known.forecast["rolling_twelve"][at] != pytest.approx(plain.forecast["rolling_twelve"][at])
    assert known.outcome == pytest.approx(plain.outcome)
    others = np.arange(len(plain.known)) != at
    assert known.forecast["combination"][others] == pytest.approx(plain.forecast["combination"][others])


def test_a_series_of_zeros_has_no_scale_and_no_percentage() -> None:
    assert np.isnan(yearly_change(np.zeros((1, 36)))).all()
    record = scores(backtest(np.zeros((2, 36))))
    assert all(s.mape is None and s.mase is None and s.coverage is None for s in record)
