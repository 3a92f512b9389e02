"""The nightly run's log and summary, and files that are still being copied."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest
from small_project import lake_of, run, small_project

from rjh_warehouse.build.generation import BuildFailed, BuildUnderWay
from rjh_warehouse.cli.build import work_line
from rjh_warehouse.intake.load import LoadOutcome
from rjh_warehouse.intake.settled import settled
from rjh_warehouse.operation.nightly import NightlyResult, load_new
from rjh_warehouse.operation.patience import with_patience
from rjh_warehouse.operation.run_log import LATEST_PAGE, LATEST_TEXT, logged, write_run
from rjh_warehouse.reading import DeliveryError
from rjh_warehouse.settings import Project


def test_a_run_leaves_one_line_and_a_summary(tmp_path: Path) -> None:
    for code in (0, 3):
        with logged(tmp_path / "log") as log:
            log.step("load")
            log.sections.append(("Filer", ["<b>&.csv: avvisad", "[/röd].csv"]))
            write_run(log, code, "Publicerat", NightlyResult(was_published=True))
    lines = (tmp_path / "log" / "nightly.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["exit_code"] for line in lines] == [0, 3]
    assert set(json.loads(lines[0])["seconds"]) == {"load"}
    assert "[/röd].csv" in (tmp_path / "log" / LATEST_TEXT).read_text(encoding="utf-8")
    page = (tmp_path / "log" / LATEST_PAGE).read_text(encoding="utf-8")
    assert "&lt;b&gt;&amp;.csv" in page and "<b>&" not in page
    assert not (tmp_path / "log" / "running.json").exists()


def test_a_run_that_was_cut_off_is_told_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "running.json").write_text('{"started_at": "2024-05-06T03:00:00+00:00"}', encoding="utf-8")
    with logged(tmp_path) as log:
        assert log.cut_off == "2024-05-06T03:00:00+00:00"
    with logged(tmp_path) as log:
        assert log.cut_off is None


def test_a_damaged_mark_of_a_run_stops_no_run(tmp_path: Path) -> None:
    (tmp_path / "running.json").write_bytes(b"\x00{")
    with logged(tmp_path) as log:
        assert log.cut_off == "?"


def test_a_file_that_grows_is_left_and_a_whole_one_is_not(tmp_path: Path) -> None:
    whole, growing, old = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv"
    for path in (whole, growing, old):
        path.write_text("x", encoding="utf-8")
    os.utime(old, (time.time() - 60,) * 2)
    stop = threading.Event()

    def grow() -> None:
        while not stop.is_set():
            with growing.open("a", encoding="utf-8") as file:
                file.write("rad\n")
            time.sleep(0.01)

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        found = settled([whole, growing, old], pause=0.2)
    finally:
        stop.set()
        thread.join()
    assert found == ([whole, old], [growing])


def test_nothing_is_waited_for_when_no_file_is_new(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x", encoding="utf-8")
    os.utime(path, (time.time() - 60,) * 2)
    begun = time.monotonic()
    assert settled([path, tmp_path / "gone.csv"], pause=5.0) == ([path, tmp_path / "gone.csv"], [])
    assert time.monotonic() - begun < 2


def test_a_weeks_deliveries_at_once_come_in_their_order_and_each_once(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    week = root / "deliveries" / "inbox"
    week.mkdir()
    for day in reversed(range(1, 8)):  # the newest is copied first
        for period in ("202403", "202404"):
            path = week / f"cost_{period}_v{day}.csv"
            path.write_text(f"ansvar;belopp\n0101;{day}\n", encoding="utf-8")
            origin = f"title: t\nproducer: p\ndated: 2024-05-{day:02}\nreceived_on: 2024-05-{day:02}\n"
            path.with_name(path.name + ".origin.yaml").write_text(origin, encoding="utf-8")
            os.utime(path, (time.time() - 60,) * 2)
    project = Project(root, root / "data")
    before = len(lake_of(root).records())
    outcomes = load_new(project, [week])
    assert [o.status for o in outcomes] == ["loaded"] * 14
    assert len(lake_of(root).records()) == before + 14
    for period in ("202403", "202404"):
        versions = [r for r in lake_of(root).records() if f"period={period}" in r.subject]
        newest = max(versions, key=lambda r: (r.known_on, r.sequence))
        assert newest.file_name == f"cost_{period}_v7.csv"
    assert load_new(project, [week]) == []


MANUAL = (Path(__file__).parents[1] / "docs" / "drift.md").read_text(encoding="utf-8")
TOLD = """#!/bin/sh
echo "$0 $@" >> /PLACE/told
env >> /PLACE/told
test -d data/log && echo "in place" >> /PLACE/told
exit 1
"""


def _program(path: Path, place: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TOLD.replace("/PLACE", str(place)), encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="cron")
def test_the_cron_line_of_the_manual_runs_as_cron_runs_it_also_the_first_night(tmp_path: Path) -> None:
    (line,) = re.findall(r"^0 3 \* \* \* (.+)$", MANUAL, re.MULTILINE)
    assert "%" not in line  # a line's end, to cron
    _program(tmp_path / "srv" / ".venv" / "bin" / "rjh", tmp_path)
    _program(tmp_path / "bin" / "mail", tmp_path)
    here = line.replace("/srv/rjh_warehouse", str(tmp_path / "srv"))
    bare = {"HOME": str(tmp_path), "LOGNAME": "rjh", "SHELL": "/bin/sh", "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
    (tmp_path / "srv" / "data" / "log").mkdir(parents=True)
    for night in range(2):
        if not night:
            os.rmdir(tmp_path / "srv" / "data" / "log")
        else:
            (tmp_path / "srv" / "data" / "log" / LATEST_TEXT).write_text("Publicerat", encoding="utf-8")
        subprocess.run(["/bin/sh", "-c", here], cwd=tmp_path, env=bare, check=False)
    told = (tmp_path / "told").read_text(encoding="utf-8")
    assert told.count("rjh nightly --wait 60") == 2 and told.count("in place") == 3
    assert told.count("mail -s Budgetuppföljning i natt controller@example.org") == 1


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_every_line_of_the_manuals_units(tmp_path: Path) -> None:
    texts = re.findall(r"`/etc/systemd/system/(rjh\.\w+)`:\n\n```ini\n(.*?)```", MANUAL, re.DOTALL)
    assert [name for name, _ in texts] == ["rjh.service", "rjh.timer"]
    _program(tmp_path / "srv" / ".venv" / "bin" / "rjh", tmp_path)
    for name, text in texts:
        here = text.replace("/srv/rjh_warehouse", str(tmp_path / "srv"))
        (tmp_path / name).write_text(here, encoding="utf-8")
    units = [str(tmp_path / name) for name, _ in texts]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


class _Nights:
    """Runs that end as they are told to, and a clock that only the pauses move."""

    def __init__(self, *ends: object) -> None:
        self.ends, self.now, self.told = list(ends), 0.0, list[tuple[str, float]]()

    def run(self) -> NightlyResult:
        end = self.ends.pop(0)
        if isinstance(end, Exception):
            raise end
        assert isinstance(end, NightlyResult)
        return end

    def pause(self, seconds: float) -> None:
        self.now += seconds

    def patiently(self, wait: float) -> NightlyResult:
        told = lambda kind, pause: self.told.append((kind, pause))  # noqa: E731
        return with_patience(self.run, wait, told, self.pause, lambda: self.now)


FULL_DISK = OSError(errno.ENOSPC, "No space left on device")
LEFT = LoadOutcome(Path("b.csv"), "left")
LOADED = LoadOutcome(Path("a.csv"), "loaded")
UNWRITABLE = LoadOutcome(Path("b.csv"), "refused", error=DeliveryError("error.lake_unwritable", file="b.csv", found=""))


def test_what_passes_is_tried_again_with_longer_pauses_and_all_runs_are_told_together() -> None:
    first = NightlyResult(loads=[LOADED, LEFT], was_published=True)
    second = NightlyResult(loads=[LoadOutcome(LEFT.path, "loaded")], was_published=True)
    nights = _Nights(BuildUnderWay(), BuildFailed([("m", "IO Error: No space left on device")]), first, second)
    result = nights.patiently(600)
    assert nights.told == [("busy", 5.0), ("full", 10.0), ("growing", 20.0)]
    assert [(o.path.name, o.status) for o in result.loads] == [("a.csv", "loaded"), ("b.csv", "loaded")]
    assert result.was_published and not nights.ends


def test_a_file_that_found_no_room_is_tried_again_and_is_no_refusal_then() -> None:
    loaded = NightlyResult(loads=[LoadOutcome(UNWRITABLE.path, "loaded")])
    result = _Nights(NightlyResult(loads=[UNWRITABLE, LOADED]), loaded).patiently(60)
    assert [(o.path.name, o.status) for o in result.loads] == [("a.csv", "loaded"), ("b.csv", "loaded")]


@pytest.mark.parametrize("wait", [0, 4.9])
def test_without_time_there_is_one_try_and_what_was_done_stands(wait: float) -> None:
    nights = _Nights(NightlyResult(loads=[LEFT], was_published=True))
    assert nights.patiently(wait).was_published and nights.told == []
    with pytest.raises(OSError, match="No space left"):
        _Nights(FULL_DISK).patiently(wait)


def test_the_time_is_a_bound_and_the_last_fault_is_told() -> None:
    nights = _Nights(*[BuildUnderWay() for _ in range(9)])
    with pytest.raises(BuildUnderWay):
        nights.patiently(120)
    assert [pause for _, pause in nights.told] == [5.0, 10.0, 20.0, 40.0] and nights.now <= 120


def test_what_would_fail_again_is_not_tried_again() -> None:
    nights = _Nights(BuildFailed([("m", "no such column")]), NightlyResult())
    with pytest.raises(BuildFailed):
        nights.patiently(600)
    assert nights.told == []


def test_a_run_under_way_is_waited_for_by_the_command_and_the_log_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_project(tmp_path)
    ends: list[object] = [BuildUnderWay(), NightlyResult()]
    monkeypatch.setattr("rjh_warehouse.operation.nightly.nightly", lambda *_, **__: _Nights(ends.pop(0)).run())
    monkeypatch.setattr("rjh_warehouse.operation.patience.FIRST_PAUSE", 0.01)
    monkeypatch.setattr("rjh_warehouse.cli.nightly.show_report", lambda project: None)
    done = run(root, "nightly", "--wait", "1")
    assert done.exit_code == 0, done.output
    line = json.loads((root / "data" / "log" / "nightly.jsonl").read_text(encoding="utf-8"))
    assert (line["tries"], line["waited_for"], line["exit_code"]) == (2, ["busy"], 0)
    assert "Försökte igen" in (root / "data" / "log" / LATEST_TEXT).read_text(encoding="utf-8")


def test_a_log_line_of_before_there_were_parts_is_still_told() -> None:
    work = {"computed": 3, "reused": 5, "cpu_seconds": 1.5, "saved_cpu_seconds": 2.5, "moved": ["lake.ledger"]}
    assert "3 tabeller, 0 av dem" in work_line(work)
    assert "3 tabeller, 2 av dem" in work_line({**work, "parts": 2})
