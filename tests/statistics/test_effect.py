"""The ladder of methods: what may be claimed, from what data, and that claims are calibrated."""

# ruff: noqa: E501 -- the fixed sentences are easier to read on one line

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from rjh_warehouse.messages import catalogue
from rjh_warehouse.statistics.calibration.history import STANDARD, Scenario, simulate
from rjh_warehouse.statistics.calibration.study import markdown_table, study, write_report
from rjh_warehouse.statistics.comparison import _index
from rjh_warehouse.statistics.effect import DEFAULT_METHOD, evaluate_by, evaluate_cost_shift, evaluate_measure
from rjh_warehouse.statistics.measure_series import ContractTerms, Estimate, MeasureSeries
from rjh_warehouse.statistics.placebo import placebo_p, placebo_quantile
from rjh_warehouse.statistics.verdict import MEASURED, wording_of


def _series(seed: int = 1, effect: float = 0.2, **changes: int) -> MeasureSeries:
    scenario = replace(STANDARD, effect=effect, **changes)
    return simulate(scenario, True, np.random.default_rng(seed)).series


def test_a_large_effect_is_claimed_and_its_interval_worded_in_both_languages() -> None:
    result = evaluate_by(_series(), DEFAULT_METHOD)
    assert result.verdict_code == "lower"
    assert result.placebo_p == pytest.approx(1 / 31)
    assert result.wording["sv"].startswith("Minsta mätbara effekt ") and ". Lägre än väntat (" in result.wording["sv"]
    assert result.wording["en"].startswith("Smallest measurable effect tkr ")
    assert result.wording["en"].endswith("other causes cannot be excluded.")


@pytest.mark.parametrize(
    ("verdict", "effect", "low", "high", "sv", "en"),
    [
        ("lower", 1_500_400.0, 250_000.0, 2_750_600.0, "Minsta mätbara effekt 1\xa0999 tkr per år. Lägre än väntat (250–2\xa0751 tkr per år), andra orsaker kan inte uteslutas.",
         "Smallest measurable effect tkr 1\xa0999 a year. Lower than expected (tkr 250–2\xa0751 a year), other causes cannot be excluded."),
        ("higher", -1_500_400.0, -2_750_600.0, -250_000.0, "Minsta mätbara effekt 1\xa0999 tkr per år. Högre än väntat (250–2\xa0751 tkr per år), andra orsaker kan inte uteslutas.",
         "Smallest measurable effect tkr 1\xa0999 a year. Higher than expected (tkr 250–2\xa0751 a year), other causes cannot be excluded."),
        ("lower_not_established", 276_000.0, -518_000.0, 1_070_000.0,
         "Minsta mätbara effekt 1\xa0999 tkr per år. Lägre än väntat (276 tkr per år), intervallet omfattar noll (från 518 tkr högre till 1\xa0070 tkr lägre kostnad per år): ingen fastställd effekt.",
         "Smallest measurable effect tkr 1\xa0999 a year. Lower than expected (tkr 276 a year), the interval includes zero (from tkr 518 higher to tkr 1\xa0070 lower cost a year): no established effect."),
        ("higher_not_established", -26_000.0, -193_000.0, 140_000.0,
         "Minsta mätbara effekt 1\xa0999 tkr per år. Högre än väntat (26 tkr per år), intervallet omfattar noll (från 193 tkr högre till 140 tkr lägre kostnad per år): ingen fastställd effekt.",
         "Smallest measurable effect tkr 1\xa0999 a year. Higher than expected (tkr 26 a year), the interval includes zero (from tkr 193 higher to tkr 140 lower cost a year): no established effect."),
        ("no_claim_by_method", -511_000.0, None, None,
         "Beskrivning (511 tkr högre kostnad per år): metoden skiljer inte åtgärden från andra orsaker och medger inget påstående om effekt.",
         "Description (tkr 511 higher cost a year): the method does not tell the measure from other causes and allows no claim of effect."),
    ],
)  # fmt: skip
def test_sentences_say_which_way_in_words(
    verdict: str, effect: float, low: float | None, high: float | None, sv: str, en: str
) -> None:
    estimate = Estimate(effect, low, high, 1_999_000.0, control_count=30)
    assert wording_of(verdict, _series(), estimate) == {"sv": sv, "en": en}


def test_every_verdict_has_a_sentence_a_name_and_no_sign_or_gap() -> None:
    seed = Path(__file__).parents[2] / "seeds" / "measure" / "measure_verdict.csv"
    named = [line.split(",")[0] for line in seed.read_text(encoding="utf-8").splitlines()[1:]]
    series = _series()
    for estimate in (evaluate_by(series, DEFAULT_METHOD), evaluate_by(_series(effect=-0.2), DEFAULT_METHOD)):
        given = Estimate(estimate.effect_sek or 0.0, estimate.low_sek, estimate.high_sek, 1e6, control_count=30)
        for verdict in {"by_contract", "too_small", "described_only", "too_few_controls"} | MEASURED:
            assert verdict in named
            for sentence in wording_of(verdict, series, given).values():
                assert "−" not in sentence and "(–" not in sentence and "  " not in sentence
    endless = wording_of("too_small", series, replace(given, smallest_measurable_sek=None, low_sek=None, high_sek=None))
    assert endless["sv"] == catalogue()["verdict.too_noisy"]["sv"]


def test_a_rise_is_worded_as_a_rise() -> None:
    assert evaluate_by(_series(effect=-0.2), DEFAULT_METHOD).verdict_code == "higher"


def test_no_claim_at_all_under_twelve_months_before() -> None:
    terms = (ContractTerms(100.0, 90.0, 5_000), ContractTerms(5.0, 0.0, 10_000))
    series = replace(_series(months_before=11), contract=terms)
    results = {r.method_code: r for r in evaluate_measure(series)}
    assert results[DEFAULT_METHOD].verdict_code == "too_few_months"
    assert set(results) == {DEFAULT_METHOD, "contract_arithmetic"}
    assert results[DEFAULT_METHOD].effect_sek is None
    assert results["contract_arithmetic"].effect_sek == 100_000
    assert results["contract_arithmetic"].verdict_code == "by_contract"


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"months_before": 23}, "described_only"),
        ({"months_after": 2}, "described_only"),
        ({"control_count": 18}, "too_few_controls"),
        ({"control_count": 3}, "no_estimate"),
    ],
)
def test_what_the_data_do_not_allow_is_not_claimed(changes: dict[str, int], verdict: str) -> None:
    assert evaluate_by(_series(effect=0.5, **changes), DEFAULT_METHOD).verdict_code == verdict


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("start", [0, 1, 11, 47, 48])
def test_a_start_at_the_edge_gives_a_verdict_and_no_warning(start: int) -> None:
    series = replace(_series(), start=start, price_index=np.ones(48))
    assert evaluate_by(series, DEFAULT_METHOD).verdict_code in {"too_few_months", "described_only"}
    evaluate_measure(series)


def test_only_the_default_method_may_claim() -> None:
    for result in evaluate_measure(_series(effect=0.5)):
        assert result.is_default or result.verdict_code == "no_claim_by_method"


def test_a_plan_under_the_smallest_measurable_effect_cannot_be_measured() -> None:
    series = _series(effect=0.0)
    measurable = evaluate_by(series, DEFAULT_METHOD).smallest_measurable_sek
    assert evaluate_by(replace(series, planned_effect_sek=measurable * 0.9), DEFAULT_METHOD).verdict_code == "too_small"
    large = evaluate_by(replace(series, planned_effect_sek=measurable * 1.1), DEFAULT_METHOD)
    assert large.verdict_code.endswith("_not_established")


def test_wages_and_on_costs_that_meet_all_units_change_nothing() -> None:
    series = _series(effect=0.0)
    months = np.arange(series.cost.size)
    breaks = 1 + 0.2 * (months >= series.start) + 0.05 * (months >= 20)
    plain = evaluate_by(series, DEFAULT_METHOD)
    broken = evaluate_by(replace(series, cost=series.cost * breaks, controls=series.controls * breaks), DEFAULT_METHOD)
    assert broken.placebo_p == pytest.approx(plain.placebo_p, abs=0.02)
    assert broken.effect_sek == pytest.approx(plain.effect_sek * 1.25, rel=0.02)


def _with_wages(share: float, rise: float = 0.2) -> MeasureSeries:
    """No effect; wages, 70 % of the controls' cost and `share` of the slice's, rise by 20 % at the start."""
    series = _series(effect=0.0)
    cost = np.vstack([series.cost, series.controls])
    shares = np.full((len(cost), 1), 0.7)
    shares[0] = share
    parts = np.stack([cost * shares * (1 + rise * series.is_after), cost * (1 - shares)])
    return replace(series, cost=parts[:, 0].sum(axis=0), controls=parts[:, 1:].sum(axis=0), parts=parts)


def test_few_wages_beside_controls_with_many_are_no_effect_where_the_accounts_tell_them() -> None:
    told = _with_wages(0.2)
    assert evaluate_by(replace(told, parts=None), DEFAULT_METHOD).verdict_code == "lower"
    found = evaluate_by(told, DEFAULT_METHOD)
    assert found.verdict_code.endswith("not_established")
    alike = evaluate_by(replace(_with_wages(0.7), parts=None), DEFAULT_METHOD)
    assert found.effect_sek / told.cost.sum() == pytest.approx(
        alike.effect_sek / _with_wages(0.7).cost.sum(), abs=0.003
    )


@pytest.mark.filterwarnings("error")
def test_a_class_of_account_that_few_units_have_is_counted_with_the_largest() -> None:
    series = _with_wages(0.7)
    assert series.parts is not None
    rare = np.zeros_like(series.parts[:1])
    rare[0, :3] = series.parts[1, :3] / 2
    parts = np.concatenate([series.parts, rare])
    parts[1] -= rare[0]
    plain = np.stack([parts[0] + rare[0], parts[1]])  # wages are the largest class
    one, other = (evaluate_by(replace(series, parts=p), DEFAULT_METHOD) for p in (parts, plain))
    assert one.effect_sek == pytest.approx(other.effect_sek)


def test_one_class_of_account_is_no_class() -> None:
    series = _series()
    whole = replace(series, parts=np.vstack([series.cost, series.controls])[None])
    one, other = (evaluate_by(s, DEFAULT_METHOD) for s in (whole, series))
    assert (one.effect_sek, one.low_sek) == pytest.approx((other.effect_sek, other.low_sek))


def test_doubling_all_amounts_doubles_the_effect() -> None:
    series = _series()
    double = replace(series, cost=2 * series.cost, controls=2 * series.controls)
    for one, two in zip(evaluate_measure(series), evaluate_measure(double), strict=True):
        assert two.effect_sek == pytest.approx(2 * one.effect_sek)


def test_the_size_of_a_control_unit_means_nothing() -> None:
    series = _series()
    controls = series.controls * np.linspace(0.1, 50, len(series.controls))[:, None]
    moved = evaluate_by(replace(series, controls=controls), DEFAULT_METHOD)
    assert moved.effect_sek == pytest.approx(evaluate_by(series, DEFAULT_METHOD).effect_sek)


def test_a_control_that_is_treated_itself_is_found_and_left_out() -> None:
    series = _series()
    controls = series.controls.copy()
    controls[7, series.start :] *= 0.5
    result = evaluate_by(replace(series, controls=controls), DEFAULT_METHOD)
    assert (result.suspect_controls, result.control_count, result.verdict_code) == ((7,), 29, "lower")


@pytest.mark.parametrize("treated", [1, 2, 3])
def test_controls_that_are_treated_themselves_do_no_harm(treated: int) -> None:
    series = _series()
    controls = series.controls.copy()
    controls[:treated, series.start :] *= 0.7
    result = evaluate_by(replace(series, controls=controls), DEFAULT_METHOD)
    assert result.suspect_controls == tuple(range(treated))
    alone = evaluate_by(replace(series, controls=controls[treated:]), DEFAULT_METHOD)
    assert (result.effect_sek, result.low_sek) == pytest.approx((alone.effect_sek, alone.low_sek))


def test_a_control_with_a_single_far_month_is_no_treated_one() -> None:
    series = _series(effect=0.0)
    controls = series.controls.copy()
    controls[7, series.start + 3] *= 5
    result = evaluate_by(replace(series, controls=controls), DEFAULT_METHOD)
    assert (result.suspect_controls, result.control_count) == ((), 30)


def test_missing_months_are_left_out_not_zero_and_cost_no_control() -> None:
    series = _series()
    cost, controls = series.cost.copy(), series.controls.copy()
    cost[[5, 40]] = np.nan
    controls[3, 10] = np.nan
    controls[4, [20, 41]] = np.nan
    controls[5, :20] = np.nan
    result = evaluate_by(replace(series, cost=cost, controls=controls), DEFAULT_METHOD)
    assert (result.months_before, result.months_after, result.control_count) == (35, 11, 29)
    assert result.effect_sek == pytest.approx(evaluate_by(series, DEFAULT_METHOD).effect_sek, rel=0.25)


def test_a_slice_that_is_seldom_booked_cannot_be_measured() -> None:
    series = _series()
    seldom = series.cost * (np.random.default_rng(1).random(series.cost.size) < 0.5)
    result = evaluate_by(replace(series, cost=seldom), DEFAULT_METHOD)
    assert (result.verdict_code, result.effect_sek) == ("too_sparse", None)
    assert "av månaderna före" in result.wording["sv"]


def test_what_a_slice_was_doing_before_is_not_the_measures() -> None:
    """Units that drift apart steadily: the slice that falls most goes on falling, and that is no effect."""
    dice = np.random.default_rng(4)
    drift = np.concatenate([[-0.10], dice.normal(0, 0.04, 30)])
    cost = 1e6 * np.exp(drift[:, None] * np.arange(48) / 12 + dice.normal(0, 0.02, (31, 48)))
    result = evaluate_by(MeasureSeries(cost[0], 36, cost[1:]), DEFAULT_METHOD)
    assert result.verdict_code.endswith("not_established")
    assert abs(result.effect_sek) < 0.05 * 12e6


def test_a_slice_with_empty_and_credited_months_is_evaluated() -> None:
    series = _series()
    cost = series.cost.copy()
    cost[[2, 14]] = [0.0, -50_000.0]
    for result in evaluate_measure(replace(series, cost=cost)):
        assert result.effect_sek is not None and np.isfinite(result.effect_sek)


def test_a_slice_without_cost_before_gives_no_estimate() -> None:
    series = _series()
    assert evaluate_by(replace(series, cost=series.cost * 0), DEFAULT_METHOD).verdict_code == "no_estimate"


def test_a_known_ramp_gives_the_full_effect_beside_the_realised() -> None:
    ramp = np.clip(np.arange(1, 13) / 6, 0, 1)
    result = evaluate_by(replace(_series(), ramp=ramp), DEFAULT_METHOD)
    assert result.full_effect_sek == pytest.approx(result.effect_sek / ramp.mean())


def test_the_price_index_takes_the_wages_out_of_the_one_series_methods() -> None:
    months = np.arange(48)
    wages = 1.03 ** ((months + 9) // 12)
    season = np.random.default_rng(2).normal(1e6, 5e4, 12)[months % 12]
    series = MeasureSeries(season * wages, 36)
    noise = np.random.default_rng(3).normal(1, 0.001, 48)
    rows = {r.method_code: r for r in evaluate_measure(replace(series, cost=series.cost * noise, price_index=wages))}
    assert abs(rows["seasonal_baseline"].effect_sek) < 0.002 * 12e6
    assert rows["booked_reduction"].effect_sek < -0.02 * 12e6  # what the ledger shows, in current prices


def test_a_rise_on_the_counter_slice_is_a_possible_shift_of_cost_and_a_fall_is_not() -> None:
    assert evaluate_cost_shift(_series(effect=-0.2)).verdict_code == "shift_rise"
    assert evaluate_cost_shift(_series(effect=0.2)).verdict_code == "shift_not_established"
    assert evaluate_cost_shift(_series(effect=-0.2, control_count=10)).verdict_code == "too_few_controls"


def test_every_verdict_has_its_sentence_and_none_says_that_the_measure_saved() -> None:
    texts = {code: text for code, text in catalogue().items() if code.startswith("verdict.")}
    codes = {
        "too_few_months", "no_estimate", "described_only", "no_claim_by_method", "too_few_controls", "too_small",
        "too_sparse",        "lower", "higher", "lower_not_established", "higher_not_established", "by_contract",
        "shift_rise", "shift_not_established",
    }  # fmt: skip
    assert {f"verdict.{code}" for code in codes} <= set(texts)
    for text in texts.values():
        assert set(text) == {"sv", "en"}
        assert "spara" not in text["sv"].lower() and "saved" not in text["en"].lower()


@pytest.mark.parametrize("k", [19, 25, 30, 39, 60])
def test_p_and_interval_agree(k: int) -> None:
    rng = np.random.default_rng(k)
    placebo = rng.standard_t(5, k)
    for treated in rng.normal(0, 3, 50):
        assert (placebo_p(placebo, treated) <= 0.05 + 1e-12) == (abs(treated) >= placebo_quantile(placebo) - 1e-12)


@pytest.mark.parametrize("k", [6, 19, 30])
def test_the_mean_of_the_others_equals_leaving_each_out(k: int) -> None:
    scaled = np.random.default_rng(k).normal(1, 0.1, (k, 5))
    scaled[k // 2, 3] = np.nan
    expected = [_trimmed(scaled[1:])] + [_trimmed(np.delete(scaled, [0, j], axis=0)) for j in range(1, k)]
    is_there = np.isfinite(scaled)  # what the others did in a month that a unit lacks is not asked
    assert _index(scaled)[is_there] == pytest.approx(np.array(expected)[is_there])


def _trimmed(scaled: np.ndarray) -> np.ndarray:
    return np.array([stats.trim_mean(month[np.isfinite(month)], 0.2) for month in scaled.T])


@pytest.mark.parametrize(
    "changes",
    [
        {"start": 49},
        {"first_month": 0},
        {"controls": np.ones((20, 47))},
        {"price_index": np.ones(3)},
        {"ramp": np.ones(3)},
        {"parts": np.ones((2, 30, 48))},
    ],
)
def test_shapes_that_do_not_fit_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"fit|month"):
        replace(_series(), **changes)


HISTORIES = 250


@pytest.fixture(scope="module")
def quick() -> dict[tuple[str, str], object]:
    scenarios = (STANDARD, Scenario("strong_autocorrelation", "AR(1) 0.8", autocorrelation=0.8))
    return {(r.scenario.code, r.method_code): r for r in study(HISTORIES, seed=99, scenarios=scenarios)}


@pytest.mark.parametrize("scenario", ["standard", "strong_autocorrelation"])
def test_the_default_method_keeps_its_promise(quick: dict[tuple[str, str], object], scenario: str) -> None:
    row = quick[scenario, DEFAULT_METHOD]
    alarms = round(row.false_alarm * HISTORIES)
    assert stats.binomtest(alarms, HISTORIES, 0.06, alternative="greater").pvalue > 0.005
    covered = round(row.coverage * 2 * HISTORIES)
    assert stats.binomtest(covered, 2 * HISTORIES, 0.93, alternative="less").pvalue > 0.005
    assert stats.binomtest(covered, 2 * HISTORIES, 0.97, alternative="greater").pvalue > 0.005
    assert abs(row.bias) < 3 * row.bias_error
    assert row.power > 0.5


def test_before_after_cries_wolf(quick: dict[tuple[str, str], object]) -> None:
    assert quick["standard", "before_after"].false_alarm > 0.4
    assert quick["standard", "interrupted_series"].false_alarm > 0.06


def test_one_seed_gives_one_table_and_the_page_takes_it(tmp_path) -> None:
    results = study(4, seed=5)
    assert markdown_table(results) == markdown_table(study(4, seed=5))
    page = tmp_path / "calibration.md"
    page.write_text("# A\n<!-- study: start (written by rjh calibrate) -->\nstale text\n<!-- study: end -->\nB\n")
    written, picture = write_report(results, tmp_path, 5)
    text = written.read_text()
    assert "stale text" not in text and text.startswith("# A\n") and text.endswith("B\n") and "`placebo_did`" in text
    assert picture.stat().st_size > 5_000
