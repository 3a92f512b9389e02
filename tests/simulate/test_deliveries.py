"""The simulated deliveries: the same for the same settings, under their contracts, and marked as
simulated.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from rjh_warehouse.contract.contract import contracts_for
from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.contract.origin import read_origin
from rjh_warehouse.messages import catalogue
from rjh_warehouse.simulate import FAULT_KINDS, SimulationReport, SimulationSettings, simulate
from rjh_warehouse.simulate.delivery import FOLDERS
from rjh_warehouse.simulate.settings import CALENDAR_YEARS
from tests.simulate.conftest import CONTRACTS, ROOT, SMALL, read

KINDS = sorted(FOLDERS)


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_the_same_settings_give_the_same_bytes(region: SimulationReport, tmp_path: Path) -> None:
    again = simulate(SMALL, tmp_path / "again")
    assert _hashes(again.out) == _hashes(region.out)


def test_another_seed_gives_other_ledgers_of_the_same_names(region: SimulationReport, tmp_path: Path) -> None:
    other = simulate(replace(SMALL, seed=12, only_ledger=True), tmp_path / "other")
    ledgers = {f.path: f.sha256 for f in region.files if f.contract == "ledger"}
    assert {f.path for f in other.files if f.contract == "ledger"} == ledgers.keys()
    assert not any(ledgers[f.path] == f.sha256 for f in other.files if f.contract == "ledger")


def test_every_kind_is_delivered_and_every_file_has_one_contract(region: SimulationReport) -> None:
    assert sorted({f.contract for f in region.files}) == KINDS
    for file in region.files:
        name = Path(file.path).name
        assert [c.contract for c in contracts_for(name, CONTRACTS)] == [file.contract]


def test_every_origin_says_that_it_is_simulated(region: SimulationReport) -> None:
    for path in region.delivery_paths:
        origin = read_origin(path)
        assert origin is not None
        assert origin.is_simulated
        assert origin.producer == "Simulerad region (rjh simulate, frö 11)"
        assert origin.received_on is not None
        assert origin.title.endswith("(simulerad)")


def test_nothing_else_stands_among_the_deliveries(region: SimulationReport) -> None:
    found = {p for p in region.out.rglob("*") if p.is_file() and ".truth" not in p.parts}
    expected = {p for d in region.delivery_paths for p in (d, d.with_name(d.name + ORIGIN_SUFFIX))}
    assert found == expected


def test_files_are_listed_in_the_order_of_delivery(region: SimulationReport) -> None:
    days = [f.received_on for f in region.files]
    assert days == sorted(days)
    by_name = {Path(f.path).name: f.received_on for f in region.files}
    assert by_name["huvudbok_RS_202404.csv"] == dt.date(2024, 5, 5)
    assert by_name["huvudbok_KTN_202403.csv"] == dt.date(2024, 5, 14)
    assert by_name["huvudbok_HSN_202404_v2.csv"] == dt.date(2024, 5, 22)


def test_two_versions_of_a_month_are_one_subject() -> None:
    ledger = CONTRACTS["ledger"]
    assert ledger.subject("huvudbok_HSN_202404.csv") == ledger.subject("huvudbok_HSN_202404_v2.csv")
    assert ledger.subject("huvudbok_HSN_202404.csv") != ledger.subject("huvudbok_RS_202404.csv")


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "ledger"])
def test_every_row_loads_but_the_planted(region: SimulationReport, kind: str) -> None:
    planted = {(f.file, f.cell or f.row, f.code) for f in region.faults if f.severity == "reject"}
    files = [f for f in region.files if f.contract == kind]
    for file in files[-8:]:
        result, _ = read(region.out / file.path)
        name = Path(file.path).name
        rejected = {(name, r.cell or r.row_number, r.code) for r in result.rejections}
        assert rejected == {p for p in planted if p[0] == name}
        assert sum(t.rows_read for t in result.tables.values()) >= file.row_count
        assert all(t.rows_read == t.rows_loaded + t.rows_rejected for t in result.tables.values())


def test_out_must_be_empty(region: SimulationReport) -> None:
    with pytest.raises(FileExistsError):
        simulate(SMALL, region.out)


@pytest.mark.parametrize(
    "wrong",
    [
        {"months": 6},
        {"rows": 0},
        {"faults": frozenset({"no_such"})},
        {"autocorrelation": 1.0},
        {"newest_month": "202404"},
        {"newest_month": "2024-13"},
        {"newest_month": "next"},
        {"newest_month": "2041-01"},
        {"newest_month": "2016-05"},
    ],
)
def test_impossible_settings_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        SimulationSettings(**wrong)  # type: ignore[arg-type]


def test_the_years_that_can_be_simulated_are_those_of_the_calendar() -> None:
    with (ROOT / "seeds" / "month" / "calendar.csv").open(encoding="utf-8") as lines:
        years = {int(row["fiscal_year"]) for row in csv.DictReader(lines)}
    assert (min(years), max(years)) == CALENDAR_YEARS


def test_every_kind_of_fault_has_a_name_in_both_languages() -> None:
    sentences = catalogue()
    for kind in FAULT_KINDS:
        assert set(sentences[f"simulate.fault.{kind}"]) == {"sv", "en"}


@pytest.mark.parametrize(
    ("newest", "months", "units", "mappings"),
    [("2026-04", 20, 2, 2), ("2021-12", 18, 1, 0)],
)
def test_other_times_have_the_organisations_decided_by_then(
    newest: str, months: int, units: int, mappings: int, tmp_path: Path
) -> None:
    wanted = SimulationSettings(seed=2, rows=1_000, months=months, newest_month=newest)
    region = simulate(wanted, tmp_path / "out")
    counts = region.files_by_contract
    assert counts["unit_register"] == units
    assert counts.get("unit_mapping", 0) == mappings
    rejects = [f for f in region.faults if f.severity == "reject"]
    assert len(rejects) == 5
    for file in region.files[-25:]:
        result, _ = read(region.out / file.path)
        name = Path(file.path).name
        found = {(r.cell or r.row_number, r.code) for r in result.rejections}
        assert found == {(f.cell or f.row, f.code) for f in rejects if f.file == name}


def test_an_origin_is_plain_yaml_without_references(region: SimulationReport) -> None:
    texts = [p.read_text(encoding="utf-8") for p in region.out.rglob(f"*{ORIGIN_SUFFIX}")]
    assert len(texts) == len(region.files)
    assert not any("&id" in text or "*id" in text for text in texts)
