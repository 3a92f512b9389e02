"""Pages and workbooks, when the command that writes them is killed or the disk is full: the old one, or the new."""

from __future__ import annotations

import os
import random
import signal
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from harmed_site import Site, counted, killed_before, limited
from kills import Figures
from report_file import publish, report_project

OLD = b"the one before"
TIMES_OF_WRITING = "docProps/core.xml"
REPORT = {
    "report": (("report", "2024-04", "--out", "out/rapport.html"), "rapport.html"),
    "report --xlsx": (("report", "2024-04", "--xlsx", "--out", "out/rapport.xlsx"), "rapport.xlsx"),
}


def report_site(folder: Path) -> Site:
    """A project with a published file of the few rows that a report is tested on."""
    project = report_project(folder)
    publish(project, 2)
    return Site(folder)


def harm_handed_out(
    start: Site, name: str, words: tuple[str, ...], file: str, work: Path, times: int, chance: random.Random,
    figures: Figures, region: str, told: Callable[[str], None],
) -> None:  # fmt: skip
    """So many kills of a command that writes `out/<file>`, and three full disks.

    Args:
        start: a site on which it can be run.
    """
    site = _with_old(start, file, work)
    note, started = site.folder.with_suffix(".points"), time.monotonic()
    ended = site.run(*words, before=counted(site.folder, note))
    assert ended.code in (0, 1), ended.said
    points, seconds = len(note.read_bytes()), time.monotonic() - started
    new = _content(site, file)
    line = f"{region}: kill {name}"
    for number in range(times):
        site = _with_old(start, file, work)
        if number % 2:
            ended = site.run(*words, kill_after=chance.uniform(0, seconds))
        else:
            ended = site.run(*words, before=killed_before(chance.randrange(max(points, 1)), site.folder))
        figures.count(line, "killed" if ended.code == -signal.SIGKILL else "came through")
        _look_again(site, words, file, new, line, figures)
    for size in (0, 2_000, 20_000) if times else ():
        line = f"full disk: {region}: {name}"
        site = _with_old(start, file, work)
        ended = site.run(*words, before=limited(size))
        figures.count(line, "harmed")
        if "Traceback" in ended.said or ended.code < 0:
            figures.fault(line, f"{size} bytes: {ended.code} {ended.said[-300:]}")
        elif ended.code not in (0, 1):
            figures.count(line, "told")
        if _look_again(site, words, file, new, line, figures):
            figures.count(line, "healed")
    told(f"{region}: {name}: {points} changes, {seconds:.1f} s each")


def _with_old(start: Site, file: str, work: Path) -> Site:
    site = start.copy(work / "handed-out")
    (site.folder / "out").mkdir(exist_ok=True)
    (site.folder / "out" / file).write_bytes(OLD)
    return site


def _look_again(site: Site, words: tuple[str, ...], file: str, new: object, line: str, figures: Figures) -> bool:
    """The file is the old or the new one; a minute later the command leaves the new one, and nothing beside it."""
    faults = len(figures.wrong)
    if _content(site, file) not in (OLD, new):
        figures.fault(line, "a half file stands")
    for half in (site.folder / "out").glob(".*.part"):
        os.utime(half, (time.time() - 90,) * 2)
    ended = site.run(*words)
    if ended.code not in (0, 1) or _content(site, file) != new:
        figures.fault(line, f"again: {ended.code} {ended.said[-300:]}")
    if (found := sorted(p.name for p in (site.folder / "out").iterdir())) != [file]:
        figures.fault(line, f"left over: {found}")
    return len(figures.wrong) == faults


def _content(site: Site, file: str) -> object:
    """What is in a file; of a workbook its parts, without the time that it was made."""
    path = site.folder / "out" / file
    if file.endswith(".xlsx") and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            return {name: book.read(name) for name in book.namelist() if name != TIMES_OF_WRITING}
    return path.read_bytes()
