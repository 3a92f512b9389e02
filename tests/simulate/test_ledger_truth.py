"""The ledger files against the truth, by an independent sum and through the reader."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rjh_warehouse.simulate import SimulationReport, SimulationSettings, simulate
from rjh_warehouse.simulate.accounts import COST_TYPE_OF
from rjh_warehouse.simulate.exports.registers import known_reorganisations
from rjh_warehouse.simulate.organisation import register
from tests.simulate.conftest import read

Key = tuple[str, str, str]  # file name, period as 2024-04, cost type
SHORT = 18
FAULT_MONTHS = 8  # the newest months, where every fault of the ledger stands


def _truth(folder: Path) -> dict[Key, tuple[int, int]]:
    """Rows and öre that can be loaded, by file and cost type."""
    with (folder / ".truth" / "ledger_sum.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (r["file_name"], r["month"], r["cost_type_code"]): (int(r["loaded_rows"]), int(r["loaded_ore"]))
            for r in csv.DictReader(lines)
            if int(r["loaded_rows"])
        }


def _odd(path: Path, registered: set[str]) -> set[tuple[str, int, str]]:
    """(file, line, column) of every cell of a ledger file that a controller would ask about."""
    odd = set()
    with path.open(encoding="cp1252", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter=";"), start=2):
            if row["Period"] == "Summa":
                odd.add((path.name, number, "Belopp"))
                continue
            if not row["Verifikatdatum"].startswith(f"{row['Period'][:4]}-{row['Period'][4:]}-") or (
                row["Verifikatdatum"].endswith("-32")
            ):
                odd.add((path.name, number, "Verifikatdatum"))
            if row["Ansvar"] not in registered:
                odd.add((path.name, number, "Ansvar"))
            if row["Konto"] not in COST_TYPE_OF:
                odd.add((path.name, number, "Konto"))
            if not re.fullmatch(r"-?\d+,\d\d", row["Belopp"]):
                odd.add((path.name, number, "Belopp"))
    return odd


def _planted(region: SimulationReport) -> tuple[set[tuple[str, int, str]], int]:
    """The planted cells of ledger files, and how many rows stand on the unregistered unit."""
    cells = {
        (f.file, f.row, f.column)
        for f in region.faults
        if f.file.startswith("huvudbok") and f.row and f.column and f.kind not in ("unknown_unit", "sign_turned")
    }
    return cells, sum(f.rows for f in region.faults if f.kind == "unknown_unit")


def _independent(path: Path, spoilt: set[int]) -> dict[Key, tuple[int, int]]:
    """Rows and öre of a ledger file, read with nothing of the warehouse."""
    sums: dict[Key, tuple[int, int]] = defaultdict(lambda: (0, 0))
    with path.open(encoding="cp1252", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter=";"), start=2):
            if number in spoilt or row["Period"] == "Summa":
                continue
            key = (path.name, f"{row['Period'][:4]}-{row['Period'][4:]}", COST_TYPE_OF[row["Konto"]])
            count, ore = sums[key]
            sums[key] = (count + 1, ore + int(Decimal(row["Belopp"].replace(",", ".")) * 100))
    return dict(sums)


@pytest.mark.parametrize("seed", range(20))
def test_an_independent_reading_of_the_files_is_the_truth(seed: int, tmp_path: Path) -> None:
    wanted = SimulationSettings(seed=seed, rows=5_000, months=SHORT, only_ledger=True)
    region = simulate(wanted, tmp_path / "out")
    spoilt: dict[str, set[int]] = defaultdict(set)
    for fault in region.faults:
        if fault.severity == "reject" and fault.row is not None:
            spoilt[fault.file].add(fault.row)
    found: dict[Key, tuple[int, int]] = {}
    odd: set[tuple[str, int, str]] = set()
    registered = {u.code for u in register(known_reorganisations(wanted))}
    for path in region.delivery_paths:
        if path.name.startswith("huvudbok"):
            found |= _independent(path, spoilt[path.name])
            odd |= _odd(path, registered)
    assert found == _truth(region.out)
    cells, unregistered_rows = _planted(region)
    assert {o for o in odd if o[2] != "Ansvar"} == cells
    assert len([o for o in odd if o[2] == "Ansvar"]) == unregistered_rows > 0
    turned = {name for (name, _, kind), (_, ore) in found.items() if kind == "EXT_REV" and ore > 0}
    assert turned == {f.file for f in region.faults if f.kind == "sign_turned"}


def test_what_the_reader_loads_is_the_truth_and_only_the_planted_is_rejected(
    region: SimulationReport,
) -> None:
    newest = sorted({f.path[-10:-4] for f in region.files if f.contract == "ledger" and "_v" not in f.path})
    chosen = newest[-FAULT_MONTHS:]
    truth = _truth(region.out)
    planted = {(f.file, f.row, f.column, f.code) for f in region.faults if f.severity == "reject"}
    rejected = set()
    for path in region.delivery_paths:
        if not path.name.startswith("huvudbok") or path.name.split("_")[2][:6] not in chosen:
            continue
        result, rows = read(path)
        assert not result.findings
        rejected |= {(path.name, r.row_number, r.column_name, r.code) for r in result.rejections}
        sums: dict[Key, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for row in rows.table("ledger").to_pylist():
            if row["row_kind"] == "data":
                key = (path.name, f"{row['period']:%Y-%m}", COST_TYPE_OF[row["account_code"]])
                sums[key] = (sums[key][0] + 1, sums[key][1] + int(row["amount"] * 100))
        assert dict(sums) == {k: v for k, v in truth.items() if k[0] == path.name}
    ledger_rejects = {p for p in planted if p[0].startswith("huvudbok")}
    assert rejected == ledger_rejects
    assert len(rejected) == 3


def test_the_total_row_is_kept_apart(region: SimulationReport) -> None:
    (fault,) = [f for f in region.faults if f.kind == "total_row_left_in"]
    (path,) = [p for p in region.delivery_paths if p.name == fault.file]
    _, rows = read(path)
    (total,) = [r for r in rows.table("ledger").to_pylist() if r["row_kind"] == "total"]
    parts = sum(r["amount"] for r in rows.table("ledger").to_pylist() if r["row_kind"] == "data")
    assert total["amount"] == parts == Decimal((fault.found or "").replace(",", "."))
    assert total["row_number"] == fault.row


def test_without_faults_nothing_is_planted_and_every_month_has_one_file(tmp_path: Path) -> None:
    region = simulate(
        SimulationSettings(seed=3, rows=5_000, months=SHORT, faults=frozenset(), only_ledger=True),
        tmp_path / "out",
    )
    assert region.faults == ()
    ledgers = [f for f in region.files if f.contract == "ledger"]
    assert len(ledgers) == 4 * SHORT
    assert not any("_v" in f.path for f in ledgers)


def test_internal_trade_nets_to_zero_but_for_the_planted_invoice(region: SimulationReport) -> None:
    by_month: dict[str, int] = defaultdict(int)
    truth = _truth(region.out)
    current = {name for name, _, _ in truth} - {"huvudbok_HSN_202404.csv", "huvudbok_KTN_202402.csv"}
    spoilt = {f.file for f in region.faults if f.severity == "reject"}
    for (name, month, cost_type), (_, ore) in truth.items():
        if name in current and cost_type in ("INT_REV", "INT_COST"):
            by_month[month] += ore
    (fault,) = [f for f in region.faults if f.kind == "internal_not_netting" and f.stage == "audit"]
    missing = -int(Decimal((fault.found or "").replace(",", ".")) * 100)
    months_with_rejects = {f"{n.split('_')[2][:4]}-{n.split('_')[2][4:6]}" for n in spoilt if n.startswith("huvudbok")}
    assert {m: v for m, v in by_month.items() if v and m not in months_with_rejects} == {"2024-02": missing}


@settings(max_examples=200, deadline=None)
@given(
    totals=st.lists(st.integers(-(10**11), 10**11).filter(bool), min_size=1, max_size=20),
    seed=st.integers(0, 2**32 - 1),
    data=st.data(),
)
def test_a_split_sums_to_the_ore(totals: list[int], seed: int, data: st.DataObject) -> None:
    import numpy as np

    from rjh_warehouse.simulate.ledger import split_exactly

    counts = np.array([data.draw(st.integers(1, 50)) for _ in totals])
    amounts = split_exactly(np.array(totals), counts, np.random.default_rng(seed))
    ends = np.cumsum(counts)
    assert [int(part.sum()) for part in np.split(amounts, ends[:-1])] == totals
