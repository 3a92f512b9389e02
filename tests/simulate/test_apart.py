"""A simulated region and a real one are never in one build."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import yaml
from click.testing import CliRunner

from rjh_warehouse.cli import main
from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.intake.check import check_files
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.counted import known_deliveries, simulated_aside, would_step_aside
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.simulate.delivery import FOLDERS
from tests.simulate.conftest import CONTRACTS, ROOT

RATES = "År;Del;Sats (%)\r\n2024;pension;{rate}\r\n"
UNREADABLE = "År;Del;Sats (%)\r\n2024;pension;se bilaga\r\n2024;pension;1,00\r\n2024;pension;1,00\r\n"


def _deliver(folder: Path, text: str, day: str, *, is_simulated: bool) -> Path:
    path = folder / ("simulated" if is_simulated else "real") / "po_satser.csv"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    facts = {"title": "PO", "producer": "x", "dated": day, "received_on": day, "is_simulated": is_simulated}
    path.with_name(path.name + ORIGIN_SUFFIX).write_text(yaml.safe_dump(facts), encoding="utf-8")
    return path


def _counted(lake: Lake, as_of: dt.date | None = None) -> list[bool]:
    return [r.is_simulated for r in known_deliveries(lake, as_of) if r.state == "accepted"]


def test_a_simulated_region_steps_aside_from_the_day_a_real_one_is_known(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    simulated = _deliver(tmp_path, RATES.format(rate="18,95"), "2024-01-02", is_simulated=True)
    real = _deliver(tmp_path, RATES.format(rate="19,00"), "2024-03-01", is_simulated=False)
    load_files([simulated], lake, CONTRACTS)
    assert (_counted(lake), simulated_aside(lake, None)) == ([True], 0)
    load_files([real], lake, CONTRACTS)
    assert (_counted(lake), simulated_aside(lake, None)) == ([False], 1)
    assert (_counted(lake, dt.date(2024, 2, 1)), simulated_aside(lake, dt.date(2024, 2, 1))) == ([True], 0)


def test_a_real_file_says_beforehand_that_the_simulated_step_aside_and_afterwards_how_to_undo_it(
    tmp_path: Path,
) -> None:
    lake = Lake(tmp_path / "data" / "lake")
    simulated = _deliver(tmp_path, RATES.format(rate="18,95"), "2024-01-02", is_simulated=True)
    real = _deliver(tmp_path, RATES.format(rate="19,00"), "2024-03-01", is_simulated=False)
    load_files([simulated], lake, CONTRACTS)
    where = ["--project", str(ROOT), "--data", str(tmp_path / "data")]
    for path, expected in ((simulated, 0), (real, 1)):
        coming = [f.record for f in check_files([path], CONTRACTS, lake=lake).files if f.record]
        assert would_step_aside(lake, coming) == expected
        said = CliRunner().invoke(main, ["check", str(path), *where]).output
        assert ("räknas 1 simulerade leveranser inte längre" in said) == bool(expected)
    loaded = CliRunner().invoke(main, ["load", str(real), *where]).output
    assert "1 simulerade leveranser räknas inte" in loaded and "rjh withdraw" in loaded
    assert would_step_aside(lake, lake.records()) == 0  # they have already


def test_a_blocked_real_delivery_moves_nothing_aside(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    simulated = _deliver(tmp_path, RATES.format(rate="18,95"), "2024-01-02", is_simulated=True)
    blocked = _deliver(tmp_path, UNREADABLE, "2024-03-01", is_simulated=False)
    (_, outcome) = load_files([simulated, blocked], lake, CONTRACTS)
    assert outcome.status == "blocked"
    assert _counted(lake) == [True]


def test_the_plan_documents_are_of_no_kind_that_a_simulated_region_delivers() -> None:
    for path in (ROOT / "deliveries").glob("*/*"):
        kinds = {name for name, contract in CONTRACTS.items() if contract.match(path.name)}
        assert not kinds & FOLDERS.keys(), path
