"""The measures of simulated regions the whole way: what the marts say of each, against what truly happened.

Regions that nothing was tuned on: other seeds, stronger autocorrelation and noise, a reorganisation, no effects at all.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import plain_models
import pytest
from openpyxl import load_workbook
from scipy import stats

from rjh_warehouse.build.recipe import Model
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.simulate import SimulationReport, SimulationSettings, simulate
from tests.simulate.conftest import CONTRACTS, ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("measure_truth")]

REGIONS = [
    SimulationSettings(seed=21, rows=1),
    SimulationSettings(seed=22, rows=1, months=48, newest_month="2025-06", autocorrelation=0.85, noise=1.3),
    SimulationSettings(seed=23, rows=1, newest_month="2023-12", with_effects=False),
]
LATE, OVERLAP = "SIM-HSN-06", ("SIM-RS-05", "SIM-RS-06")
DOCUMENTS = sorted(
    path.with_name(path.name.removesuffix(".origin.yaml"))
    for path in (ROOT / "deliveries").rglob("*.origin.yaml")
    if "inbox" not in path.parts
)  # the plan's required reduction stands in them
COSTS = ("PERSONNEL", "HIRED_STAFF", "PHARMA", "OTHER_EXT", "DEPRECIATION")  # external
Truth = dict[str, Any]


class Region:
    """A simulated region, its truth and its warehouse."""

    def __init__(self, settings: SimulationSettings, folder: Path, models: tuple[Model, ...]) -> None:
        self.report: SimulationReport = simulate(settings, folder / "out")
        self.truth: Truth = json.loads(self.report.truth_file.read_text(encoding="utf-8"))
        self.measures: dict[str, Truth] = {m["measure_code"]: m for m in self.truth["measures"]}
        lake = Lake(folder / "lake")
        load_files([*DOCUMENTS, *self.report.delivery_paths], lake, CONTRACTS)
        plain_models.build(folder / "warehouse.duckdb", lake, models)
        self.connection = duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        cursor = self.connection.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def applied(self, code: str) -> dict[str, Decimal]:
        """Kronor that a measure truly took from its slice, by month."""
        return {month: Decimal(ore) / 100 for month, ore in self.measures[code]["applied_ore_by_month"].items()}


@pytest.fixture(scope="module")
def regions(models: tuple[Model, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Region]]:
    made = [Region(s, tmp_path_factory.mktemp(f"region{s.seed}"), models) for s in REGIONS]
    yield made
    for region in made:
        region.connection.close()


def _true_rate(region: Region, row: dict[str, Any]) -> float:
    """What the measure truly gave over the months that were measured, kronor per year."""
    return float(sum(region.applied(row["measure_code"]).values(), Decimal(0))) * 12 / row["months_after"]


def test_the_interval_holds_the_truth_and_nothing_is_claimed_without_effect(regions: list[Region]) -> None:
    measured, covered, without, alarms = 0, 0, 0, []
    for region in regions:
        for row in region.rows("SELECT * FROM mart.measure_evaluation WHERE is_default AND is_simulated"):
            if row["low_sek"] is None:
                continue
            truth = _true_rate(region, row)
            measured += 1
            covered += float(row["low_sek"]) <= truth <= float(row["high_sek"])
            if truth == 0:
                without += 1
                alarms += [row["measure_code"]] if row["verdict_code"] in {"lower", "higher"} else []
            if row["verdict_code"] == "lower":
                assert truth > 0 or row["measure_code"] in alarms
            assert row["verdict_code"] != "higher" or truth == 0
    assert measured >= 30
    assert stats.binomtest(covered, measured, 0.95, alternative="less").pvalue > 0.01
    assert without >= 15
    assert stats.binomtest(len(alarms), without, 0.06, alternative="greater").pvalue > 0.01


def test_large_effects_are_found(regions: list[Region]) -> None:
    """What is well over the smallest measurable effect is found wherever a claim may be made."""
    found = []
    for region in regions:
        for row in region.rows("SELECT * FROM mart.measure_evaluation WHERE is_default AND low_sek IS NOT NULL"):
            is_claimable = row["months_before"] >= 24 and row["control_count"] >= 19 and row["measure_code"] != LATE
            if is_claimable and _true_rate(region, row) > 1.5 * float(row["smallest_measurable_sek"]):
                found.append(row["verdict_code"])
    assert len(found) >= 5
    assert found.count("lower") >= 0.9 * len(found)


def test_what_cannot_be_measured_says_why(regions: list[Region]) -> None:
    for region in regions:
        verdicts = {r["measure_code"]: r for r in region.rows("SELECT * FROM mart.measure_evaluation WHERE is_default")}
        assert verdicts.keys() == region.measures.keys()
        assert {verdicts[code]["verdict_code"] for code in OVERLAP} == {"slice_shared"}
        assert verdicts["SIM-KTN-01"]["verdict_code"] == "no_estimate"
        for code, row in verdicts.items():
            assert row["is_slice_registered_late"] == (code == LATE)
            assert not row["is_start_moved_late"]
            assert f"{row['start_month']:%Y-%m}" == region.measures[code]["start_month"]
            assert row["first_start_month"] == row["start_month"]
            if code not in OVERLAP and row["months_before"] < 24:
                assert row["verdict_code"] in {"described_only", "too_few_months", "no_estimate"}
        assert verdicts[LATE]["verdict_code"] == "slice_registered_late"


def test_overlap_is_one_cell_that_neither_measure_has(regions: list[Region]) -> None:
    for region in regions:
        (overlap,) = region.rows("SELECT * FROM core.slice_overlap")
        assert (overlap["account_code"], overlap["claim_count"]) == ("6010", 2)
        assert overlap["measure_codes"] == ", ".join(OVERLAP)
        own = region.rows(f"SELECT own_sek FROM core.measure_slice_month WHERE measure_code IN {OVERLAP}")
        assert {row["own_sek"] for row in own} == {0}


def test_a_moved_cost_is_found_and_no_other(regions: list[Region]) -> None:
    for region in regions:
        for row in region.rows("SELECT * FROM mart.measure_cost_shift"):
            code = row["measure_code"]
            if region.measures[code]["moved_to"] is None:
                assert row["verdict_code"] == "slice_missing"
            else:
                assert row["verdict_code"] == "shift_rise"
                assert row["low_sek"] <= -_true_rate(region, row) <= row["high_sek"]


def test_booked_amounts_of_the_slices_are_the_ledgers(regions: list[Region]) -> None:
    for region in regions:
        booked: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)  # unit, month, account
        for path in _current_ledgers(region):
            with path.open(encoding="cp1252", newline="") as lines:
                for row in csv.DictReader(lines, delimiter=";"):
                    if row["Period"].isdigit() and row["Konto"].isdigit() and _is_number(row["Belopp"]):
                        amount = Decimal(row["Belopp"].replace(",", "."))
                        booked[row["Ansvar"], row["Period"], row["Konto"]] += amount
        moved = {m[side] for m in region.truth["unit_mapping"] for side in ("from_code", "to_code")}
        compared = 0
        for code, truth in region.measures.items():
            slices = region.rows(
                f"SELECT unit_code FROM core.measure_slice WHERE measure_code = '{code}' AND slice_kind = 'effect'"
            )
            units = {row["unit_code"] for row in slices}
            if units & moved:
                continue
            for row in region.rows(
                f"SELECT * FROM core.measure_slice_month WHERE measure_code = '{code}' AND slice_kind = 'effect'"
            ):
                expected = sum(
                    (
                        amount
                        for (unit, month, account), amount in booked.items()
                        if unit in units
                        and month == f"{row['month']:%Y%m}"
                        and truth["account_from"] <= account <= truth["account_to"]
                    ),
                    Decimal(0),
                )
                assert row["booked_sek"] == -expected, (code, row["month"])
                compared += 1
        assert compared > 200


def _current_ledgers(region: Region) -> list[Path]:
    newest: dict[str, Path] = {}
    for path in region.report.delivery_paths:  # oldest first
        if path.name.startswith("huvudbok_"):
            newest[path.stem.split("_v")[0]] = path
    return list(newest.values())


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace("-", "").isdigit()


def _followups(region: Region) -> dict[tuple[str, str], tuple[Decimal | None, Decimal | None]]:
    """(measure, month) → carried out and verified as the boards' workbooks have them, kronor."""
    told = {}
    for path in region.report.delivery_paths:
        if path.name.startswith("atgardsuppfoljning_"):
            for code, month, *amounts in load_workbook(path).worksheets[0].iter_rows(4, max_col=4, values_only=True):
                if code in region.measures:
                    carried, verified = (None if a is None else round(Decimal(str(a)) * 1000, 2) for a in amounts)
                    told[code, month] = (carried, verified)
    return told


def test_the_three_steps_are_the_boards_own_and_the_verified_is_true(regions: list[Region]) -> None:
    for region in regions:
        told = _followups(region)
        for row in region.rows("SELECT * FROM core.measure_month"):
            code, month = row["measure_code"], f"{row['month']:%Y-%m}"
            assert (row["carried_out_sek"], row["verified_sek"]) == told.get((code, month), (None, None))
            assert row["is_reported"] == ((code, month) in told)
            if row["verified_sek"] is not None:
                assert abs(row["verified_sek"] - region.applied(code).get(month, Decimal(0))) <= 50
            planned, ramp = region.measures[code]["planned_tkr"], region.measures[code]["ramp_months"]
            if planned is None:
                assert row["decided_sek"] is None
            else:
                share = min(row["months_since_start"] + 1, ramp + 1) / (ramp + 1)
                assert float(row["decided_sek"]) == pytest.approx(planned * 1000 / 12 * share, abs=0.011)


def _gross_costs(region: Region) -> dict[tuple[str, str], Decimal]:
    """(board, month) → external gross cost booked, by the truth of the ledger."""
    gross: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    with (region.report.truth_file.parent / "ledger_sum.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["is_current"] == "True" and row["cost_type_code"] in COSTS:
                gross[row["board_code"], row["month"]] += Decimal(row["loaded_ore"]) / 100
    return gross


Steps = tuple[Decimal | None, Decimal | None, Decimal | None]  # decided, carried out, verified; kronor in a month


def _steps(region: Region, code: str, month: str, told: dict[tuple[str, str], Any]) -> Steps:
    """The three steps of a measure in a month from its start: by plan and ramp, and as reported."""
    measure = region.measures[code]
    start, ramp = measure["start_month"], measure["ramp_months"]
    since = (int(month[:4]) - int(start[:4])) * 12 + int(month[5:]) - int(start[5:])
    planned = measure["planned_tkr"]
    decided = None if planned is None else Decimal(planned) * 1000 / 12 * min(since + 1, ramp + 1) / (ramp + 1)
    return (decided, *told.get((code, month), (None, None)))


def test_coverage_of_the_required_reduction_at_each_step(regions: list[Region]) -> None:
    compared = defaultdict(int)
    for region in regions:
        told, gross = _followups(region), _gross_costs(region)
        for row in region.rows(
            "SELECT * FROM mart.balance_gap WHERE basis_code = 'EXTERNAL/WITH_ELECTED/MONTHS' AND is_simulated"
        ):
            year, place = row["fiscal_year"], ("decided", "carried_out", "verified").index(row["step_code"])
            mine = [code for code, m in region.measures.items() if m["board_code"] == row["board_code"]]
            months = sorted({m[5:] for c, m in told if c in mine and m[:4] == str(year)})
            if not months:
                assert row["step_code"] == "decided" or row["new_effect_sek"] is None
                continue
            assert row["month_count"] == len(months)
            assert row["gross_cost_base_sek"] == sum(gross[row["board_code"], f"{year - 1}-{n}"] for n in months)
            known, new = [], []
            for code in mine:
                start = region.measures[code]["start_month"]
                for now, before in ((f"{year}-{n}", f"{year - 1}-{n}") for n in months):
                    if now < start:
                        continue
                    effect = _steps(region, code, now, told)[place]
                    earlier = _steps(region, code, before, told)[place] if before >= start else Decimal(0)
                    known += [] if effect is None else [effect]
                    new += [] if effect is None or earlier is None else [effect - earlier]
            required = row["gross_cost_base_sek"] * row["required_percent"] / 100
            assert abs(row["required_reduction_sek"] - required) <= Decimal("0.01")
            for column, amounts in (("level_effect_sek", known), ("new_effect_sek", new)):
                assert (row[column] is None) == (not amounts)
                assert not amounts or abs(row[column] - sum(amounts)) <= 1  # decided: öre rounded by month
            if new:
                assert abs(row["gap_sek"] - (required - sum(new))) <= 1
                assert abs(row["share_covered_pct"] - 100 * sum(new) / required) < Decimal("0.01")
                compared[row["step_code"]] += 1
    assert compared.keys() == {"decided", "carried_out", "verified"}


def test_a_year_of_a_measure_is_the_sum_of_its_months(regions: list[Region]) -> None:
    for region in regions:
        told = _followups(region)
        for row in region.rows("SELECT * FROM mart.measure_effect WHERE is_simulated"):
            months = [dt.date(row["fiscal_year"], n, 1).strftime("%Y-%m") for n in range(1, 13)]
            for step, column in enumerate(("carried_out_sek", "verified_sek")):
                reported = [told[row["measure_code"], m][step] for m in months if (row["measure_code"], m) in told]
                known = [amount for amount in reported if amount is not None]
                assert row[column] == (sum(known) if known else None)
            assert row["reported_month_count"] == sum((row["measure_code"], m) in told for m in months)
