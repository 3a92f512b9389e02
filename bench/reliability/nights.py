"""A night killed in each of its steps: what was published stands, and the next night catches up and says so."""

from __future__ import annotations

import json
import os
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harmed_site import Site, killed_before, writes_below
from kills import Figures, Truth, truth_of

from rjh_warehouse.operation.run_log import RunLog

STEPS = ("load", "build", "audit", "publish")


def kill_nights(
    start: Site, whole: Site, work: Path, times: int, chance: random.Random, figures: Figures, region: str,
    told: Callable[[str], None],
) -> None:  # fmt: skip
    """So many nights killed in each step, half of them before a sampled change and half at a random moment.

    Args:
        start: with something published, and something new that waits.
        whole: the same after a night that nobody killed.
    """
    before, after = truth_of(start), truth_of(whole)
    points, seconds = _measure(start.copy(work / "night"))
    for step in STEPS if times else ():
        line = f"{region}: kill a night's {step}"
        for number in range(times):
            site = start.copy(work / "night")
            arrange = killed_before(chance.randrange(max(points[step], 1)), site.data)
            if number % 2:
                arrange = _killed_after(chance.uniform(0.001, max(seconds[step], 0.002)))
            ended = site.run("nightly", before=_in_step(step, arrange))
            was_killed = ended.code in (-signal.SIGKILL, -signal.SIGALRM)
            figures.count(line, "killed" if was_killed else "came through")
            _look_again(site, was_killed, before, after, line, figures)
        told(f"{line}: {dict(figures.lines[line])}, {points[step]} changes, {seconds[step]} s")


def _look_again(site: Site, was_killed: bool, before: Truth, after: Truth, line: str, figures: Figures) -> None:
    status = site.run("status", "--json")
    if status.code != 0 or "Traceback" in status.said:
        figures.fault(line, f"status: {status.said[-300:]}")
    if truth_of(site).marts not in (before.marts, after.marts):
        figures.fault(line, "what is published after the kill is neither the old nor the new")
    ended = site.run("nightly")
    if ended.code not in (0, 1) or "Traceback" in ended.said:
        figures.fault(line, f"the next night: {ended.code} {ended.said[-300:]}")
    if truth_of(site) != after:
        figures.fault(line, "the next night has not caught up")
    if (_last_line(site)["cut_off"] is not None) != was_killed:
        figures.fault(line, f"the log's cut_off is {_last_line(site)['cut_off']}")
    third = site.run("nightly")
    if third.code not in (0, 1) or _last_line(site)["was_published"]:
        figures.fault(line, f"the night after that had something to do: {third.said[-300:]}")
    cleaned, left = site.run("clean"), site.left_over()
    if cleaned.code != 0 or left:
        figures.fault(line, f"left over: {cleaned.code} {left}")


def _last_line(site: Site) -> dict[str, Any]:
    lines = (site.data / "log" / "nightly.jsonl").read_text(encoding="utf-8").splitlines()
    return dict(json.loads(lines[-1]))


def _measure(site: Site) -> tuple[dict[str, int], dict[str, float]]:
    """How many changes on disk each step makes, and how many seconds it takes."""
    note = site.folder.with_suffix(".steps")
    ended = site.run("nightly", before=_counted_by_step(site.data, note))
    assert ended.code in (0, 1), ended.said
    counts = dict.fromkeys(STEPS, 0)
    for line in note.read_text().splitlines():
        name, _, dots = line.partition(":")
        counts[name] = counts.get(name, 0) + len(dots)
    seconds = _last_line(site)["seconds"]
    return counts, {step: seconds.get(step, 0.0) for step in STEPS}


def _counted_by_step(folder: Path, note: Path) -> Callable[[], None]:
    def arrange() -> None:
        handle = os.open(note, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        os.write(handle, b"before:")
        _at_each_step(lambda name: os.write(handle, f"\n{name}:".encode()) and None)
        writes_below(folder, lambda: os.write(handle, b".") and None)

    return arrange


def _in_step(step: str, arrange: Callable[[], None]) -> Callable[[], None]:
    return lambda: _at_each_step(lambda name: arrange() if name == step else None)


def _at_each_step(do: Callable[[str], None]) -> None:
    begin = RunLog.step

    def begun(log: RunLog, name: str) -> None:
        begin(log, name)
        do(name)

    RunLog.step = begun  # type: ignore[method-assign]


def _killed_after(seconds: float) -> Callable[[], None]:
    """Arrange, in a child, that the system ends it after a while, with no word to it before."""

    def arrange() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    return arrange
