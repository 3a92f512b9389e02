"""Trend: against exhaustive permutation, scipy and pymannkendall."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pymannkendall
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from rjh_warehouse.statistics.trend import seasonal_trend, trend


def _score(y: tuple[float, ...]) -> int:
    return sum(int(np.sign(y[j] - y[i])) for i in range(len(y)) for j in range(i + 1, len(y)))


def _enumerated_p(y: list[int]) -> float:
    order = np.array(list(permutations(y)))
    i, j = np.triu_indices(len(y), 1)
    scores = np.sign(order[:, j] - order[:, i]).sum(axis=1)
    return min(1.0, 2 * float((scores >= abs(_score(tuple(y)))).mean()))


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=5, max_size=8))
def test_p_equals_exhaustive_permutation_with_and_without_ties(y: list[int]) -> None:
    assert trend(y).p == pytest.approx(_enumerated_p(y), abs=1e-12)


@pytest.mark.parametrize("n", [5, 8, 13, 30])
def test_p_and_slope_equal_scipy_without_ties(n: int) -> None:
    y = np.random.default_rng(n).normal(size=n) + 0.1 * np.arange(n)
    result = trend(y)
    assert result.p == pytest.approx(stats.kendalltau(np.arange(n), y, method="exact").pvalue, rel=1e-9)
    assert result.slope == pytest.approx(stats.theilslopes(y).slope)


def test_a_long_series_equals_pymannkendall() -> None:
    y = np.round(np.random.default_rng(3).normal(size=60) + 0.01 * np.arange(60), 1)
    theirs = pymannkendall.original_test(y)
    result = trend(y)
    assert (result.s, result.p, result.slope) == pytest.approx((theirs.s, theirs.p, theirs.slope))
    assert result.is_exact is False


def test_the_seasonal_variant_equals_pymannkendall() -> None:
    t = np.arange(96)
    y = np.round(10 * np.sin(t / 6 * np.pi) + 0.02 * t + np.random.default_rng(5).normal(size=96), 1)
    theirs = pymannkendall.seasonal_test(y, period=12)
    result = seasonal_trend(y)
    assert (result.s, result.slope) == pytest.approx((theirs.s, theirs.slope))
    assert result.is_exact and result.p == pytest.approx(theirs.p, abs=0.002)  # theirs is approximate
    longer = np.tile(y[:24], 22)[: 12 * 41] + 0.001 * np.arange(12 * 41)
    assert seasonal_trend(longer).p == pytest.approx(pymannkendall.seasonal_test(longer, period=12).p)


@pytest.mark.parametrize(
    "y", [[3, 9, 1, 8, 2, 5, 2, 7, 4], [1, 5, 1, 5, 2, 6, 2, 4, 3, 4], [1, 2, 3, np.nan, 5, 6, 7, 8, 9, 2, 0]]
)
def test_the_seasonal_p_equals_exhaustive_permutation_within_seasons(y: list[float]) -> None:
    seasons = [tuple(v for v in y[k::2] if not np.isnan(v)) for k in range(2)]
    scores = [np.array([_score(order) for order in permutations(season)]) for season in seasons]
    sums = np.add.outer(*scores).ravel()
    seen = abs(sum(_score(season) for season in seasons))
    assert seasonal_trend(y, 2).p == pytest.approx(min(1.0, 2 * float((sums >= seen).mean())), abs=1e-12)


def test_a_jump_is_told_by_its_length_and_a_single_one_is_no_trend() -> None:
    assert trend([3, 3, 3, 3, 9]).code == "none"  # 5 orderings, p = 0.4
    assert trend([3, 3, 3, 3, 9]).p == pytest.approx(0.4)
    assert trend([3] * 5 + [9] * 5).code == "rising"


def test_the_slope_interval_of_a_long_series_equals_scipy() -> None:
    y = np.random.default_rng(9).normal(size=90) + 0.02 * np.arange(90)
    result, theirs = trend(y), stats.theilslopes(y)
    slopes = np.sort([(y[j] - y[i]) / (j - i) for i in range(90) for j in range(i + 1, 90)])
    for mine, other in ((result.low, theirs.low_slope), (result.high, theirs.high_slope)):
        assert abs(int(np.searchsorted(slopes, mine)) - int(np.searchsorted(slopes, other))) <= 1  # continuity


def test_the_slope_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    inside = sum(r.low <= 0.3 <= r.high for r in (trend(0.3 * np.arange(9) + rng.standard_t(3, 9)) for _ in range(600)))
    assert stats.binomtest(inside, 600, 0.95, alternative="less").pvalue > 0.001


def test_five_rising_points_are_a_trend_and_four_cannot_be_decided() -> None:
    assert trend([1, 2, 3, 4, 5]).code == "rising"
    assert trend([1, 2, 3, 4, 5]).p == pytest.approx(2 / 120)
    assert trend([1, 2, 3, 4]).code == "undecidable"
    assert trend([1, 2, np.nan, 3, 4]).code == "undecidable"


def test_months_of_four_years_cannot_be_decided() -> None:
    result = seasonal_trend(np.arange(48.0))
    assert (result.code, result.points) == ("undecidable", 48)
    assert result.wording(1, "sv") == "Kan inte avgöras: ingen del av året har fem mätpunkter (4 som mest)."


def test_sliding_means_are_not_tested() -> None:
    result = trend(range(12), is_sliding_mean=True)
    assert (result.code, result.p) == ("sliding_mean", None)


def test_a_constant_series_has_no_trend() -> None:
    result = trend([3.0] * 8)
    assert (result.code, result.p, result.slope) == ("none", 1.0, 0.0)


def test_irregular_years_give_a_slope_per_year() -> None:
    assert trend([10, 12, 18, 20, 24], [2015, 2016, 2019, 2020, 2022]).slope == pytest.approx(2.0)


def test_times_that_do_not_increase_are_refused() -> None:
    with pytest.raises(ValueError, match="increase"):
        trend([1, 2, 3, 4, 5], [2020, 2021, 2021, 2022, 2023])


def test_the_sentence_says_how_many_were_tested() -> None:
    assert trend([1, 2, 3, 4, 5]).wording(37, "en") == "Rising trend (p = 0.017; series tested: 37)."
    assert trend([1, 2, 3, 4, 5]).wording(37, "sv") == "Stigande trend (p = 0,017; prövade serier: 37)."
    assert trend(range(12)).wording(37, "sv") == "Stigande trend (p < 0,001; prövade serier: 37)."


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=15))
def test_turning_the_series_turns_the_trend(y: list[float]) -> None:
    up, down = trend(y), trend([-v for v in y])
    assert up.p == down.p and up.s == -down.s and up.slope == pytest.approx(-down.slope)
