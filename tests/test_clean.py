"""What `rjh clean` may take: only what nothing refers to, aside first, and nothing at all where it cannot see."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from closed_folders import close_folder

from rjh_warehouse.cli import main
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.folders import Unreadable, entries, files_below, stands
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.leftovers import leftovers, set_aside
from rjh_warehouse.lake.store import Lake

CONTRACT = """
contract: cost
title_sv: Kostnad
title_en: Cost
description: A small table.
source: a test
file_pattern: 'cost_(?P<period>\\d{6})(?:_v\\d+)?\\.csv'
format: csv
tables:
  - name: cost
    columns:
      - {name: unit_code, type: code, aliases: [ansvar]}
      - {name: amount, type: amount, unit: kr, decimals: 2, aliases: [belopp]}
    key: [unit_code]
"""
FILES = {
    "cost_202401.csv": "0101;1\n0102;många\n",
    "cost_202401_v2.csv": "0101;2\n",  # supersedes the first
    "cost_202402.csv": "0101;3\n0101;3\n",  # blocked: one unit twice
    "okänd.csv": "0101;4\n",  # refused
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a delivery of every state, and what a killed load leaves."""
    for name in ("contracts", "deliveries"):
        (tmp_path / name).mkdir()
    (tmp_path / "config.py").write_text("", encoding="utf-8")
    (tmp_path / "contracts" / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    for name, rows in FILES.items():
        (tmp_path / "deliveries" / name).write_text("ansvar;belopp\n" + rows, encoding="utf-8")
    lake = _lake(tmp_path)
    outcomes = load_files([tmp_path / "deliveries"], lake, read_contracts(tmp_path / "contracts"))
    assert sorted(o.status for o in outcomes) == ["blocked", "loaded", "loaded", "refused"]
    blocked = next(r.delivery_id for r in lake.records() if r.state == "blocked")
    accepted = _rjh(tmp_path, "accept", blocked, "--by", "Ekonomichef", "--reason", "Prövad", "--until", "2999-12-31")
    assert accepted.exit_code == 0
    (lake.root / "work" / "killed").mkdir()
    (lake.root / "work" / "killed" / "half").write_text("half", encoding="utf-8")
    return tmp_path


def _lake(project: Path) -> Lake:
    return Lake(project / "data" / "lake")


def _rjh(project: Path, *words: str) -> Result:
    where = ["--project", str(project), "--data", str(project / "data")]
    return CliRunner().invoke(main, [*words, *where])


def _whole(project: Path) -> dict[Path, bytes]:
    """Every file of the lake except locks, with its content."""
    return {p: p.read_bytes() for p in files_below(_lake(project).root) if p.suffix != ".lock"}


PLACES = ["", "deliveries", "files", "rows", "rows/cost", "rejections", "refused", "acceptances", "work"]


@pytest.mark.parametrize("place", PLACES)
def test_where_it_cannot_see_nothing_is_taken(project: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    before = _whole(project)
    with monkeypatch.context() as patch:
        close_folder(patch, (_lake(project).root / place).resolve())
        done = _rjh(project, "clean")
    assert done.exit_code == 3, done.output
    assert "kan inte läsas" in done.output
    assert "Traceback" not in done.output
    assert _whole(project) == before


@pytest.mark.parametrize("command", ["nightly", "status", "load"])
@pytest.mark.parametrize("place", ["deliveries", "acceptances"])
def test_what_cannot_be_read_is_not_empty_for_any_command(
    project: Path, monkeypatch: pytest.MonkeyPatch, command: str, place: str
) -> None:
    (project / "deliveries" / "cost_202403.csv").write_text("ansvar;belopp\n0101;1\n", encoding="utf-8")
    before = _whole(project)
    with monkeypatch.context() as patch:
        close_folder(patch, (_lake(project).root / place).resolve())
        done = _rjh(project, command)
    assert done.exit_code == 3, done.output
    assert "kan inte läsas" in done.output
    assert _whole(project) == before


def test_only_what_nothing_refers_to_is_taken_and_it_is_shown(project: Path) -> None:
    before = _whole(project)
    shown = _rjh(project, "clean", "--dry-run")
    assert "Skulle läggas åt sidan" in shown.output
    assert _whole(project) == before
    done = _rjh(project, "clean")
    assert done.exit_code == 0, done.output
    assert "Lagt åt sidan" in done.output
    after = _whole(project)
    gone = before.keys() - after.keys()
    assert {p.name for p in gone} == {"half"}
    aside = {p: text for p, text in after.items() if "trash" in p.parts}
    assert list(aside.values()) == [b"half"]
    assert _rjh(project, "clean").output.startswith("Inget att ta bort")


def test_what_lies_aside_goes_when_it_is_old(project: Path) -> None:
    _rjh(project, "clean")
    trash = _lake(project).root / "trash"
    (batch,) = entries(trash)
    assert "trash" in _rjh(project, "clean").output
    old = time.time() - 31 * 86_400
    os.utime(batch, (old, old))
    assert _rjh(project, "clean").exit_code == 0
    assert entries(trash) == []


def test_a_delivery_that_a_build_stands_on_keeps_its_files_without_its_record(project: Path) -> None:
    lake = _lake(project)
    gone = lake.records()[0]
    lake.record_file(gone.delivery_id).unlink()
    rows = lake.rows_file("cost", gone.delivery_id)
    assert rows in leftovers(lake)
    generation = project / "data" / "generations" / "g1"
    generation.mkdir(parents=True)
    (generation / "inputs.json").write_text(f'{{"deliveries": ["{gone.delivery_id}"]}}', encoding="utf-8")
    (generation / "complete.json").write_text("{}", encoding="utf-8")
    _rjh(project, "clean")
    assert rows.is_file()
    assert lake.archived_file(gone.file_sha256, gone.file_name).is_file()


def test_a_record_that_cannot_be_understood_keeps_every_archived_file(project: Path) -> None:
    lake = _lake(project)
    broken = lake.records()[0]
    lake.record_file(broken.delivery_id).write_text("{", encoding="utf-8")
    before = _whole(project)
    moved = set_aside(lake)
    assert all("work" in path.parts for path in moved)
    assert {p for p in _whole(project) if "trash" not in p.parts} == {p for p in before if "work" not in p.parts}


def test_a_closed_folder_is_told_and_an_absent_one_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert entries(tmp_path / "absent") == files_below(tmp_path / "absent") == []
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert entries(tmp_path / "file" / "below") == []
    with pytest.raises(Unreadable):
        entries(tmp_path / "file")
    (tmp_path / "closed" / "in").mkdir(parents=True)
    close_folder(monkeypatch, tmp_path / "closed")
    for ask in (entries, files_below, lambda folder: stands(folder / "in")):
        with pytest.raises(Unreadable, match="Permission denied"):
            ask(tmp_path / "closed")
