"""Harm to what is stored, to the disk, to what is delivered and to the clock; and what becomes of it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

from harmed_site import Site, limited
from kills import Figures, truth_of

from rjh_warehouse.lake.store import Lake

Harm = Callable[[Path, random.Random], None]


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


HARMS: dict[str, Harm] = {"flip": _flip, "cut": _cut, "scribble": _scribble, "remove": _remove}
KINDS = (
    "lake/deliveries/*.json", "lake/journal/*.json", "lake/journal/acceptances/*.json", "lake/rows/*/*.parquet",
    "lake/rejections/*.parquet", "lake/non_data/*.parquet", "lake/files/*/*.xlsx", "lake/files/*/*.csv",
    "lake/files/*/*.origin.yaml", "lake/acceptances/*.json", "lake/refused/*.json", "lake/seen.json",
    "lake/proved.json", "lake/disclosure/secret", "lake/journal/disclosure/*.json",
    "generations/counter.json", "generations/*/inputs.json", "generations/*/audits.json",
    "generations/*/complete.json", "generations/*/descriptions.json", "generations/*/warehouse.duckdb",
    "published/rjh.duckdb", "published/rjh.duckdb.json", "published/kept/*.duckdb", "published/kept/*.json",
    "log/nightly.jsonl",
)  # fmt: skip


def harm_everything(
    whole: Site, blocked: str, work: Path, chance: random.Random, figures: Figures, most: int | None,
    told: Callable[[str], None],
) -> None:  # fmt: skip
    """One file of each kind, each kind of harm, one at a time."""
    start = whole.copy(work / "harmed-start")
    for words in (accepting(blocked), ("nightly",), ("nightly",)):
        assert start.run(*words).code in (0, 1)
    truth = truth_of(start)
    plan = [(kind, harm) for kind in KINDS for harm in HARMS]
    for kind, harm in plan if most is None else chance.sample(plan, most):
        line = f"damage: {kind}"
        site = start.copy(work / "site")
        files = sorted(site.data.glob(kind))
        assert files, kind
        path = chance.choice(files)
        HARMS[harm](path, chance)
        figures.count(line, "harmed")
        what = f"{harm} {path.relative_to(site.data)}"
        said = []
        for words in (("status",), ("nightly",), ("verify", "--lake")):
            ended = site.run(*words)
            said.append(ended)
            if "Traceback" in ended.said or ended.code not in (0, 1, 3):
                figures.fault(line, f"{what}: {words}: {ended.code} {ended.said[-300:]}")
        named = any(path.name in e.said or path.stem in e.said for e in said)
        if named:
            figures.count(line, "told")
        if said[1].code == 0 and truth_of(site) != truth:
            figures.fault(line, f"{what}: published wrong rows")
        repaired, again = site.run("verify", "--lake", "--repair"), site.run("nightly")
        after = truth_of(site)
        if repaired.code == 0 and again.code in (0, 1) and after == truth:
            figures.count(line, "healed")
        elif not named:
            figures.fault(line, f"{what}: neither told nor healed: {repaired.said[-200:]} {again.said[-200:]}")
    told(f"damage: {sum(c['harmed'] for n, c in figures.lines.items() if n.startswith('damage'))}")


def accepting(blocked: str) -> tuple[str, ...]:
    return ("accept", blocked, "--by", "Ekonomichef", "--reason", "Prövad", "--until", "2999-12-31")


def full_disks(sites: dict[str, Site], blocked: str, work: Path, figures: Figures, told: Callable[[str], None]) -> None:
    """Each command on a disk that takes files up to a size only; then again with room."""
    truth = truth_of(sites["whole"])
    cases = {
        "load": (sites["few"], ("load",)),
        "accept": (sites["loaded"], accepting(blocked)),
        "publish": (sites["audited"], ("publish",)),
        "nightly": (sites["loaded"], ("nightly",)),
        "clean": (sites["whole"], ("clean",)),
    }
    for name, (start, words) in cases.items():
        line = f"full disk: {name}"
        for size in (0, 2000, 300_000):
            site = start.copy(work / "site")
            ended = site.run(*words, before=limited(size))
            figures.count(line, "harmed")
            if "Traceback" in ended.said or ended.code < 0:
                figures.fault(line, f"{size} bytes: {ended.code} {ended.said[-400:]}")
            elif ended.code not in (0, 1):
                figures.count(line, "told")
            again = site.run(*words)
            if again.code not in (0, 1):
                figures.fault(line, f"{size} bytes, again with room: {again.code} {again.said[-300:]}")
            found = truth_of(site)
            if name in ("load", "nightly", "publish") and len(found.deliveries) != len(truth.deliveries):
                figures.fault(line, f"{size} bytes: deliveries lost or doubled")
            figures.count(line, "healed")
    told("full disk: done")


HOSTILE: dict[str, bytes] = {
    "cost_202501.csv": b"\x00" * 5000,
    "cost_202502.csv": b'ansvar;belopp\n"01;1\n' * 3000,
    "cost_202503.csv": b"ansvar;belopp\n" + b";" * 300_000 + b"\n",
    "cost_202504.csv": b"\xff\xfea\x00n\x00",
    "cost_202505.csv": b"PK\x03\x04" + b"A" * 500,
    "cost_202506.csv": b"",
    "cost_202507.csv": "ansvar;belopp\n01;[/röd]\n".encode(),
    "cost_202508.csv": b"ansvar;belopp\n01;1e400\n02;NaN\n03;--1\n",
    "[bold]kost.csv": b"ansvar;belopp\n01;1\n",
    "cost_202509.csv.origin.yaml": b"a: &a [1,1]\nb: *a\n",
}


def hostile_files(whole: Site, work: Path, figures: Figures, told: Callable[[str], None]) -> None:
    """Files that nobody should send, one at a time, each beside a good one."""
    for name, content in HOSTILE.items():
        site = whole.copy(work / "site")
        inbox = site.folder / "deliveries" / "inbox"
        (inbox / name).write_bytes(content)
        if name.endswith(".origin.yaml"):
            (inbox / name.removesuffix(".origin.yaml")).write_bytes(b"ansvar;belopp\n09;9\n")
        (inbox / "cost_202412.csv").write_bytes(b"ansvar;belopp\n01;12\n")
        ended = site.run("load")
        figures.count("hostile files", "harmed")
        if "Traceback" in ended.said or ended.code not in (0, 1):
            figures.fault("hostile files", f"{name!r}: {ended.code} {ended.said[-300:]}")
        records = {r.file_name for r in Lake(site.lake).records()}
        if name.removesuffix(".origin.yaml") not in records:
            figures.count("hostile files", "refused")
        if "cost_202412.csv" not in records:
            figures.fault("hostile files", f"{name!r} took the good file with it")
    told("hostile files: done")


def clock_steps(loaded: Site, work: Path, figures: Figures, told: Callable[[str], None]) -> None:
    """A correction loaded, and a build made, with a clock twenty years behind."""

    def set_back() -> None:
        import datetime as dt

        class Behind(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
                return dt.datetime.now(tz) - dt.timedelta(days=7300)

        from rjh_warehouse.build import generation
        from rjh_warehouse.intake import judge

        for module in (judge, generation):
            module.dt = _Clock(Behind)  # type: ignore[assignment]

    site = loaded.copy(work / "site")
    (site.folder / "deliveries" / "inbox" / "cost_202401_v2.csv").write_bytes(b"ansvar;belopp\n01;2\n")
    steps = [site.run("load", before=set_back), site.run("build"), site.run("build", before=set_back)]
    versions = [r for r in Lake(site.lake).records() if r.subject.startswith("cost/period=202401")]
    built = sorted(p.name for p in (site.data / "generations").glob("0*"))
    figures.count("clock set back", "harmed", 2)
    if any(s.code not in (0, 1) for s in steps):
        figures.fault("clock set back", f"{[(s.code, s.said[-200:]) for s in steps]}")
    if versions[-1].file_name != "cost_202401_v2.csv" or versions[-1].loaded_at > versions[0].loaded_at:
        figures.fault("clock set back", "the older version counts")
    if not built or built[-1].split("-")[1] > "2010":
        figures.fault("clock set back", f"the build with the older clock is not the newest: {built}")
    told("clock: done")


class _Clock:
    """The datetime module with another datetime."""

    def __init__(self, behind: type) -> None:
        import datetime

        self.datetime = behind
        self.__dict__.update({n: getattr(datetime, n) for n in ("date", "timedelta", "UTC", "time", "timezone")})
