"""A generation: one build in a folder of its own, complete only when its audits have passed."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rjh_warehouse.folders import folders, stands
from rjh_warehouse.lake.publication import publication
from rjh_warehouse.lake.sealed import Damaged, read_note, seal
from rjh_warehouse.lock import held
from rjh_warehouse.settings import Project

DATABASE = "warehouse.duckdb"
COUNTER = "counter.json"
_NUMBER = re.compile(r"(\d{6,})-\d{8}T")
ATTEMPTS = 5  # a tenth of a second apart: `is_building` holds the lock for a moment


class BuildUnderWay(Exception):
    """Another build, audit or publication of this project is running."""


class BuildFailed(Exception):
    """A model could not be computed; `failures` names each with the engine's words."""

    def __init__(self, failures: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in failures))
        self.failures = failures


@dataclass(frozen=True)
class Generation:
    """One build's folder: the database with SQLMesh's state, audit results, and the mark of completion."""

    folder: Path

    @property
    def generation_id(self) -> str:
        return self.folder.name

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def failures(self) -> Path:
        """Where the rows that failed an audit are kept, one parquet file per model and audit."""
        return self.folder / "failures"

    @property
    def is_complete(self) -> bool:
        return bool(self.read("complete"))

    def read(self, name: str) -> dict[str, Any]:
        """A note of the generation (`inputs`, `audits`, `complete`); empty when absent, or not what was written."""
        try:
            return read_note(self.folder / f"{name}.json")
        except (FileNotFoundError, Damaged):
            return {}

    def write(self, name: str, value: dict[str, Any]) -> None:
        path = self.folder / f"{name}.json"
        beside = path.with_suffix(".part")
        beside.write_bytes(seal(value))
        beside.replace(path)


def number_of(generation_id: str | None) -> int:
    """A generation's place in the order of builds; 0 for one of before there were numbers."""
    found = _NUMBER.match(generation_id or "")
    return int(found[1]) if found else 0


def new_generation(folder: Path, fingerprint: str, published_id: str | None = None) -> Generation:
    """An empty folder for a build, named by number, time and inputs. The number alone orders them: clocks step back.

    Args:
        published_id: the published generation, whose folder may be gone; the number is above its.
    """
    counter = folder / COUNTER
    try:
        last = int(read_note(counter)["last"])
    except (FileNotFoundError, Damaged, KeyError, ValueError):
        last = 0
    last = max([last, number_of(published_id), *(number_of(g.generation_id) for g in generations(folder))]) + 1
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
    path = folder / f"{last:06d}-{stamp}-{fingerprint[:8]}"
    path.mkdir(parents=True)
    beside = folder / f"{COUNTER}.part"
    beside.write_bytes(seal({"last": last}))
    beside.replace(counter)
    return Generation(path)


def generations(folder: Path) -> list[Generation]:
    """Every generation, in the order of building, complete or not."""
    return sorted((Generation(p) for p in folders(folder)), key=lambda g: (number_of(g.generation_id), g.generation_id))


def published_id(project: Project) -> str | None:
    """Which generation is published, if any."""
    release = publication(project.published).release
    return release["release_id"] if release else None


def built_deliveries(folder: Path) -> set[str]:
    """The deliveries that some generation stands on."""
    return {delivery for g in generations(folder) for delivery in g.read("inputs").get("deliveries", ())}


def sweepable(folder: Path, published_id: str | None) -> list[Generation]:
    """All but the published generation and the newest, unless that one is unclean."""
    found = generations(folder)
    kept = {published_id, *(g.generation_id for g in found[-1:] if g.is_complete)}
    return [g for g in found if g.generation_id not in kept]


def sweep(folder: Path, published_id: str | None) -> list[Generation]:
    """Remove the generations that nobody needs any more and return them. The caller holds the build lock."""
    gone = sweepable(folder, published_id)
    for generation in gone:
        shutil.rmtree(generation.folder)
    return gone


def is_building(lock: Path) -> bool:
    """Whether a build, audit or publication is under way; asked also by who may only read."""
    if not stands(lock):
        return False
    try:
        with held(lock, shared=True, wait=False):
            return False
    except BlockingIOError:
        return True


@contextlib.contextmanager
def building(lock: Path) -> Iterator[None]:
    """Hold the project's build lock; a killed holder lets go of it by itself.

    Raises:
        BuildUnderWay: somebody else holds it.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        for attempts_left in reversed(range(ATTEMPTS)):
            try:
                stack.enter_context(held(lock, wait=False))
                break
            except BlockingIOError as error:
                if not attempts_left:
                    raise BuildUnderWay(str(lock)) from error
                time.sleep(0.1)
        yield
