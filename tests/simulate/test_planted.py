"""Each planted fault is said where the truth says, and nothing is said that was not planted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rjh_warehouse.intake.load import LoadOutcome, load_files
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.simulate import SimulationReport, SimulationSettings, simulate
from tests.simulate.conftest import CONTRACTS, begins

WANTED = SimulationSettings(seed=21, rows=1_000, months=18, forecast_months=3)
LATEST = ("202309", "202310", "202311", "202312", "202401", "202402", "202403", "202404")


def _load(region: SimulationReport, folder: Path) -> list[LoadOutcome]:
    """Load the registers, the newest months of the ledger and whatever else may carry a fault, in order."""
    chosen = [path for path in region.delivery_paths if _is_of_interest(path.name)]
    return load_files(chosen, Lake(folder), CONTRACTS)


def _is_of_interest(name: str) -> bool:
    """Files with a planted fault, and those that the controls compare them with."""
    kind, _, rest = name.partition("_")
    if kind == "huvudbok":
        return any(month in rest for month in LATEST)
    if kind in ("budget", "nyckeltal"):
        return rest.startswith(("RS_2023", "RS_2024", "HSN_2024", "HSN_2023_a", "RUN", "KTN_2023_a"))
    if kind == "atgardsuppfoljning":
        return "2024" in rest
    return kind not in ("personal", "kolada", "skatt", "prisindex", "po")


def _said(outcomes: list[LoadOutcome]) -> set[tuple[str, str]]:
    """(file, code) of every rejection, finding and failed control."""
    said = set()
    for outcome in outcomes:
        assert outcome.record is not None, outcome.error
        name = outcome.path.name
        said |= {(name, f["code"]) for f in outcome.record.findings}
        for control in outcome.record.controls:
            result = control if isinstance(control, dict) else vars(control)
            if result["state"] == "failed":
                said.add((name, result["check"]))
    return said


def test_loading_says_what_is_planted_and_nothing_else(tmp_path: Path) -> None:
    region = simulate(WANTED, tmp_path / "out")
    outcomes = _load(region, tmp_path / "lake")
    controls = {f for f in region.faults if f.stage == "loading"}
    findings = {f for f in region.faults if f.code.startswith("finding.")}
    assert _said(outcomes) == {(f.file, f.code) for f in controls | findings} | begins(region)
    rejected = {(o.path.name, n) for o in outcomes if o.record and (n := o.record.count("rows_rejected"))}
    expected = [f.file for f in region.faults if f.severity == "reject"]
    assert rejected == {(name, expected.count(name)) for name in expected}
    blocked = {o.path.name for o in outcomes if o.record and o.record.state != "accepted"}
    assert blocked == {f.file for f in controls if f.severity == "block"}


def test_a_region_without_faults_loads_without_a_word(tmp_path: Path) -> None:
    region = simulate(replace(WANTED, faults=frozenset()), tmp_path / "out")
    outcomes = _load(region, tmp_path / "lake")
    assert _said(outcomes) == begins(region)
    assert {o.status for o in outcomes} == {"loaded"}


def test_only_the_kinds_that_are_asked_for_are_planted(tmp_path: Path) -> None:
    kinds = frozenset({"sign_turned", "budget_hidden_month", "indicator_error_cell", "measure_unknown_code"})
    region = simulate(replace(WANTED, faults=kinds), tmp_path / "out")
    assert {f.kind for f in region.faults} == kinds
