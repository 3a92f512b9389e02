"""Harm to what a month ends with, close, rollback, withdraw, restore, override, verify: look, heal, look again.

After a kill the state is the old one or the new one; the same command again, and a night, bring what a run that nobody
killed brings. A closed month is whole or not there, whatever became of the closing.
"""

from __future__ import annotations

import json
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harmed_site import ROOT, Ended, Site, counted, killed_before, limited
from kills import Figures, Truth, truth_of
from project_runs import copy_project, prune

from rjh_warehouse.lake.closed_month import damage, releases
from rjh_warehouse.lake.proof import prove
from rjh_warehouse.lake.store import Lake

MODELS = [f"quality.{name}" for name in ("month_requirement", "month_unmapped", "withdrawal", "delivery")]
MODELS.append("mart.cost_revision")
BOARDS = {"RS": "01010", "HSN": "11010", "RUN": "21010", "KTN": "31010"}
LEDGER_HEAD = "Period;Konto;Ansvar;Verksamhet;Projekt;Motpart;Verifikat;Verifikatdatum;Text;Belopp"
UNITS_HEAD = "Ansvar;Benämning;Avdelningskod;Avdelning;Områdeskod;Område;Nämnd;Giltig från;Giltig till"
BY = ("--by", "Controller", "--reason", "Prövad")
MONTH = "2024-04"


@dataclass(frozen=True)
class MonthCase:
    """One command: where it starts, what is done after a kill, and the exit codes with which each may end."""

    command: tuple[str, ...]
    start: Site
    again: tuple[tuple[str, ...], ...]
    ends: frozenset[int] = frozenset({0, 1})
    changes_publication: bool = False


def month_states(folder: Path, *, simulated: bool) -> dict[str, Site]:
    """Sites before a closing (`lacking` a board, `ready`), after it, while a correction waits, and with it in."""
    lacking = _new_site(folder / "month-lacking", simulated=simulated)
    _well(lacking, "nightly")
    ready = lacking.copy(folder / "month-ready")
    if simulated:  # a unit that the register does not know is one of the region's planted faults
        _well(ready, "override", "month_unmapped_is_small", *BY, "--until", "2999-12-31")
    else:
        _ledger(ready, "KTN", "300000,00")
    _well(ready, "nightly")
    closed = ready.copy(folder / "month-closed")
    _well(closed, "close", MONTH, *BY)
    waiting = closed.copy(folder / "month-waiting")
    if simulated:
        _corrected_region(waiting)
    else:
        _ledger(waiting, "RS", "1100000,00", "_v2")
    corrected = waiting.copy(folder / "month-corrected")
    _well(corrected, "nightly")
    out = corrected.copy(folder / "month-withdrawn")
    _well(out, "withdraw", _newest(out), *BY)
    _well(out, "nightly")
    named = {"lacking": lacking, "ready": ready, "closed": closed, "waiting": waiting}
    return {**named, "corrected": corrected, "withdrawn": out}


def month_cases(sites: dict[str, Site], *, simulated: bool) -> dict[str, MonthCase]:
    newest = _newest(sites["corrected"])
    close = ("close", MONTH, *BY)
    withdraw, restore = ("withdraw", newest, *BY), ("restore", newest, *BY)
    again = frozenset({0, 1, 3})  # 3: nothing is new, since the killed closing stands
    found = {
        "close": MonthCase(close, sites["ready"], (close, ("nightly",)), again),
        "rollback": MonthCase(("rollback",), sites["corrected"], (("nightly",),), changes_publication=True),
        "withdraw": MonthCase(withdraw, sites["corrected"], (withdraw, ("nightly",)), _OR_DONE),
        "restore": MonthCase(restore, sites["withdrawn"], (restore, ("nightly",)), _OR_DONE),
        "verify": MonthCase(("verify", MONTH), sites["closed"], (("verify", MONTH),), frozenset({0})),
    }  # fmt: skip
    if failed := _failed_audit(sites["lacking"]):
        override = ("override", failed[0], "--model", failed[1], *BY, "--until", "2999-12-31")
        found["override"] = MonthCase(override, sites["lacking"], (override, ("nightly",)))
    return found


_OR_DONE = frozenset({0, 1, 2, 3, 5})  # the killed command had done it: there is nothing to do


def harm_month_end(
    sites: dict[str, Site], work: Path, kills: dict[str, int], sizes: tuple[int, ...], chance: random.Random,
    figures: Figures, region: str, told: Callable[[str], None],
) -> None:  # fmt: skip
    """Every case as often as `kills` says, and on disks that take files up to each of `sizes` bytes only."""
    for name, case in month_cases(sites, simulated=region.startswith("region")).items():
        if not kills.get(name):
            continue
        started = time.monotonic()
        points, seconds, wanted = _measure(case, name, work)
        _kill(case, name, kills[name], points, seconds, wanted, work, chance, figures, region)
        _fill_disk(case, name, sizes, wanted, work, figures, region)
        told(f"{region}: {name}: {points} changes, {seconds:.1f} s each, {time.monotonic() - started:.0f} s in all")


def _measure(case: MonthCase, name: str, work: Path) -> tuple[int, float, list[Truth]]:
    """Changes on disk and seconds of a command, and what a site may hold when all has been done after it."""
    whole = case.start.copy(work / "month-whole")
    note, started = whole.folder.with_suffix(".points"), time.monotonic()
    _ends_well(whole.run(*case.command, before=counted(whole.data, note)), case, name)
    points, seconds = len(note.read_bytes()), time.monotonic() - started
    wanted = [truth_of(whole), truth_of(case.start)] if case.changes_publication else []
    for words in case.again[-1:]:
        _ends_well(whole.run(*words), case, name)
    return points, seconds, wanted or [truth_of(whole)]


def _kill(
    case: MonthCase, name: str, times: int, points: int, seconds: float, wanted: list[Truth], work: Path,
    chance: random.Random, figures: Figures, region: str,
) -> None:  # fmt: skip
    """Half of the kills before a sampled change and half at a random moment."""
    line = f"{region}: kill {name}"
    for number in range(times):
        site = case.start.copy(work / "month-site")
        if number % 2:
            ended = site.run(*case.command, kill_after=chance.uniform(0, seconds))
        else:
            ended = site.run(*case.command, before=killed_before(chance.randrange(max(points, 1)), site.data))
        figures.count(line, "killed" if ended.code == -signal.SIGKILL else "came through")
        _look_again(site, case, wanted, line, figures)


def _fill_disk(
    case: MonthCase, name: str, sizes: tuple[int, ...], wanted: list[Truth], work: Path, figures: Figures, region: str
) -> None:
    """The command on a disk that takes files up to a size only; then again with room."""
    line = f"full disk: {region}: {name}"
    for size in sizes:
        site = case.start.copy(work / "month-site")
        ended = site.run(*case.command, before=limited(size))
        figures.count(line, "harmed")
        if "Traceback" in ended.said or ended.code < 0:
            figures.fault(line, f"{size} bytes: {ended.code} {ended.said[-400:]}")
        elif ended.code not in (0, 1):
            figures.count(line, "told")
        if _look_again(site, case, wanted, f"{line}, {size} bytes", figures):
            figures.count(line, "healed")


def _look_again(site: Site, case: MonthCase, wanted: list[Truth], line: str, figures: Figures) -> bool:
    """Whether nothing is half, the commands after it end well, everything is there once, and nothing is left over."""
    faults = len(figures.wrong)
    status = site.run("status", "--json")
    if status.code != 0 or "Traceback" in status.said:
        figures.fault(line, f"status: {status.said[-300:]}")
    for release in releases(site.data / "releases"):
        if harmed := damage(release):
            figures.fault(line, f"{release.name} is not whole: {harmed[:5]}")
    for words in case.again:
        ended = site.run(*words)
        if ended.code not in case.ends or "Traceback" in ended.said:
            figures.fault(line, f"{' '.join(words)} after the kill: {ended.code} {ended.said[-300:]}")
    if truth_of(site) not in wanted:
        figures.fault(line, "deliveries or published rows are those of no whole run")
    if any(d.stops_publication for d in prove(Lake(site.lake))):
        figures.fault(line, "the lake is damaged")
    closings = [r.name for r in releases(site.data / "releases")]
    if len(closings) != len(set(closings)) or (case.command[0] == "close" and len(closings) != 1):
        figures.fault(line, f"closings: {closings}")
    cleaned, left = site.run("clean"), site.left_over()
    if cleaned.code != 0 or left:
        figures.fault(line, f"left over: {cleaned.code} {left}")
    return len(figures.wrong) == faults


def _new_site(folder: Path, *, simulated: bool) -> Site:
    project = copy_project(folder, deliveries=False)
    needs = (project / "seeds" / "month" / "needed_delivery.csv").read_text(encoding="utf-8").splitlines()
    kept = [needs[0], *(line for line in needs if line.startswith("ledger,"))]
    (project / "seeds" / "month" / "needed_delivery.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    prune(project, MODELS)
    (project / "models" / "vocabulary.yaml").write_bytes((ROOT / "models" / "vocabulary.yaml").read_bytes())
    inbox = project / "deliveries" / "inbox"
    inbox.mkdir(parents=True)
    site = Site(project)
    if simulated:
        size = ("--rows", "2000", "--months", "18", "--newest", MONTH, "--only-ledger")
        made = site.run("simulate", "--seed", "14", "--out", str(inbox / "region"), *size)
        assert made.code == 0, made.said
        return site
    chart = ["Konto;Benämning;Kostnadsslag", "3010;Intäkter;EXT_REV", "4010;Löner;PERSONNEL", "6010;Övrigt;OTHER_EXT"]
    _deliver(site, "kontoplan.csv", chart, "2023-12-01")
    units = [f"{code};Enhet {b};A{b};Avdelning;O{b};Område;{b};2020-01-01;" for b, code in BOARDS.items()]
    _deliver(site, "enhetsregister.csv", [UNITS_HEAD, *units], "2023-12-01")
    for board in ("RS", "HSN", "RUN"):
        _ledger(site, board, "1000000,00")
    return site


def _corrected_region(site: Site) -> None:
    """The newest ledger of the region once more, with its first amount changed."""
    newest = sorted((site.folder / "deliveries" / "inbox" / "region").rglob("huvudbok_*.csv"))[-1]
    lines = newest.read_bytes().splitlines(keepends=True)
    again = newest.with_name(f"{newest.stem}_v2.csv")
    again.write_bytes(b"".join(lines[:-1]))
    origin = newest.with_name(newest.name + ".origin.yaml")
    if origin.exists():
        again.with_name(again.name + ".origin.yaml").write_bytes(origin.read_bytes())


def _ledger(site: Site, board: str, amount: str, version: str = "") -> None:
    rows = [
        f"202404;{a};{BOARDS[board]};;;;V{a};2024-04-15;Prov;{v}" for a, v in (("4010", amount), ("3010", "-1000,00"))
    ]
    day = "2024-05-20" if version else "2024-05-06"
    _deliver(site, f"huvudbok_{board}_202404{version}.csv", [LEDGER_HEAD, *rows], day)


def _deliver(site: Site, name: str, lines: list[str], day: str) -> None:
    path = site.folder / "deliveries" / "inbox" / name
    path.write_text("\n".join(lines) + "\n", encoding="cp1252" if name.startswith("huvudbok") else "utf-8")
    origin = f"title: Prov\nproducer: Ekonomisystemet\ndated: {day}\nreceived_on: {day}\n"
    path.with_name(name + ".origin.yaml").write_text(origin, encoding="utf-8")


def _newest(site: Site) -> str:
    return max(Lake(site.lake).records(), key=lambda r: r.sequence).delivery_id


def _failed_audit(site: Site) -> tuple[str, str] | None:
    notes = sorted((site.data / "generations").glob("0*/audits.json"))
    outcomes = json.loads(notes[-1].read_text(encoding="utf-8"))["outcomes"] if notes else []
    return next(((o["audit_name"], o["model_name"]) for o in outcomes if o["state"] == "failed"), None)


def _well(site: Site, *words: str) -> Ended:
    ended = site.run(*words)
    assert ended.code in (0, 1), f"{words}: {ended.said[-3000:]}"
    return ended


def _ends_well(ended: Ended, case: MonthCase, name: str) -> None:
    assert ended.code in case.ends and "Traceback" not in ended.said, f"{name}: {ended.code} {ended.said[-3000:]}"
