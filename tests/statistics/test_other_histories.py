"""The default method on histories of another making than those it was calibrated on.

`statistics.simulated_history` draws noise around a level. Here whole people come and go, and cost is what they earn: so
the noise follows from the size of the unit, steps last until somebody is hired again, and small units are noisy. The
unit may be chosen for its bad year, the costs be brought forward, invoices come by the quarter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from rjh_warehouse.statistics.effect import DEFAULT_METHOD, evaluate_by
from rjh_warehouse.statistics.measure_series import FloatArray, MeasureSeries

# some thousands of evaluations: with `pytest -m slow`, which CI runs
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("other_histories")]

PO = (0.4615, 0.4522, 0.5228, 0.5310, 0.5015, 0.5200)
SUMMER = np.array([1, 1, 1, 1, 1, 1.05, 1.2, 1.08, 1, 1, 1, 1.02])
HISTORIES = 300


@dataclass(frozen=True)
class Making:
    """How a history is made; shares are of cost, `lasting` is the AR(1) coefficient of what is not people."""

    people: tuple[int, int] = (15, 60)
    controls: int = 30
    before: int = 36
    after: int = 12
    lasting: float = 0.5
    noise: float = 0.02
    drift: float = 0.0  # a year, of each unit its own
    ramp: int = 0
    is_chosen: bool = False  # the unit with the worst last year gets the measure
    brought_forward: float = 0.0  # in the three months before the start
    quarterly: float = 0.0  # most of what each unit's invoices come by the quarter, in a month of its own


MAKINGS = {
    "people": Making(),
    "small units": Making(people=(4, 12)),
    "noise that nearly lasts": Making(lasting=0.98, noise=0.03),
    "the fewest controls": Making(controls=19, lasting=0.85, noise=0.03),
    "short": Making(controls=22, before=24, after=4),
    "own drift": Making(drift=0.03),
    "ramp": Making(ramp=9),
    "chosen for its bad year": Making(is_chosen=True),
    "brought forward": Making(brought_forward=0.03),
    "quarterly": Making(quarterly=0.5),
}


def costs(making: Making, first: int, dice: np.random.Generator) -> FloatArray:
    """[units × months] Costs without any measure, the first month being `first` (0 = January)."""
    units, months = making.controls + 1, making.before + making.after
    month = first + np.arange(months)
    wages = np.exp(np.cumsum(np.append(0, np.log1p(dice.uniform(0.02, 0.045, 8)))))[(month - 3) // 12 + 1]
    posts = dice.integers(*making.people, units, endpoint=True).astype(float)
    staff, now = np.empty((units, months)), posts.copy()
    for n in range(months):
        now = now - dice.binomial(now.astype(int), 0.03)
        now = now + dice.poisson(np.clip(0.03 * posts + 0.25 * (posts - now), 0, None))
        staff[:, n] = now
    noise = dice.normal(0, making.noise, (units, months))
    for n in range(1, months):
        noise[:, n] = making.lasting * noise[:, n - 1] + np.sqrt(1 - making.lasting**2) * noise[:, n]
    season = (SUMMER * np.exp(dice.normal(0, 0.03, (units, 12))))[:, month % 12]
    pay = 42_000 * dice.uniform(0.85, 1.2, (units, 1)) * wages * (1 + np.array(PO)[month // 12]) * season
    other = posts[:, None] * dice.uniform(4e3, 20e3, (units, 1)) * dice.gamma(25, 1 / 25, (units, months))
    at_quarter = (np.arange(months) + dice.integers(0, 3, (units, 1))) % 3 == 0
    lump = 1 + dice.uniform(0, making.quarterly, (units, 1)) * np.where(at_quarter, 1, -0.5)
    own_drift = np.exp(dice.normal(0, making.drift, (units, 1)) * np.arange(months) / 12)
    return np.asarray((staff * pay * np.exp(noise) + other) * lump * own_drift)


def history(making: Making, effect: float, dice: np.random.Generator) -> tuple[MeasureSeries, float]:
    """A measure's series and its true effect, kronor per year."""
    first = int(dice.integers(0, 12))
    cost = costs(making, first, dice)
    before = making.before
    if making.is_chosen:
        relative = cost / cost[:, :before].mean(axis=1, keepdims=True)
        relative = relative / np.median(relative, axis=0)
        worst = int((relative[:, before - 12 : before].mean(axis=1) / relative[:, : before - 12].mean(axis=1)).argmax())
        cost = np.vstack([cost[worst], np.delete(cost, worst, axis=0)])
    ramp = np.minimum(np.arange(1, making.after + 1) / (making.ramp + 1), 1.0)
    truth = float((cost[0, before:] * effect * ramp).sum()) * 12 / making.after
    own = cost[0].copy()
    own[before:] *= 1 - effect * ramp
    own[before - 3 : before] *= 1 + making.brought_forward
    return MeasureSeries(own, before, cost[1:], first_month=first + 1, ramp=ramp), truth


@pytest.mark.parametrize("name", MAKINGS)
def test_errors_are_as_rare_as_promised_on_histories_of_another_making(name: str) -> None:
    making = MAKINGS[name]
    dice = np.random.default_rng([3, *name.encode()])
    alarms, covered, errors = 0, 0, []
    for effect in (0.0, 0.1):
        for _ in range(HISTORIES):
            series, truth = history(making, effect, dice)
            found = evaluate_by(series, DEFAULT_METHOD)
            assert found.effect_sek is not None and found.low_sek is not None and found.high_sek is not None
            alarms += effect == 0 and found.verdict_code in {"lower", "higher"}
            covered += found.low_sek <= truth <= found.high_sek
            errors.append((found.effect_sek - truth) / (series.cost[: making.before].mean() * 12))
    assert stats.binomtest(alarms, HISTORIES, 0.06, alternative="greater").pvalue > 0.001
    assert stats.binomtest(covered, 2 * HISTORIES, 0.95, alternative="less").pvalue > 0.001
    bias, error = float(np.mean(errors)), float(np.std(errors)) / np.sqrt(len(errors))
    assert abs(bias) < 4 * error + (0.015 if making.is_chosen or making.brought_forward else 0.003)
    print(
        f"{name}: alarms {alarms / HISTORIES:.3f} coverage {covered / 2 / HISTORIES:.3f} bias {bias:+.4f} ± {error:.4f}"
    )
