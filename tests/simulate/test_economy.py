"""The economy behind the files: calibrated to the plan, with the effects that the truth states."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from rjh_warehouse.simulate import SimulationReport, SimulationSettings
from rjh_warehouse.simulate.accounts import ACCOUNT_INDEX, COST_TYPES, PO_ACCOUNT, WAGE_ACCOUNTS, po_rate
from rjh_warehouse.simulate.budget import budget_lines, draft_of, revision_of
from rjh_warehouse.simulate.calendar import month_of, number_of, year_of
from rjh_warehouse.simulate.economy import make_economy, part_index, slice_cells
from rjh_warehouse.simulate.organisation import (
    FIRST_REORGANISATION,
    MAPPINGS,
    SECOND_REORGANISATION,
    UNREGISTERED_CODE,
    parts,
    register,
)
from tests.simulate.conftest import ROOT, read

# Regionstyrelsen's plan and budget 2024, "Budgetramar per område inom Regionstyrelsen", as delivered. Personnel holds
# hired staff; Regiondirektör holds Regiongemensamt; the elected stand as a sum.
PLAN_2024 = ROOT / "deliveries" / "rs-plan-budget-2024" / "kostnadsslag_rs-plan-budget-2024.xlsx"
ROW_OF_AREA = {
    "RD": "regiondirektör",
    "RG": "regiondirektör",
    "RST": "regionstaben",
    "VV": "vårdval",
    "POL": "summaförtroendemannabudget",
}
SETTINGS = SimulationSettings(seed=5, months=40)


def _plain(label: str) -> str:
    """A label without the hyphens and line breaks that the printed table has in the middle of words."""
    return re.sub(r"[-\s]", "", label).lower()


def test_the_budget_is_the_plans_by_area_and_cost_type() -> None:
    found: dict[tuple[str, str], int] = {}
    for line in budget_lines("RS", 2024):
        kind = "PERSONNEL" if line.cost_type == "HIRED_STAFF" else line.cost_type
        key = (ROW_OF_AREA[line.unit.area], _plain(COST_TYPES[kind]))
        found[key] = found.get(key, 0) + line.year
    _, rows = read(PLAN_2024)
    printed = {
        (_plain(r["area_label"]), _plain(r["cost_type_label"])): int(r["amount"] * 1000)
        for r in rows.table("budget_area_cost_type").to_pylist()
        if r["cost_type_label"] and r["amount"] and _plain(r["area_label"]) in ROW_OF_AREA.values()
    }
    assert found == printed
    assert sum(found.values()) == -1754_000 - 4_400


def test_last_years_outcome_stands_near_the_budget_of_the_plan_year() -> None:
    economy = make_economy(replace(SETTINGS, newest_month="2024-12", months=48))
    year = -economy.amounts[:, :, -12:].sum(axis=(1, 2)) / 1e8
    net = sum(year[i] for i, p in enumerate(parts()) if (u := p.unit(economy.months[-1])) and u.board == "RS")
    internal = 14 + 239 + 2 - 1 - 730
    assert net + internal == pytest.approx(-1758.4, rel=0.02)


def test_a_revision_moves_between_cost_types_and_keeps_the_frame() -> None:
    for board in ("RS", "HSN"):
        adopted = budget_lines(board, 2024)
        revised = revision_of(adopted)
        assert sum(x.year for x in revised) == sum(x.year for x in adopted)
        assert any(a.months != b.months for a, b in zip(adopted, revised, strict=True))
        for month in range(12):
            assert sum(x.months[month] or 0 for x in revised) == sum(x.months[month] or 0 for x in adopted)
        assert sum(x.year for x in draft_of(adopted)) != sum(x.year for x in adopted)


def test_on_cost_is_the_years_rate_on_wages_but_for_measures_and_moves() -> None:
    economy = make_economy(replace(SETTINGS, with_effects=False))
    wages = sum(economy.amounts[:, ACCOUNT_INDEX[code]] for code in WAGE_ACCOUNTS)
    for m, month in enumerate(economy.months):
        expected = (wages[:, m] * round(po_rate(year_of(month)) * 100) + 5000) // 10000
        assert (economy.amounts[:, ACCOUNT_INDEX[PO_ACCOUNT], m] == expected).all()


def test_wages_rise_in_april_and_on_cost_breaks_in_january() -> None:
    economy = make_economy(replace(SETTINGS, with_effects=False, noise=0.0))
    wage = economy.amounts[:, ACCOUNT_INDEX["4010"]].sum(axis=0).astype(float)
    on_cost = economy.amounts[:, ACCOUNT_INDEX[PO_ACCOUNT]].sum(axis=0) / wage
    at = {month: i for i, month in enumerate(economy.months)}
    for year, rise in ((2022, 1.022), (2023, 1.041), (2024, 1.033)):
        march, april = at[month_of(year, 3)], at[month_of(year, 4)]
        assert wage[april] / wage[march] == pytest.approx(rise * 1.00 / 1.01, rel=0.002)
        december, january = at[month_of(year, 1)] - 1, at[month_of(year, 1)]
        rates = po_rate(year) / po_rate(year - 1)
        assert on_cost[january] / on_cost[december] == pytest.approx(rates, rel=0.02)


def test_the_effects_are_exactly_the_difference_to_a_region_without_them() -> None:
    plain = replace(SETTINGS, faults=frozenset())
    acted, idle = make_economy(plain), make_economy(replace(plain, with_effects=False))
    assert not idle.effects.any()
    assert acted.effects.any()
    for k, measure in enumerate(acted.measures):
        cells = slice_cells(measure)
        saved = sum(idle.amounts[p, a] - acted.amounts[p, a] for p, a in cells)
        assert (saved == acted.effects[k]).all(), measure.code
        if measure.moved_to:
            target = part_index(measure.moved_to)
            moved = sum(acted.amounts[target, a] - idle.amounts[target, a] for _, a in cells)
            assert (moved == acted.effects[k]).all()


def test_some_measures_have_no_effect_and_one_is_moved() -> None:
    economy = make_economy(SETTINGS)
    none = [m.code for k, m in enumerate(economy.measures) if not economy.effects[k].any()]
    assert len(none) >= 4
    assert [m.code for m in economy.measures if m.moved_to] == ["SIM-RS-03"]


def test_noise_is_autocorrelated_as_asked() -> None:
    for phi in (0.0, 0.8):
        economy = make_economy(replace(SETTINGS, autocorrelation=phi, with_effects=False, months=112))
        revenue = -economy.amounts[:, ACCOUNT_INDEX["3010"]].astype(float)
        series = np.log(revenue[(revenue > 0).all(axis=1)])
        clean = series - series.mean(axis=0)
        clean -= clean.mean(axis=1, keepdims=True)
        found = (clean[:, 1:] * clean[:, :-1]).sum() / (clean**2).sum()
        assert found == pytest.approx(phi, abs=0.1)


def test_the_register_knows_every_unit_that_posts_but_the_planted() -> None:
    units = register([FIRST_REORGANISATION, SECOND_REORGANISATION])
    for month in (month_of(2021, 1), month_of(2023, 12), month_of(2024, 1), month_of(2026, 4)):
        valid = [u.code for u in units if u.is_valid(month)]
        assert len(valid) == len(set(valid))
        posting = {u.code for p in parts() if (u := p.unit(month))}
        assert posting - set(valid) == {UNREGISTERED_CODE}


def test_a_mapping_leads_from_units_that_end_to_units_that_begin() -> None:
    units = register([FIRST_REORGANISATION, SECOND_REORGANISATION])
    for mapping in MAPPINGS:
        assert any(u.code == mapping.from_code and u.valid_to == mapping.effective - 1 for u in units)
        if mapping.to_code:
            assert any(u.code == mapping.to_code and u.valid_from <= mapping.effective for u in units)
    for source in {m.from_code for m in MAPPINGS}:
        shares = [m.share_percent for m in MAPPINGS if m.from_code == source]
        assert shares == [None] or sum(s or 0 for s in shares) == 100


def test_a_later_decision_is_not_in_an_earlier_register() -> None:
    before, after = register([]), register([FIRST_REORGANISATION])
    assert {u.code for u in after} - {u.code for u in before} == {"02150", "02220", "02230", "12190", "31140"}
    assert all(u.valid_to is None for u in before)


def test_budget_workbooks_state_the_sums_of_their_months(region: SimulationReport) -> None:
    (path,) = [p for p in region.delivery_paths if p.name == "budget_RS_2024_adopted.xlsx"]
    _, rows = read(path)
    cells = rows.table("budget_month").to_pylist()
    data = [c for c in cells if c["row_kind"] == "data"]
    months = sum(c["amount"] for c in data if c["column_kind"] == "data")
    (stated,) = [c["amount"] for c in cells if c["row_kind"] == "total" and c["column_kind"] == "total"]
    assert months == stated == -1_758_400
    assert {c["amount_unit"] for c in data} == {"tkr"}
    assert {c["month_number"] for c in data if c["column_kind"] == "data"} == {number_of(m) for m in range(12)}
