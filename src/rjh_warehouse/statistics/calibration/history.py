"""Cost histories with known truth, for the calibration study. Not the simulated region: only what the methods
must withstand.

cost = wages and other costs, whose shares differ; wages follow the price of work (April, on-costs each January). On
both: level, season, the unit's own drift and January breaks, AR(1) noise; lumps and missing months on top. Levels,
seasons, drifts, wage shares and noise differ between units; the price of work is the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from rjh_warehouse.statistics.measure_series import FloatArray, MeasureSeries

_BURN_IN = 120


@dataclass(frozen=True, slots=True)
class Scenario:
    """What the world is like. Shares are of cost; spreads are standard deviations."""

    code: str
    text: str
    months_before: int = 36
    months_after: int = 12
    control_count: int = 30
    autocorrelation: float = 0.5
    noise: float = 0.03
    noise_spread: float = 0.4  # between units, of log noise
    treated_noise: float = 1.0  # the treated slice's noise relative to that of the controls
    drift_spread: float = 0.01  # between units, per year
    tail_degrees: float | None = None  # Student's t innovations; None = normal
    ramp_months: int = 1  # months until full effect
    step_share: float = 0.0  # of the effect that comes at once, beside the ramp
    first_month_share: float = 1.0  # of the first month that the effect is there; 0.5 = it starts in mid-month
    season_change: float = 0.0  # between units and calendar months, a step of their own each year
    treated_controls: int = 0
    treated_control_effect: float = 0.15
    own_shock: float = 0.0  # a change at the treated unit that is not the measure's
    effect: float = 0.08  # of cost, in the histories that have one
    wage_share_spread: float = 0.1  # between units, of the share that wages and on-costs make up
    treated_wage_share: float | None = None  # of the treated slice; None = as the controls'
    is_told_by_account: bool = False  # whether wages stand on accounts of their own, so that the method sees them
    own_january: float = 0.0  # between units, a break of their own each January
    lump_share: float = 0.0  # of months with an invoice too many
    lump_size: float = 0.3  # its mean, of a month's cost
    missing_share: float = 0.0  # of the controls' months

    @property
    def is_stress(self) -> bool:
        """Whether the scenario lies outside what the method promises, or shows what it says there."""
        return self in STRESS


STANDARD = Scenario("standard", "36 months before, 12 after, 30 controls, AR(1) 0.5")
SCENARIOS: tuple[Scenario, ...] = (
    STANDARD,
    Scenario("strong_autocorrelation", "AR(1) 0.8", autocorrelation=0.8),
    Scenario("stronger_autocorrelation", "AR(1) 0.9", autocorrelation=0.9),
    Scenario("near_random_walk", "AR(1) 0.97", autocorrelation=0.97),
    Scenario("nineteen_controls", "19 controls", control_count=19),
    Scenario("sixty_controls", "60 controls", control_count=60),
    Scenario("short_before", "24 months before", months_before=24),
    Scenario("short_after", "6 months after", months_after=6),
    Scenario(
        "shortest",
        "24 months before, 3 after, 19 controls, AR(1) 0.8",
        months_before=24,
        months_after=3,
        control_count=19,
        autocorrelation=0.8,
    ),
    Scenario("ramp", "effect grows over 6 months", ramp_months=6),
    Scenario("long_ramp", "effect grows over 12 months", ramp_months=12),
    Scenario(
        "step_and_ramp",
        "half of the effect at once, half over 12 months, AR(1) 0.8",
        step_share=0.5,
        ramp_months=12,
        autocorrelation=0.8,
    ),
    Scenario("mid_month", "effect starts in the middle of a month", first_month_share=0.5),
    Scenario("treated_control", "one control has an effect of 15 % itself", treated_controls=1),
    Scenario(
        "treated_alike", "one control has the same effect itself", treated_controls=1, treated_control_effect=0.08
    ),
    Scenario("three_treated", "three controls have an effect of 15 % themselves", treated_controls=3),
    Scenario("heavy_tails", "Student's t with 3 degrees of freedom", tail_degrees=3),
    Scenario("lumps", "an invoice too many in 5 % of the months", lump_share=0.05),
    Scenario("missing_months", "1 % of the controls' months missing", missing_share=0.01),
    Scenario("uneven_drift", "units drift apart by 3 % a year", drift_spread=0.03),
    Scenario("uneven_wages", "wages are 10–100 % of a unit's cost", wage_share_spread=0.3),
    Scenario(
        "few_wages",
        "wages 20 % of the treated slice, 70 % of the controls, on accounts of their own",
        treated_wage_share=0.2,
        is_told_by_account=True,
    ),
    Scenario("changing_season", "each unit's season changes by 3 % a calendar month and year", season_change=0.03),
    Scenario("own_january", "a break of its own (2 %) at every unit each January", own_january=0.02),
    Scenario("uneven_noise", "noise differs twofold between units", noise_spread=0.8),
    Scenario(
        "noisy_slice",
        "the treated slice twice as noisy as all the controls",
        treated_noise=2.0,
        noise_spread=0.1,
    ),
    Scenario("quiet_slice", "the treated slice a third as noisy as the controls", treated_noise=1 / 3),
)
STRESS: tuple[Scenario, ...] = (
    Scenario("twelve_controls", "12 controls (no claim is made)", control_count=12),
    Scenario("five_controls", "5 controls (no claim is made)", control_count=5),
    Scenario("eight_controls", "8 controls, AR(1) 0.8 (no claim is made)", control_count=8, autocorrelation=0.8),
    Scenario("eighteen_before", "18 months before (no claim is made)", months_before=18),
    Scenario("twelve_before", "12 months before (no claim is made)", months_before=12),
    Scenario("nineteen_one_treated", "one of 19 controls has an effect of 15 %", control_count=19, treated_controls=1),
    Scenario(
        "three_alike", "three controls have the same effect themselves", treated_controls=3, treated_control_effect=0.08
    ),
    Scenario("third_treated", "a third of the controls treated, unknown to the caller", treated_controls=10),
    Scenario("far_drift", "units drift apart by 6 % a year", drift_spread=0.06),
    Scenario("large_lumps", "an invoice of two months' cost too many in 3 %", lump_share=0.03, lump_size=2.0),
    Scenario(
        "hidden_wages",
        "wages 20 % of the treated slice, 70 % of the controls, and the accounts do not tell",
        treated_wage_share=0.2,
    ),
    Scenario(
        "all_at_once",
        "24 before, 6 after, 20 controls of which one treated, AR(1) 0.9, ramp 6, drift 3 %",
        months_before=24,
        months_after=6,
        control_count=20,
        treated_controls=1,
        autocorrelation=0.9,
        ramp_months=6,
        drift_spread=0.03,
    ),
    Scenario("own_shock", "another change of 8 % at the treated unit only", own_shock=0.08),
)


@dataclass(frozen=True, slots=True)
class History:
    """A measure's series and what the measure truly did, SEK per year (positive = lower cost)."""

    series: MeasureSeries
    true_effect_sek: float
    untreated_cost_sek: float  # what the months after would have cost without the measure, per year


def simulate(scenario: Scenario, with_effect: bool, rng: np.random.Generator) -> History:
    """One history drawn from a scenario; the month of the start is random over the calendar."""
    months = scenario.months_before + scenario.months_after
    units = scenario.control_count + 1
    first_month = int(rng.integers(1, 13))
    calendar = (np.arange(months) + first_month - 1) % 12
    share = np.clip(rng.normal(0.7, scenario.wage_share_spread, (units, 1)), 0.1, 1.0)
    if scenario.treated_wage_share is not None:
        share[0] = scenario.treated_wage_share
    own_breaks = rng.normal(0, 1, (units, months)) * np.where(calendar == 0, scenario.own_january, 0.0)
    common = np.exp(
        rng.normal(np.log(1.5e6), 0.8, (units, 1))
        + (rng.normal(0, 0.03, 12) + rng.normal(0, 0.02, (units, 12)))[:, calendar]
        + np.cumsum(own_breaks, axis=1)
        + rng.normal(0, scenario.drift_spread, (units, 1)) * np.arange(months) / 12
        + _noise(scenario, units, months, rng)
    )
    common *= 1 + (rng.random((units, months)) < scenario.lump_share) * rng.exponential(
        scenario.lump_size, (units, months)
    )
    common *= np.exp(_changed_season(scenario, units, months, rng))
    after = np.arange(months) >= scenario.months_before
    grown = np.clip((np.arange(months) - scenario.months_before + 1) / scenario.ramp_months, 0, 1)
    grown = np.where(after, scenario.step_share + (1 - scenario.step_share) * grown, 0.0)
    grown[scenario.months_before] *= scenario.first_month_share
    common[1 : 1 + scenario.treated_controls] *= 1 - scenario.treated_control_effect * grown
    common[1:][rng.random((units - 1, months)) < scenario.missing_share] = np.nan
    common[0] *= 1 - scenario.own_shock * after
    parts = np.stack([common * share * np.exp(_wages_and_on_costs(calendar, rng)), common * (1 - share)])
    untreated = parts.sum(axis=0)[0]
    if with_effect:
        parts[:, 0] *= 1 - scenario.effect * grown
    cost = parts.sum(axis=0)
    per_year = 12 / scenario.months_after
    return History(
        MeasureSeries(
            cost[0],
            scenario.months_before,
            cost[1:],
            first_month=first_month,
            parts=parts if scenario.is_told_by_account else None,
        ),
        true_effect_sek=float((untreated - cost[0])[after].sum()) * per_year,
        untreated_cost_sek=float(untreated[after].sum()) * per_year,
    )


def _changed_season(scenario: Scenario, units: int, months: int, rng: np.random.Generator) -> FloatArray:
    """What each unit's calendar months have moved since the first year, by a step of their own each year; log."""
    if scenario.season_change == 0:
        return np.zeros((units, months))
    steps = rng.normal(0, scenario.season_change, (units, months))
    steps[:, :12] = 0
    moved = np.zeros((units, months))
    for month in range(12, months):
        moved[:, month] = moved[:, month - 12] + steps[:, month]
    return moved


def _wages_and_on_costs(calendar: np.ndarray, rng: np.random.Generator) -> FloatArray:
    """Log level of the price of work: about 3 % each April, and a break of either sign each January."""
    step = np.where(calendar == 3, rng.normal(0.03, 0.006, calendar.size), 0.0)
    return np.cumsum(step + np.where(calendar == 0, rng.normal(0, 0.02, calendar.size), 0.0))


def _noise(scenario: Scenario, units: int, months: int, rng: np.random.Generator) -> FloatArray:
    shape = (units, months + _BURN_IN)
    if scenario.tail_degrees is None:
        shock = rng.normal(size=shape)
    else:
        shock = rng.standard_t(scenario.tail_degrees, size=shape)
        shock /= np.sqrt(scenario.tail_degrees / (scenario.tail_degrees - 2))
    rho = scenario.autocorrelation
    noise = lfilter([np.sqrt(1 - rho**2)], [1.0, -rho], shock, axis=1)[:, _BURN_IN:]
    size = scenario.noise * np.exp(rng.normal(0, scenario.noise_spread, (units, 1)))
    size[0] *= scenario.treated_noise
    return np.asarray(noise * size)
