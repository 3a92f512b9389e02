"""The calibration study: how often each method cries wolf, and how often its interval holds the truth.

Every number comes from histories with known truth (`statistics.simulated_history`); one seed gives one table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rjh_warehouse.statistics.calibration.history import SCENARIOS, STANDARD, STRESS, History, Scenario, simulate
from rjh_warehouse.statistics.effect import CONTRASTS, DEFAULT_METHOD, METHODS
from rjh_warehouse.statistics.measure_series import Estimate
from rjh_warehouse.statistics.verdict import CLAIMS, verdict_of

STUDIED = (
    "before_after",
    "same_months_last_year",
    "seasonal_baseline",
    "interrupted_series",
    DEFAULT_METHOD,
)
_TABLE_START = "<!-- study: start (written by rjh calibrate) -->"
_TABLE_END = "<!-- study: end -->"


@dataclass(frozen=True, slots=True)
class Calibration:
    """One method in one scenario. Shares of 0–1; bias and width are shares of the slice's yearly cost without measure.

    The bias is the mean symmetric error, (estimate − truth) / mean of the expected and the true cost: costs multiply,
    and a share of the true cost alone would make a bias of its variance.
    """

    scenario: Scenario
    method_code: str
    histories: int  # with an effect; as many without
    false_alarm: float  # histories without effect in which an effect is claimed
    coverage_without: float
    coverage_with: float
    bias: float  # mean of estimate − truth, histories with effect
    bias_error: float  # its standard error
    power: float  # histories with effect in which it is claimed, in the right direction
    half_width: float  # median half interval
    no_claim: float  # share of all histories for which the method says it cannot be measured

    @property
    def coverage(self) -> float:
        return (self.coverage_without + self.coverage_with) / 2


@dataclass(frozen=True, slots=True)
class _Outcome:
    error: float
    covers: bool
    claims: bool
    claims_lower: bool
    half_width: float
    cost: float
    is_measured: bool


def study(
    histories: int = 1000,
    seed: int = 2024,
    scenarios: Iterable[Scenario] = SCENARIOS + STRESS,
    progress: Callable[[Calibration], None] | None = None,
) -> list[Calibration]:
    """Calibrations: every studied method in the standard scenario, the default method in all.

    `histories` with and as many without effect per scenario, a quarter of them under stress; the draws of a scenario
    depend on seed and scenario only.
    """
    results = []
    for scenario in scenarios:
        rng = np.random.default_rng([seed, *scenario.code.encode()])
        methods = STUDIED if scenario is STANDARD else (DEFAULT_METHOD,)
        without: dict[str, list[_Outcome]] = {code: [] for code in methods}
        with_effect: dict[str, list[_Outcome]] = {code: [] for code in methods}
        for _ in range(max(histories // 4, 2) if scenario.is_stress else histories):
            for outcomes, has_effect in ((without, False), (with_effect, True)):
                history = simulate(scenario, has_effect, rng)
                for code in methods:
                    outcomes[code].append(_outcome(history, code))
        for code in methods:
            results.append(_summary(scenario, code, without[code], with_effect[code]))
            if progress:
                progress(results[-1])
    return results


def _outcome(history: History, method_code: str) -> _Outcome:
    """What the method said. Methods that may not claim are judged as if an interval without zero were a
    claim.
    """
    estimate = (METHODS | CONTRASTS)[method_code](history.series)
    if estimate is None or estimate.low_sek is None or estimate.high_sek is None:
        raise ValueError(f"{method_code} gave no interval on a complete history")
    is_measured, claims, claims_lower = (
        True,
        not estimate.low_sek <= 0 <= estimate.high_sek,
        estimate.low_sek > 0,
    )
    if method_code == DEFAULT_METHOD:
        verdict = verdict_of(history.series, estimate, may_claim=True)
        is_measured, claims, claims_lower = _is_measured(verdict), verdict in CLAIMS, verdict == "lower"
    return _Outcome(
        error=estimate.effect_sek - history.true_effect_sek,
        covers=_covers(estimate, history.true_effect_sek),
        claims=claims,
        claims_lower=claims_lower,
        half_width=(estimate.high_sek - estimate.low_sek) / 2,
        cost=history.untreated_cost_sek,
        is_measured=is_measured,
    )


def _covers(estimate: Estimate, truth: float) -> bool:
    assert estimate.low_sek is not None and estimate.high_sek is not None
    return estimate.low_sek <= truth <= estimate.high_sek


def _is_measured(verdict_code: str) -> bool:
    return verdict_code in CLAIMS or verdict_code.endswith("not_established")


def _summary(scenario: Scenario, method_code: str, without: list[_Outcome], with_effect: list[_Outcome]) -> Calibration:
    relative_error = np.array([o.error / (o.cost + o.error / 2) for o in with_effect])
    return Calibration(
        scenario=scenario,
        method_code=method_code,
        histories=len(with_effect),
        false_alarm=float(np.mean([o.claims for o in without])),
        coverage_without=float(np.mean([o.covers for o in without])),
        coverage_with=float(np.mean([o.covers for o in with_effect])),
        bias=float(relative_error.mean()),
        bias_error=float(relative_error.std(ddof=1) / np.sqrt(relative_error.size)),
        power=float(np.mean([o.claims_lower for o in with_effect])),
        half_width=float(np.median([o.half_width / o.cost for o in with_effect])),
        no_claim=float(np.mean([not o.is_measured for o in without + with_effect])),
    )


def markdown_table(results: list[Calibration]) -> str:
    """The study as markdown tables: methods in the standard scenario; the default method where it promises something;
    the default method under stress.
    """
    heads = "false alarms | coverage, no effect | coverage, effect | bias | power | half interval | no verdict"
    rule = "---|" + "---:|" * 7
    methods = [r for r in results if r.scenario is STANDARD]
    lines = [f"| method, standard scenario | {heads} |", f"|{rule}"]
    lines += [f"| `{r.method_code}` | {_figures(r)} |" for r in methods]
    default = [r for r in results if r.method_code == DEFAULT_METHOD]
    for head, is_stress in (("when", False), ("under stress", True)):
        lines += ["", f"| `{DEFAULT_METHOD}` {head} | {heads} |", f"|{rule}"]
        lines += [f"| {r.scenario.text} | {_figures(r)} |" for r in default if r.scenario.is_stress == is_stress]
    return "\n".join(lines)


def _figures(result: Calibration) -> str:
    shares = (result.false_alarm, result.coverage_without, result.coverage_with)
    return " | ".join(
        [*(f"{100 * share:.1f} %" for share in shares),
         f"{100 * result.bias:+.2f} ± {100 * result.bias_error:.2f} %",
         f"{100 * result.power:.0f} %", f"{100 * result.half_width:.1f} %", f"{100 * result.no_claim:.0f} %"]
    )  # fmt: skip


def write_report(results: list[Calibration], folder: Path, seed: int) -> tuple[Path, Path]:
    """Put the tables into `calibration.md` between its marks and draw `calibration.png`. Returns both paths.

    Raises ValueError when the page lacks the marks.
    """
    page = folder / "calibration.md"
    text = page.read_text(encoding="utf-8")
    if text.count(_TABLE_START) != 1 or text.count(_TABLE_END) != 1:
        raise ValueError(f"{page} lacks the marks of the study's table")
    head, rest = text.split(_TABLE_START)
    tail = rest.split(_TABLE_END)[1]
    count = f"{results[0].histories:,}".replace(",", "\u00a0")
    said = f"{count} histories with and as many without effect per row, a quarter under stress; seed {seed}."
    page.write_text(f"{head}{_TABLE_START}\n{said}\n\n{markdown_table(results)}\n{_TABLE_END}{tail}", encoding="utf-8")
    return page, _draw(results, folder / "calibration.png")


def _draw(results: list[Calibration], path: Path) -> Path:
    """False alarms per method, and coverage of the default method per scenario, with binomial 95 % bars."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    methods = [r for r in results if r.scenario is STANDARD]
    cases = [r for r in results if r.method_code == DEFAULT_METHOD and not r.scenario.is_stress]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 5.4), width_ratios=(2, 3))
    for axis, rows, labels, values, count in (
        (left, methods, [r.method_code for r in methods], [r.false_alarm for r in methods], 1),
        (right, cases, [r.scenario.code for r in cases], [r.coverage for r in cases], 2),
    ):
        spread = [1.96 * np.sqrt(v * (1 - v) / (count * r.histories)) for v, r in zip(values, rows, strict=True)]
        axis.errorbar([100 * v for v in values], range(len(rows)), xerr=[100 * s for s in spread], fmt="o", capsize=3)
        axis.set_yticks(range(len(rows)), [label.replace("_", " ") for label in labels])
        axis.invert_yaxis()
        axis.grid(axis="x", alpha=0.3)
    left.axvline(5, linestyle="--", color="black")
    left.set_xlabel("false alarms at nominal 5 %, per cent")
    right.axvspan(93, 97, alpha=0.15)
    right.axvline(95, linestyle="--", color="black")
    right.set_xlabel("coverage of the nominal 95 % interval, per cent")
    figure.tight_layout()
    figure.savefig(path, dpi=80)
    pyplot.close(figure)
    return path
