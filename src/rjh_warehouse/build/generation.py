"""A generation: one build in a folder of its own, complete only when its audits have passed."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATABASE = "warehouse.duckdb"
COMPLETE = "complete.json"


class BuildUnderWay(Exception):
    """Another build, audit or publication of this project is running."""


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
        return (self.folder / COMPLETE).exists()

    def read(self, name: str) -> dict[str, Any]:
        """A JSON note of the generation (`inputs`, `audits`, `complete`); empty when absent."""
        path = self.folder / f"{name}.json"
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}

    def write(self, name: str, value: dict[str, Any]) -> None:
        path = self.folder / f"{name}.json"
        beside = path.with_suffix(".part")
        beside.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        beside.replace(path)


def new_generation(folder: Path, fingerprint: str) -> Generation:
    """An empty folder for a build, named by time and inputs."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")[:-3]
    path = folder / f"{stamp}-{fingerprint[:8]}"
    path.mkdir(parents=True)
    return Generation(path)


def generations(folder: Path) -> list[Generation]:
    """Every generation, oldest first, complete or not."""
    return [Generation(p) for p in sorted(folder.glob("*")) if p.is_dir()]


def sweep(folder: Path, keep: int = 1) -> list[Generation]:
    """Remove all but the newest `keep` generations and return what went."""
    gone = generations(folder)[:-keep] if keep else generations(folder)
    for generation in gone:
        shutil.rmtree(generation.folder)
    return gone


@contextlib.contextmanager
def building(lock: Path) -> Iterator[None]:
    """Hold the project's build lock; a killed holder lets go of it by itself.

    Raises:
        BuildUnderWay: somebody else holds it.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildUnderWay(str(lock)) from error
        yield
