"""Loads side by side, and loads cut off: no half delivery is ever visible, and a rerun completes.

The scenarios run in a process of their own (this file as a script) that forks before any thread has started, so
that a child can be killed before each of its file operations.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas  # noqa: F401  imported before the forks, as is the reader
import pyarrow.parquet as pq
import pytest

import rjh_warehouse.reading.text.text  # noqa: F401
from rjh_warehouse.contract.contract import Contract, read_contracts
from rjh_warehouse.intake import files as intake
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.intake.seen import Seen
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.leftovers import leftovers, set_aside
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.views import register_lake

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
ROWS = 40
CHANGES = {"open", "os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}


def _contracts(folder: Path) -> dict[str, Contract]:
    return read_contracts(folder / "contracts")


def _write(folder: Path, name: str, factor: int = 1, rows: int = ROWS) -> Path:
    lines = ["ansvar;belopp", *(f"{n:04};{n * factor}" for n in range(rows)), "9999;många"]
    path = folder / "in" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.with_name(path.name + ".origin.yaml").write_text(
        "title: t\nproducer: p\ndated: 2024-05-01\nreceived_on: 2024-05-06\n", encoding="utf-8"
    )
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    return tmp_path


def _whole(lake: Lake) -> int:
    """How many deliveries are visible; each must be whole."""
    records = lake.records()
    for record in records:
        rows = pq.read_table(lake.rows_file("cost", record.delivery_id))
        assert rows.num_rows == record.count("rows_loaded") == ROWS
        rejected = pq.read_table(lake.rejections_file(record.delivery_id))
        assert rejected.num_rows == record.count("rows_rejected") == 1
        archived = lake.archived_file(record.file_sha256, record.file_name)
        assert archived.stat().st_size == record.file_bytes
        assert archived.with_name(archived.name + ".origin.yaml").exists()
    return len(records)


def _fork(work: Callable[[], Any]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _check(work: Callable[[], Any]) -> None:
    """Look at the lake in a child, so that this process never starts a thread."""
    assert _wait(_fork(work)) == 0


def _scenario(name: str, folder: Path, *words: str) -> Any:
    done = subprocess.run(
        [sys.executable, __file__, name, str(folder), *words], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


# --- killed before each file operation -------------------------------------------------------------------------


def kill_everywhere(folder: Path) -> dict[str, int]:
    """Kill a load before its first, second, third … change on disk; look, load again, clean, look."""
    path, points, seen_records = _write(folder, "cost_202401.csv"), 0, 0
    while True:
        lake = Lake(folder / f"lake{points}")

        def load(lake: Lake = lake, point: int = points) -> None:
            _kill_before(point, folder)
            Seen(lake, "prints").new_among([path])
            outcomes = load_files([path], lake, _contracts(folder))
            assert [o.status for o in outcomes] == ["loaded"], outcomes[0].error

        def look_and_mend(lake: Lake = lake) -> None:
            before = _whole(lake)
            (outcome,) = load_files([path], lake, _contracts(folder))
            assert outcome.status == ("known" if before else "loaded")
            assert _whole(lake) == 1
            set_aside(lake)
            assert leftovers(lake) == []
            assert _whole(lake) == 1
            (folder / "before").write_text(str(before), encoding="utf-8")

        code = _wait(_fork(load))
        if code == 0:
            return {"points": points, "with_record": seen_records}
        assert code == -signal.SIGKILL, code
        _check(look_and_mend)
        seen_records += int((folder / "before").read_text(encoding="utf-8"))
        points += 1


def _kill_before(point: int, folder: Path) -> None:
    count = -1

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        reads = event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event in CHANGES and not reads and str(arguments[0]).startswith(str(folder)):
            count += 1
            if count == point:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def test_a_kill_before_any_file_operation_leaves_all_or_nothing(folder: Path) -> None:
    found = _scenario("kill_everywhere", folder)
    assert found["points"] > 20  # every file made, renamed, linked or removed by a load
    assert 0 < found["with_record"] < found["points"]  # killed both before and after the commit point


# --- side by side ----------------------------------------------------------------------------------------------


def side_by_side(folder: Path, processes: str) -> dict[str, Any]:
    """Load the same and different files in several processes at once, with a cleaner and a reader beside."""
    for month in range(1, 7):
        _write(folder, f"cost_2024{month:02}.csv", month)
    lake = Lake(folder / "lake")

    def load(number: int) -> None:
        own = _write(folder, f"cost_2025{number + 1:02}.csv", 100 + number)
        paths = sorted((folder / "in").glob("cost_2024*.csv"), reverse=bool(number % 2))
        outcomes = load_files([*paths, own], lake, _contracts(folder))
        statuses = {o.path.name: o.status for o in outcomes}
        (folder / f"out{number}.json").write_text(json.dumps(statuses), encoding="utf-8")

    def look() -> None:
        for _ in range(5):
            with contextlib.suppress(BlockingIOError):
                set_aside(lake)
            _whole(lake)
            _build_and_count(lake, folder)

    loads = [_fork(lambda n=n: load(n)) for n in range(int(processes))]  # type: ignore[misc]
    others = [_fork(look)]
    assert [_wait(child) for child in [*loads, *others]] == [0] * (len(loads) + 1)
    _check(lambda: _all_is_well(lake, 6 + len(loads)))
    return {"outcomes": [json.loads((folder / f"out{n}.json").read_text()) for n in range(len(loads))]}


def _all_is_well(lake: Lake, count: int) -> None:
    assert _whole(lake) == count
    assert leftovers(lake) == []


def _build_and_count(lake: Lake, folder: Path) -> None:
    """What a build does first: the deliveries it knows of are whole, also while loads go on."""
    database = folder / "build.duckdb"
    database.unlink(missing_ok=True)
    register_lake(database, lake, _contracts(folder), known_deliveries(lake, None))
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("SELECT COUNT(*) FROM lake.cost").fetchone()
        said = connection.execute("SELECT COALESCE(SUM(rows_loaded), 0) FROM lake.delivery").fetchone()
    assert rows == said


def test_loads_side_by_side_load_everything_once(folder: Path) -> None:
    outcomes = _scenario("side_by_side", folder, "3")["outcomes"]
    for month in range(1, 7):
        statuses = sorted(o[f"cost_2024{month:02}.csv"] for o in outcomes)
        assert statuses == ["known", "known", "loaded"]
    assert [o[f"cost_2025{n + 1:02}.csv"] for n, o in enumerate(outcomes)] == ["loaded"] * 3


# --- the disk is full ------------------------------------------------------------------------------------------


def full_disk(folder: Path) -> list[list[str]]:
    """Load under a limit on the size of any file, from nothing up; then load again without it."""
    path = _write(folder, "cost_202401.csv")
    found = []
    for limit in (0, 100, 450, 1500, 3000, 50_000):
        lake = Lake(folder / f"lake{limit}")

        def load(lake: Lake = lake, limit: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            (outcome,) = load_files([path], lake, _contracts(folder))
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            os.write(1, f"{outcome.status}:{outcome.error.code if outcome.error else ''}\n".encode())

        def look_and_mend(lake: Lake = lake) -> None:
            before = _whole(lake)
            (outcome,) = load_files([path], lake, _contracts(folder))
            assert outcome.status == ("known" if before else "loaded")
            assert _whole(lake) == 1

        reader, writer = os.pipe()
        child = _fork(lambda w=writer, load=load: (os.dup2(w, 1), load()))  # type: ignore[misc]
        os.close(writer)
        with os.fdopen(reader) as said:
            found.append(said.read().strip().split(":"))
        assert _wait(child) == 0
        _check(look_and_mend)
    return found


def test_a_full_disk_is_told_and_leaves_nothing_half(folder: Path) -> None:
    found = _scenario("full_disk", folder)
    assert ["refused", "error.lake_unwritable"] in found
    assert all(f in (["refused", "error.lake_unwritable"], ["loaded", ""]) for f in found), found
    assert (found[0], found[-1]) == (["refused", "error.lake_unwritable"], ["loaded", ""])


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a small file system")
@pytest.mark.parametrize("size", [16, 24, 32, 40, 48])
def test_a_full_file_system_is_told(folder: Path, size: int) -> None:
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        lake = Lake(disk / "lake")
        path = _write(folder, "cost_202401.csv")
        (outcome,) = load_files([path], lake, _contracts(folder))
        assert outcome.status == "loaded" or (outcome.error and outcome.error.code == "error.lake_unwritable")
        assert _whole(lake) == (1 if outcome.status == "loaded" else 0)
        subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
        (again,) = load_files([path], lake, _contracts(folder))
        assert again.status == ("known" if outcome.status == "loaded" else "loaded")
        assert _whole(lake) == 1
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


# --- the file changes, or is no file ---------------------------------------------------------------------------


def _while_read(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> None:
    """Do something to the delivered file after its first bytes have been read."""
    read = intake._read
    acted: list[Any] = []

    def reading(source: Any, path: Path) -> bytes:
        chunk = read(source, path)
        if not acted:
            acted.append(act())
        return chunk

    monkeypatch.setattr(intake, "_read", reading)


def _grow(path: Path) -> None:
    with path.open("a", encoding="utf-8") as text:
        text.write("0099;1\n")


def _swap(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes()[:-5] + b"XXXX\n")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    os.replace(other, path)


@pytest.mark.parametrize(
    ("act", "code"),
    [(_grow, "error.file_changed"), (_swap, "error.file_changed"), (Path.unlink, "error.unreadable")],
)
def test_a_file_that_changes_or_vanishes_while_it_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], None], code: str
) -> None:
    lake, path = Lake(folder / "lake"), _write(folder, "cost_202401.csv")
    with monkeypatch.context() as patched:
        _while_read(patched, lambda: act(path))
        (outcome,) = load_files([path], lake, _contracts(folder))
    assert outcome.error
    assert outcome.error.code == code
    assert lake.records() == []
    assert leftovers(lake) == []
    _write(folder, "cost_202401.csv")
    assert [o.status for o in load_files([path], lake, _contracts(folder))] == ["loaded"]


def test_a_file_that_changes_after_it_was_read_is_new_the_next_night(folder: Path) -> None:
    lake, path, contracts = Lake(folder / "lake"), _write(folder, "cost_202401.csv"), _contracts(folder)
    seen = Seen(lake, "prints")
    outcomes = load_files(seen.new_among([path]), lake, contracts)
    _write(folder, "cost_202401.csv", factor=2)  # before the night has noted what it has seen
    for outcome in outcomes:
        assert outcome.record
        seen.add(outcome.path, outcome.record.delivery_id)
    seen.save()
    assert Seen(lake, "prints").new_among([path]) == [path]
    assert [o.status for o in load_files([path], lake, contracts)] == ["loaded"]


def test_what_has_been_seen_is_not_read_again(folder: Path) -> None:
    lake, contracts = Lake(folder / "lake"), _contracts(folder)
    path, bad = _write(folder, "cost_202401.csv"), _write(folder, "okänd.csv")
    seen = Seen(lake, "prints")
    for outcome in load_files(seen.new_among([folder / "in"]), lake, contracts):
        if outcome.record:
            seen.add(outcome.path, outcome.record.delivery_id)
    seen.save()
    assert Seen(lake, "prints").new_among([folder / "in"]) == [bad]  # refused files are tried again
    path.with_name(path.name + ".origin.yaml").unlink()
    assert path in Seen(lake, "prints").new_among([folder / "in"])


def test_clean_takes_nothing_from_a_load_under_way(folder: Path) -> None:
    lake = Lake(folder / "lake")
    load_files([_write(folder, "cost_202401.csv")], lake, _contracts(folder))
    half = lake.rows_file("cost", "0" * 16)
    half.write_bytes(b"rows that a load has moved before its record")
    with lake.work_folder():
        assert leftovers(lake) == []
        with pytest.raises(BlockingIOError):
            set_aside(lake)
    assert half.exists()
    assert list(set_aside(lake)) == [half]


def test_half_written_notes_are_leftovers(folder: Path) -> None:
    lake = Lake(folder / "lake")
    load_files([_write(folder, "cost_202401.csv")], lake, _contracts(folder))
    halves = [lake.root / "seen.1.part", lake.root / "acceptances" / f".{'0' * 16}.1.part"]
    for half in halves:
        half.parent.mkdir(exist_ok=True)
        half.write_text("{", encoding="utf-8")
    assert sorted(set_aside(lake)) == sorted(halves)
    assert leftovers(lake) == []


if __name__ == "__main__":
    scenarios: dict[str, Callable[..., Any]] = {
        "kill_everywhere": kill_everywhere, "side_by_side": side_by_side, "full_disk": full_disk,
    }  # fmt: skip
    result = scenarios[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
    os.write(1, (json.dumps(result) + "\n").encode())
