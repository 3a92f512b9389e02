"""The nightly run's log and summary, and files that are still being copied."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

from rjh_warehouse.intake.settled import settled
from rjh_warehouse.operation.nightly import NightlyResult
from rjh_warehouse.operation.run_log import LATEST_PAGE, LATEST_TEXT, logged, write_run


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
