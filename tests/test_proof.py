"""What is taken in is proved again: each damage in the lake is named, stops what it could falsify, and is put right."""

from __future__ import annotations

import contextlib
import json
import os
import random
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import duckdb
import pytest
from small_project import lake_of, put_record, run, small_project, stored

from rjh_warehouse.build.generation import new_generation
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.intake.outline import outline
from rjh_warehouse.intake.seen import Seen
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.known import KnownDeliveries
from rjh_warehouse.lake.proof import prove
from rjh_warehouse.lake.sealed import Damaged, seal, unseal
from rjh_warehouse.lake.views import register_lake
from rjh_warehouse.settings import Project

QUIET = {"archived", "non_data", "journal", "refusal", "origin"}  # damages that touch no figure


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = small_project(tmp_path)
    assert prove(lake_of(made)) == []
    return made


def _flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def _scribble(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(path.stat().st_size))


def _remove(path: Path, chance: random.Random) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [_flip, _cut, _scribble, _remove])
def test_every_stored_file_is_proved_and_put_right(project: Path, harm: Callable[[Path, random.Random], None]) -> None:
    chance = random.Random(harm.__name__)
    whole = stored(project)
    lake = lake_of(project)
    for path in whole:
        harm(path, chance)
        is_refusal = "refused" in path.parts  # made again when the file is tried again
        damages = prove(lake)
        assert damages or (harm is _remove and is_refusal), path
        assert all(d.stops_publication != (d.kind in QUIET) for d in damages), damages
        assert [d for d in prove(lake, whole=False) if d.stops_publication] == [
            d for d in damages if d.stops_publication
        ]
        said = run(project, "verify", "--lake")
        assert said.exit_code == (3 if damages else 0), said.output
        assert "Traceback" not in said.output
        healed = run(project, "verify", "--lake", "--repair")
        assert healed.exit_code == 0, f"{path}: {healed.output}"
        assert prove(lake) == []
        for other, content in whole.items():
            if not other.exists() or other.read_bytes() != content:
                assert other == path and is_refusal, other
                other.write_bytes(content)
        assert {p for p in stored(project) if "trash" not in p.parts} == set(whole)


@pytest.mark.parametrize("harm", [_flip, _cut, _scribble, _remove])
def test_a_night_does_not_build_on_a_damaged_delivery(
    project: Path, harm: Callable[[Path, random.Random], None]
) -> None:
    lake = lake_of(project)
    record = lake.records()[0]
    rows = lake.rows_file("cost", record.delivery_id)
    harm(rows, random.Random(7))
    done = run(project, "nightly")
    assert done.exit_code == 3, done.output
    assert record.file_name in done.output and record.delivery_id in done.output
    assert "verify --lake --repair" in done.output
    assert "Traceback" not in done.output
    assert not (project / "data" / "generations").exists()


def test_a_changed_byte_is_seen_although_the_file_looks_the_same(project: Path) -> None:
    lake = lake_of(project)
    prove(lake)
    rows = lake.rows_file("cost", lake.records()[0].delivery_id)
    about = rows.stat()
    _flip(rows, random.Random(1))
    os.utime(rows, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert [d.kind for d in prove(lake, whole=False)] == ["rows"]  # the time of change cannot be set back
    assert [d.kind for d in prove(lake)] == ["rows"]


def test_a_record_that_is_gone_is_not_hidden_by_what_was_seen(project: Path) -> None:
    lake, prints = lake_of(project), outline(Project(project, project / "data")).prints
    assert run(project, "load").exit_code == 1
    assert [p.name for p in Seen(lake, prints).new_among([project / "deliveries"])] == ["okänd.csv"]
    gone = lake.records()[0]
    lake.record_file(gone.delivery_id).unlink()
    file = project / "deliveries" / gone.file_name
    assert file in Seen(lake, prints).new_among([project / "deliveries"])
    said = run(project, "load")
    assert f"{gone.file_name}" in said.output
    (back,) = [r for r in lake.records() if r.delivery_id == gone.delivery_id]
    assert back == gone  # in its old place
    assert prove(lake) == []


def test_a_record_of_which_nothing_is_left_stays_missed(project: Path) -> None:
    lake = lake_of(project)
    gone = lake.records()[0]
    generation = new_generation(project / "data" / "generations", "f" * 64)
    generation.write("inputs", {"deliveries": [r.delivery_id for r in lake.records()]})
    generation.write("complete", {"audited_at": "then"})
    lake.record_file(gone.delivery_id).unlink()
    lake.journal.file(gone.sequence).unlink()
    for file in (project / "deliveries").iterdir():
        file.unlink()
    done = run(project, "verify", "--lake", "--repair")
    assert done.exit_code == 3
    assert gone.delivery_id in done.output
    assert run(project, "nightly").exit_code == 3


def test_versions_keep_their_order_when_the_clock_is_set_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    class Earlier(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime(2001, 1, 1, tzinfo=tz)

    lake, contracts = lake_of(project), read_contracts(project / "contracts")
    (project / "deliveries" / "cost_202401_v3.csv").write_text("ansvar;belopp\n0101;9\n", encoding="utf-8")
    monkeypatch.setattr("rjh_warehouse.intake.judge.dt.datetime", Earlier)
    load_files([project / "deliveries" / "cost_202401_v3.csv"], lake, contracts)
    current = KnownDeliveries(lake).current("cost/period=202401")
    assert current and current.file_name == "cost_202401_v3.csv"
    assert current.loaded_at < "2002"
    monkeypatch.setattr("rjh_warehouse.build.generation.dt.datetime", Earlier)
    folder = project / "data" / "generations"
    made = [new_generation(folder, "a" * 64).generation_id for _ in range(2)]
    monkeypatch.undo()
    assert made == sorted(made)
    assert new_generation(folder, "b" * 64).generation_id > made[-1]
    assert (
        new_generation(folder, "b" * 64, published_id="000099-20991231T000000-cccccccc").generation_id[:6] == "000100"
    )


def test_deliveries_of_before_there_were_digests_are_taken_and_get_them(project: Path) -> None:
    lake, contracts = lake_of(project), read_contracts(project / "contracts")
    before = lake.records()
    for record in before:
        fields = {k: v for k, v in asdict(record).items() if k not in ("sequence", "files", "origin_text")}
        lake.record_file(record.delivery_id).write_text(json.dumps(fields, indent=1), encoding="utf-8")
    for number in lake.journal.numbers():
        lake.journal.file(number).unlink()
    (project / "deliveries" / "cost_202404.csv").write_text("ansvar;belopp\n0101;9\n", encoding="utf-8")
    (newest,) = load_files([project / "deliveries" / "cost_202404.csv"], lake, contracts)
    assert newest.record and newest.record.sequence > len(before)
    said = run(project, "verify", "--lake")
    assert said.exit_code == 0
    assert "3 leveranser" in said.output
    assert run(project, "verify", "--lake", "--repair").exit_code == 0
    assert prove(lake) == []
    after = {r.delivery_id: r for r in lake.records()}
    order = sorted(before, key=lambda r: (r.loaded_at, r.delivery_id))
    numbers = [after[r.delivery_id].sequence for r in order]
    assert numbers == sorted(numbers) and numbers[0] > 0 and numbers[-1] < newest.record.sequence


def test_a_note_proves_itself(tmp_path: Path) -> None:
    note = seal({"a": 1, "text": "ö"})
    assert unseal(note, tmp_path) == {"a": 1, "text": "ö"}
    for place in range(len(note)):
        for bit in range(8):
            changed = bytearray(note)
            changed[place] ^= 1 << bit
            with contextlib.suppress(Damaged):  # only a note whose mark is gone is taken for one of before
                assert set(unseal(bytes(changed), tmp_path)) == {"a", "text", *_keys(changed)} - {"digest"}
                assert b'"digest": "' not in changed


def _keys(note: bytearray) -> set[str]:
    return set(json.loads(note))


@pytest.mark.parametrize("harm", [_flip, _cut, _scribble, _remove])
def test_a_withdrawal_is_proved_and_put_right(project: Path, harm: Callable[[Path, random.Random], None]) -> None:
    lake = lake_of(project)
    record = lake.records()[0]
    withdrawn = run(project, "withdraw", record.delivery_id, "--by", "Ekonomichef", "--reason", "Fel fil")
    assert withdrawn.exit_code == 0, withdrawn.output
    (note,) = (lake.root / "withdrawals").glob("*.json")
    before = note.read_bytes()
    harm(note, random.Random(3))
    done = run(project, "nightly")
    assert done.exit_code == 3 and record.delivery_id in done.output, done.output
    assert run(project, "verify", "--lake", "--repair").exit_code == 0
    assert note.read_bytes() == before


def test_a_build_holds_the_rows_against_the_record(project: Path) -> None:
    lake, contracts = lake_of(project), read_contracts(project / "contracts")
    record = lake.records()[0]
    put_record(lake, replace(record, tables={"cost": {**record.tables["cost"], "control_sums": {"amount": "999"}}}))
    register_lake(project / "build.duckdb", lake, contracts, known_deliveries(lake, None))
    with duckdb.connect(str(project / "build.duckdb")) as connection:
        wrong = "SELECT delivery_id, column_name, recorded FROM lake.delivery_sum WHERE recorded <> in_lake"
        assert connection.execute(wrong).fetchall() == [(record.delivery_id, "amount", 999)]
        assert connection.execute("SELECT COUNT(*) FROM lake.delivery_sum").fetchone() == (6,)
