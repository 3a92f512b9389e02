"""The decided frames against the detail budgets and the transfers, as the readers give them."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import Any

from rjh_warehouse.simulate import SimulationReport
from rjh_warehouse.simulate.organisation import AREAS, BOARDS
from tests.simulate.conftest import read

AREA_CODES = {code for code, _ in AREAS.values()}
Sums = dict[tuple[str, str, str], Decimal]  # year, version, board → tkr


def _rows(region: SimulationReport, contract: str) -> list[dict[str, Any]]:
    """Every loaded row of a contract's files, with the file's name; nothing is rejected."""
    found = []
    for file in region.files:
        if file.contract == contract:
            result, rows = read(region.out / file.path)
            assert not result.rejections
            found += [r | {"file": file.path.split("/")[1]} for r in rows.table(contract).to_pylist()]
    return found


def _frames(region: SimulationReport, column: str = "amount") -> Sums:
    sums: Sums = defaultdict(Decimal)
    for row in _rows(region, "board_frame"):
        if row["row_kind"] == "data":
            assert row["amount_unit"] == "tkr"
            assert row["area_code"] in AREA_CODES
            sums[str(row["fiscal_year"]), row["version_label"], row["board_code"]] += row[column] or 0
    return sums


def test_every_detail_budget_stands_in_its_frame_but_the_planted(region: SimulationReport) -> None:
    frames = _frames(region)
    budgets: dict[str, Decimal] = defaultdict(Decimal)
    for row in _rows(region, "budget_month"):
        if row["row_kind"] == row["column_kind"] == "data":
            budgets[row["file"]] -= row["amount"] or 0
    off, seen = {}, set()
    for name, spent in budgets.items():
        board, year, version = re.findall(r"budget_(\w+)_(\d{4})_([a-z]+\d*)(?:_v\d+)?\.xlsx", name)[0]
        seen.add((year, version, board))
        if spent != frames[year, version, board]:
            off[name] = spent - frames[year, version, board]
    assert off == {"budget_KTN_2024_adopted.xlsx": 2500, "budget_RUN_2024_adopted_v2.xlsx": -600}
    assert off.keys() == {f.file for f in region.faults if f.code == "detail_to_frame"}
    assert seen == frames.keys()


def test_the_stated_sums_are_those_of_the_rows(region: SimulationReport) -> None:
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(region, "board_frame"):
        by_file[row["file"]].append(row)
    for rows in by_file.values():
        data = [r for r in rows if r["row_kind"] == "data"]
        boards = {r["board_code"] for r in data}
        assert len([r for r in rows if r["row_kind"] == "subtotal"]) == len(boards)
        (total,) = [r for r in rows if r["row_kind"] == "total"]
        for column in ("amount", "transferred"):
            assert (total[column] or 0) == sum(r[column] or 0 for r in data)
            stated = {r["board_code"] for r in rows if r["row_kind"] == "subtotal" and r[column] is not None}
            assert stated == {f"Summa {r['board_code']}" for r in data if r[column] is not None}
        parts = {r["part_name"] for r in data if r["board_code"] == "RS"}
        assert parts == ({"Tjänstemannabudget", "Förtroendemannabudget"} if "RS" in boards else set())


def test_what_came_by_transfer_is_the_transfers_of_the_year(region: SimulationReport) -> None:
    moved: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in _rows(region, "frame_transfer"):
        moved[str(row["fiscal_year"]), row["giving_board_code"]] -= row["amount"]
        moved[str(row["fiscal_year"]), row["receiving_board_code"]] += row["amount"]
    assert len(moved) == 5
    for (year, version, board), amount in _frames(region, "transferred").items():
        assert amount == moved.get((year, board), 0), (year, version, board)


def test_the_plan_years_frames_are_the_plans(region: SimulationReport) -> None:
    frames = _frames(region)
    assert {b for y, v, b in frames if (y, v) == ("2024", "adopted")} == set(BOARDS)
    assert frames["2024", "adopted", "RS"] == 1_754_000 + 4_400
