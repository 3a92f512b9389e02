"""A project of one small contract, with a delivery of every state: made in a second, for tests of what is stored."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from click.testing import CliRunner, Result

from rjh_warehouse.cli import main
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.folders import files_below
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.sealed import seal
from rjh_warehouse.lake.store import DeliveryRecord, Lake

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


def small_project(folder: Path) -> Path:
    """A project with an accepted delivery, its newer version, a blocked one that was let count, and a refused file."""
    for name in ("contracts", "deliveries"):
        (folder / name).mkdir()
    (folder / "config.py").write_text("", encoding="utf-8")
    (folder / "seeds" / "target").mkdir(parents=True)  # no contract is about persons
    (folder / "seeds" / "target" / "person_contract.csv").write_text(
        "contract_code,shown_column_name,reason\n", encoding="utf-8"
    )
    (folder / "contracts" / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    for name, rows in FILES.items():
        (folder / "deliveries" / name).write_text("ansvar;belopp\n" + rows, encoding="utf-8")
    lake = lake_of(folder)
    outcomes = load_files([folder / "deliveries"], lake, read_contracts(folder / "contracts"))
    assert sorted(o.status for o in outcomes) == ["blocked", "loaded", "loaded", "refused"]
    blocked = next(r.delivery_id for r in lake.records() if r.state == "blocked")
    accepted = run(folder, "accept", blocked, "--by", "Ekonomichef", "--reason", "Prövad", "--until", "2999-12-31")
    assert accepted.exit_code == 0
    return folder


def lake_of(project: Path) -> Lake:
    return Lake(project / "data" / "lake")


def put_record(lake: Lake, record: DeliveryRecord) -> None:
    """Put another record in a delivery's place, as if it had been loaded so."""
    note = seal(asdict(record))
    lake.record_file(record.delivery_id).write_bytes(note)
    lake.journal.file(record.sequence).write_bytes(note)


def run(project: Path, *words: str) -> Result:
    """The command line on the project, in this process."""
    where = ["--project", str(project), "--data", str(project / "data")]
    return CliRunner().invoke(main, [*words, *where])


def stored(project: Path) -> dict[Path, bytes]:
    """Every file of the lake except locks and caches, with its content."""
    places = [p for p in files_below(lake_of(project).root) if p.suffix != ".lock"]
    return {p: p.read_bytes() for p in places if p.name not in ("seen.json", "proved.json")}
