"""Kill each command before sampled changes on disk and at random moments; look, run it again, look again."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from harmed_site import Ended, Site, counted, in_child, killed_before, new_site

from rjh_warehouse.lake.proof import prove
from rjh_warehouse.lake.store import Lake

RECIPES = ".cache/builds"


@dataclass
class Figures:
    """What was done and what was found, by line of the table; `wrong` must stay empty."""

    lines: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def count(self, line: str, what: str, times: int = 1) -> None:
        self.lines.setdefault(line, Counter())[what] += times

    def fault(self, line: str, text: str) -> None:
        self.count(line, "wrong")
        self.wrong.append(f"{line}: {text}")


@dataclass(frozen=True)
class Case:
    """One command to kill: the state it starts from, and the commands that bring the site to its end afterwards."""

    command: tuple[str, ...]
    start: Site
    again: tuple[tuple[str, ...], ...]
    ends: frozenset[int] = frozenset({0, 1})


@dataclass(frozen=True)
class Truth:
    """What a site holds when everything went well: the deliveries, and the published rows of its marts."""

    deliveries: frozenset[str]
    marts: dict[str, int]


def truth_of(site: Site) -> Truth:
    """Read in a child: this process opens no database."""
    note = site.folder.with_suffix(".truth")
    ended = in_child(lambda: note.write_text(json.dumps(_look(site))) and None)
    assert ended.code == 0, ended.said
    found = json.loads(note.read_text())
    return Truth(frozenset(found["deliveries"]), found["marts"])


def _look(site: Site) -> dict[str, object]:
    import duckdb

    marts = {}
    if site.published.exists():
        with duckdb.connect(str(site.published), read_only=True) as connection:
            names = connection.execute(
                "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name IN ('mart', 'core')"
            ).fetchall()
            for (name,) in names:
                rows = connection.execute(f"SELECT * FROM {name}").fetchall()
                marts[name] = sorted(repr(r) for r in rows)
    digests = {name: _digest(rows) for name, rows in marts.items() if name != "core.delivery"}  # has times of loading
    return {"deliveries": [f"{r.delivery_id}:{r.state}" for r in Lake(site.lake).records()], "marts": digests}


def _digest(rows: list[str]) -> int:
    import hashlib

    return int(hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12], 16)


def states(folder: Path, *, simulated: bool) -> tuple[dict[str, Site], str]:
    """The sites that cases start from, each made once, and the identity of the blocked delivery in them."""
    fresh = new_site(folder / "fresh", simulated=simulated)
    few = fresh.copy(folder / "few")
    held = sorted(p for p in (few.folder / "deliveries").rglob("*.csv") if p.name[0] != "o")[:4]
    for path in held:
        os.rename(path, few.folder / path.name)
    _well(few, "load")
    for path in held:
        os.rename(few.folder / path.name, path)
    loaded = few.copy(folder / "loaded")
    _well(loaded, "load")
    blocked = next(r.delivery_id for r in Lake(loaded.lake).records() if r.file_name == "cost_202402.csv")
    built = loaded.copy(folder / "built")
    _well(built, "build")
    audited = built.copy(folder / "audited")
    _well(audited, "audit")
    whole = audited.copy(folder / "whole")
    _well(whole, "publish")
    for site in (few, loaded):  # what was read of the models is kept: a build costs what it does any night
        shutil.copytree(built.folder / RECIPES, site.folder / RECIPES)
    names = {"fresh": fresh, "few": few, "loaded": loaded, "built": built, "audited": audited, "whole": whole}
    return names, blocked


def _well(site: Site, *words: str) -> Ended:
    ended = site.run(*words)
    assert ended.code in (0, 1), f"{words}: {ended.said}"
    return ended


def cases(sites: dict[str, Site], blocked: str) -> dict[str, Case]:
    accept = ("accept", blocked, "--by", "Ekonomichef", "--reason", "Prövad", "--until", "2999-12-31")
    rest = (("build",), ("audit",), ("publish",))
    return {
        "audit": Case(("audit",), sites["built"], (("audit",), ("publish",))),
        "build": Case(("build",), sites["loaded"], rest),
        "nightly": Case(("nightly",), sites["few"], (("nightly",),)),
        "publish": Case(("publish",), sites["audited"], (("publish",),)),
        "clean": Case(("clean",), sites["whole"], (("clean",),)),
        "accept": Case(accept, sites["loaded"], (accept,)),
        "load": Case(("load",), sites["few"], (("load",),)),
    }


def kill_all(
    sites: dict[str, Site], blocked: str, work: Path, kills: dict[str, int], chance: random.Random, figures: Figures,
    region: str, told: Callable[[str], None],
) -> None:  # fmt: skip
    """Every case as often as `kills` says, half of them before a sampled change and half at a random moment."""
    truth = truth_of(sites["whole"])
    for name, case in cases(sites, blocked).items():
        line = f"{region}: kill {name}"
        started = time.monotonic()
        points, seconds = _measure(case, work / "measure")
        for number in range(kills.get(name, 0)):
            site = case.start.copy(work / "site")
            if name == "clean":
                _litter(site)
            if number % 4 == 3:
                shutil.rmtree(site.folder / RECIPES, ignore_errors=True)  # as the first night after a change of models
            reader = _start_reader(site) if site.published.exists() or name in ("publish", "nightly") else None
            if number % 2:
                ended = site.run(*case.command, kill_after=chance.uniform(0, seconds))
            else:
                ended = site.run(*case.command, before=killed_before(chance.randrange(max(points, 1)), site.data))
            figures.count(line, "killed" if ended.code == -signal.SIGKILL else "came through")
            _look_again(site, case, truth, line, figures, name)
            if reader:
                _stop_reader(reader, site, line, figures)
        told(f"{line}: {dict(figures.lines.get(line, {}))}, {points} changes, {time.monotonic() - started:.0f} s")


def _measure(case: Case, folder: Path) -> tuple[int, float]:
    site = case.start.copy(folder)
    started = time.monotonic()
    ended = site.run(*case.command, before=counted(site.data, site.folder.with_suffix(".points")))
    assert ended.code in case.ends, ended.said
    return len(site.folder.with_suffix(".points").read_bytes()), time.monotonic() - started


def _litter(site: Site) -> None:
    """What killed loads and publications leave."""
    for number in range(3):
        half = site.lake / "work" / f"{number:032}" / "half"
        half.parent.mkdir(parents=True)
        half.write_bytes(b"half")
    (site.lake / "rows" / "cost" / ("0" * 16 + ".parquet")).write_bytes(b"half")
    (site.published.parent / ".rjh.duckdb.1.part").write_bytes(b"half")


def _look_again(site: Site, case: Case, truth: Truth, line: str, figures: Figures, name: str) -> None:
    """Straight after the kill nothing is half; run again, everything is there once, and nothing is left over."""
    status = site.run("status", "--json")
    if status.code != 0 or "Traceback" in status.said:
        figures.fault(line, f"status: {status.said[-300:]}")
    for words in case.again:
        ended = site.run(*words)
        if ended.code not in case.ends or "Traceback" in ended.said:
            figures.fault(line, f"{' '.join(words)} after the kill: {ended.code} {ended.said[-300:]}")
    found = truth_of(site)
    if {d.split(":")[0] for d in found.deliveries} != {d.split(":")[0] for d in truth.deliveries}:
        figures.fault(line, "deliveries lost or doubled")
    if name in ("publish", "audit", "build", "nightly", "clean") and found.marts != truth.marts:
        figures.fault(line, "the published rows differ")
    if any(d.stops_publication for d in prove(Lake(site.lake))):
        figures.fault(line, "the lake is damaged")
    cleaned, left = site.run("clean"), site.left_over()
    if cleaned.code != 0 or left:
        figures.fault(line, f"left over: {cleaned.code} {left}")


def _start_reader(site: Site) -> tuple[int, Path]:
    """A process that opens the published file again and again, and notes whether it was whole."""
    note = site.folder.with_suffix(".reader")
    note.unlink(missing_ok=True)
    child = os.fork()
    if child:
        return child, note
    import duckdb

    handle = os.open(note, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    while True:
        if site.published.exists():
            try:
                with duckdb.connect(str(site.published), read_only=True) as connection:
                    rows = connection.execute("SELECT COUNT(*) FROM meta.release, quality.delivery").fetchone()
                os.write(handle, b"+" if rows and rows[0] else b"0")
            except duckdb.Error as error:
                os.write(handle, b"-" + str(error)[:200].encode() + b"\n")
        time.sleep(0.05)


def _stop_reader(reader: tuple[int, Path], site: Site, line: str, figures: Figures) -> None:
    child, note = reader
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    seen = note.read_bytes() if note.exists() else b""
    figures.count(line, "read whole", seen.count(b"+"))
    if b"-" in seen or b"0" in seen.replace(b"+", b""):
        figures.fault(line, f"a reader saw {seen[:300]!r}")
