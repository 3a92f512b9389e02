"""The nightly run's log and summary, and files that are still being copied."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
import time
from pathlib import Path

import pytest
from small_project import lake_of, small_project

from rjh_warehouse.intake.settled import settled
from rjh_warehouse.operation.nightly import NightlyResult, load_new
from rjh_warehouse.operation.run_log import LATEST_PAGE, LATEST_TEXT, logged, write_run
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


@pytest.mark.skipif(os.name == "nt", reason="cron")
@pytest.mark.parametrize(("codes", "runs"), [("0", 1), ("1", 1), ("3", 1), ("4 4 0", 3), ("70 0", 2), ("4 4 4 4", 3)])
def test_the_cron_line_of_the_manual_tries_again_at_most_three_times(tmp_path: Path, codes: str, runs: int) -> None:
    manual = (Path(__file__).parents[1] / "docs" / "drift.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^0 3 \* \* \* cd \S+; (for .* done);", manual, re.MULTILINE)
    (tmp_path / "rjh").write_text(
        f"#!/bin/sh\necho x >> runs\nset -- {codes}\nshift $(($(wc -l < runs) - 1))\nexit $1\n", encoding="utf-8"
    )
    (tmp_path / "rjh").chmod(0o755)
    tried = line.replace(".venv/bin/rjh", "./rjh").replace("data/log/cron.txt", "cron.txt").replace("sleep 600", ":")
    subprocess.run(["sh", "-c", tried], cwd=tmp_path, check=True)
    assert len((tmp_path / "runs").read_text(encoding="utf-8").split()) == runs
