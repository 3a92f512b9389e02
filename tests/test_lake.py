"""The lake's promises: no record, no delivery; one content, one delivery; a kill loses nothing."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from small_project import put_record

from rjh_warehouse.contract.contract import Contract, read_contract
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.known import KnownDeliveries
from rjh_warehouse.lake.leftovers import leftovers, set_aside
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.views import register_lake

CONTRACT = """
contract: cost
title_sv: Kostnad
title_en: Cost
description: A small table.
source: a test
file_pattern: '^cost_(?P<period>\\d{6})(_v\\d+)?\\.csv$'
format: csv
tables:
  - name: cost
    columns:
      - {name: unit_code, type: code, aliases: [ansvar]}
      - {name: amount, type: amount, unit: kr, decimals: 2, aliases: [belopp]}
    key: [unit_code]
"""


@pytest.fixture
def contracts(tmp_path: Path) -> dict[str, Contract]:
    path = tmp_path / "contracts" / "cost.yaml"
    path.parent.mkdir()
    path.write_text(CONTRACT, encoding="utf-8")
    return {"cost": read_contract(path)}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def _file(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join(["ansvar;belopp", *rows]) + "\n", encoding="utf-8")
    return path


def test_rows_read_are_rows_loaded_and_rejected(tmp_path: Path, lake: Lake, contracts: dict[str, Contract]) -> None:
    path = _file(tmp_path, "cost_202401.csv", "0101;1 250,50", "0102;tolv", "0103;-3")
    (outcome,) = load_files([path], lake, contracts)
    assert outcome.status == "loaded"
    assert outcome.record
    counts = [outcome.record.count(n) for n in ("rows_read", "rows_loaded", "rows_rejected")]
    assert counts == [3, 2, 1]
    rows = pq.read_table(lake.rows_file("cost", outcome.record.delivery_id)).to_pylist()
    assert [(r["unit_code"], str(r["amount"])) for r in rows] == [("0101", "1250.5000"), ("0103", "-3.0000")]
    (rejected,) = pq.read_table(lake.rejections_file(outcome.record.delivery_id)).to_pylist()
    assert (rejected["row_number"], rejected["column_name"], rejected["found"]) == (3, "belopp", "tolv")


def test_the_same_content_is_one_delivery_under_any_name(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    first = _file(tmp_path, "cost_202401.csv", "0101;1")
    second = _file(tmp_path, "cost_202401_v2.csv", "0101;1")
    assert [o.status for o in load_files([first, second], lake, contracts)] == ["loaded", "known"]
    assert [o.status for o in load_files([first], lake, contracts)] == ["known"]
    assert len(lake.records()) == 1


def test_a_corrected_file_is_a_version_of_the_same_subject(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    first = _file(tmp_path, "cost_202401.csv", "0101;1")
    second = _file(tmp_path, "cost_202401_v2.csv", "0101;2")
    load_files([first, second], lake, contracts)
    subjects = [r.subject for r in lake.records()]
    assert subjects == ["cost/period=202401"] * 2


def test_a_bad_file_disturbs_no_other(tmp_path: Path, lake: Lake, contracts: dict[str, Contract]) -> None:
    unknown = _file(tmp_path, "something.csv", "0101;9")
    missing = tmp_path / "cost_202402.csv"
    missing.write_text("ansvar;annat\n0101;1\n", encoding="utf-8")
    absent = tmp_path / "cost_202403.csv"
    good = _file(tmp_path, "cost_202401.csv", "0101;1")
    outcomes = load_files([unknown, missing, absent, good], lake, contracts)
    assert [o.status for o in outcomes] == ["refused", "refused", "refused", "loaded"]
    codes = [o.error.code for o in outcomes if o.error]
    assert codes == ["error.no_contract", "error.missing_column", "error.unreadable"]
    assert {r["file_name"] for r in lake.refusals()} == {"something.csv", "cost_202402.csv"}


def test_a_mended_file_is_no_longer_refused(tmp_path: Path, lake: Lake, contracts: dict[str, Contract]) -> None:
    path = _file(tmp_path, "kostnad.csv", "0101;1")
    load_files([path], lake, contracts)
    assert lake.refusals()
    load_files([path.rename(tmp_path / "cost_202401.csv")], lake, contracts)
    assert not lake.refusals()


def test_files_without_a_record_are_leftovers(tmp_path: Path, lake: Lake, contracts: dict[str, Contract]) -> None:
    (outcome,) = load_files([_file(tmp_path, "cost_202401.csv", "0101;1")], lake, contracts)
    assert outcome.record
    assert leftovers(lake) == []
    lake.record_file(outcome.record.delivery_id).unlink()
    lake.journal.file(outcome.record.sequence).write_bytes(b"")  # as a load leaves it that was killed before its record
    gone = set_aside(lake)
    assert lake.rows_file("cost", outcome.record.delivery_id) in gone
    assert [o.status for o in load_files([tmp_path / "cost_202401.csv"], lake, contracts)] == ["loaded"]


def test_clean_waits_for_a_load(lake: Lake) -> None:
    with lake.work_folder(), pytest.raises(BlockingIOError):
        set_aside(lake)


def test_a_kill_before_the_record_leaves_no_delivery(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    path = _file(tmp_path, "cost_202401.csv", *(f"{n:04};{n}" for n in range(50)))
    script = textwrap.dedent(
        f"""
        import os, signal
        from pathlib import Path
        from rjh_warehouse.intake import load
        from rjh_warehouse.lake import store as lake
        from rjh_warehouse.contract.contract import read_contracts
        lake.move_once = lambda *a: os.kill(os.getpid(), signal.SIGKILL)
        load.load_files([Path({str(path)!r})], lake.Lake(Path({str(lake.root)!r})),
                        read_contracts(Path({str(tmp_path / "contracts")!r})))
        """
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    assert lake.records() == []
    assert leftovers(lake) != []
    (outcome,) = load_files([path], lake, contracts)
    assert outcome.status == "loaded"
    set_aside(lake)
    assert leftovers(lake) == []
    assert outcome.record
    assert pq.read_table(lake.rows_file("cost", outcome.record.delivery_id)).num_rows == 50


def _with_origin(path: Path, received_on: str) -> Path:
    origin = f"title: t\nproducer: p\ndated: 2024-05-01\nreceived_on: {received_on}\n"
    path.with_name(path.name + ".origin.yaml").write_text(origin, encoding="utf-8")
    return path


def test_versions_stand_in_the_order_in_which_they_were_known(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    late = _with_origin(_file(tmp_path, "cost_202401_v2.csv", "0101;2"), "2024-05-10")
    early = _with_origin(_file(tmp_path, "cost_202401.csv", "0101;1"), "2024-05-06")
    load_files([late], lake, contracts)
    load_files([early], lake, contracts)  # loaded later, known earlier
    assert [r.file_name for r in lake.records()] == ["cost_202401.csv", "cost_202401_v2.csv"]
    assert KnownDeliveries(lake).current("cost/period=202401") == lake.records()[-1]


def test_versions_of_one_second_stand_in_the_order_of_their_numbers(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    (tmp_path / "in").mkdir()
    for number in (10, 9, 2):
        _file(tmp_path / "in", f"cost_202401_v{number}.csv", f"0101;{number}")
    load_files([tmp_path / "in"], lake, contracts)
    assert [r.file_name for r in lake.records()] == [f"cost_202401_v{n}.csv" for n in (2, 9, 10)]


def test_a_file_read_again_under_a_changed_contract_keeps_its_place(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    first, second = (
        _file(tmp_path, n, r) for n, r in (("cost_202401.csv", "0101;1"), ("cost_202401_v2.csv", "0101;2"))
    )
    load_files([first, second], lake, contracts)
    for record in lake.records():  # as if they had become known before today
        put_record(lake, replace(record, known_on="2024-05-06"))
    changed = CONTRACT.replace(
        "    key:", "      - {name: note, aliases: [anm], may_be_absent: true, required: false}\n    key:"
    )
    (tmp_path / "contracts" / "cost.yaml").write_text(changed, encoding="utf-8")
    newer = {"cost": read_contract(tmp_path / "contracts" / "cost.yaml")}
    assert [o.status for o in load_files([first, second], lake, newer)] == ["loaded", "loaded"]
    assert [(r.file_name, r.known_on) for r in lake.records()] == [
        (name, "2024-05-06") for name in ("cost_202401.csv", "cost_202401_v2.csv") * 2
    ]
    assert len({r.delivery_id for r in lake.records()}) == 4  # both readings of both versions are visible


def test_a_column_that_older_deliveries_lack_is_empty_in_a_build(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    load_files([_file(tmp_path, "cost_202401.csv", "0101;1")], lake, contracts)
    changed = CONTRACT.replace("    key:", "      - {name: note, required: false}\n    key:")
    (tmp_path / "contracts" / "cost.yaml").write_text(changed, encoding="utf-8")
    newer = {"cost": read_contract(tmp_path / "contracts" / "cost.yaml")}
    register_lake(tmp_path / "build.duckdb", lake, newer, known_deliveries(lake, None))
    with duckdb.connect(str(tmp_path / "build.duckdb")) as connection:
        assert connection.execute("SELECT unit_code, note FROM lake.cost").fetchall() == [("0101", None)]


def test_one_content_under_two_subjects_is_two_deliveries(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    files = [_file(tmp_path, f"cost_20240{n}.csv", "0101;1") for n in (1, 2)]
    assert [o.status for o in load_files(files, lake, contracts)] == ["loaded", "loaded"]
    assert [r.subject for r in lake.records()] == ["cost/period=202401", "cost/period=202402"]


def test_an_old_file_sent_again_does_not_come_back_and_that_is_said(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    first, second = (
        _file(tmp_path, n, r) for n, r in (("cost_202401.csv", "0101;1"), ("cost_202401_v2.csv", "0101;2"))
    )
    load_files([first, second], lake, contracts)
    (old, current) = load_files([first, second], lake, contracts)
    assert (old.status, old.newer and old.newer.file_name) == ("known", "cost_202401_v2.csv")
    assert (current.status, current.newer) == ("known", None)
    (again,) = load_files([_with_origin(first, dt.date.today().isoformat())], lake, contracts)
    assert again.status == "loaded"
    assert again.record
    assert lake.records()[-1].delivery_id == again.record.delivery_id


def test_rejections_written_before_a_column_was_kept_are_still_read(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    (outcome,) = load_files([_file(tmp_path, "cost_202401.csv", "A1;x", "A2;2")], lake, contracts)
    assert outcome.record
    path = lake.rejections_file(outcome.record.delivery_id)
    pq.write_table(pq.read_table(path).drop_columns(["expected_en"]), path)
    register_lake(tmp_path / "build.duckdb", lake, contracts, known_deliveries(lake, None))
    with duckdb.connect(str(tmp_path / "build.duckdb")) as connection:
        assert connection.execute("SELECT found, expected_en FROM lake.rejection").fetchall() == [("x", None)]


def test_an_older_reading_with_other_types_does_not_stop_a_build(
    tmp_path: Path, lake: Lake, contracts: dict[str, Contract]
) -> None:
    path = _file(tmp_path, "cost_202401.csv", "A1;1", "7;2")
    load_files([path], lake, contracts)
    changed = CONTRACT.replace("type: code", "type: integer")
    (tmp_path / "contracts" / "cost.yaml").write_text(changed, encoding="utf-8")
    newer = {"cost": read_contract(tmp_path / "contracts" / "cost.yaml")}
    (outcome,) = load_files([path], lake, newer)
    assert outcome.record
    register_lake(tmp_path / "build.duckdb", lake, newer, known_deliveries(lake, None))
    with duckdb.connect(str(tmp_path / "build.duckdb")) as connection:
        rows = connection.execute("SELECT delivery_id, unit_code FROM lake.cost").fetchall()
        assert rows == [(outcome.record.delivery_id, 7)]
        assert connection.execute("SELECT COUNT(*) FROM lake.delivery").fetchall() == [(2,)]
        assert connection.execute("SELECT found FROM lake.rejection").fetchall() == [("A1",)]
