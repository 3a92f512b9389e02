"""Where things stand: one object with every folder of a project."""

from __future__ import annotations

import csv
import errno
import hashlib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rjh_warehouse.folders import files_below, folders, is_file, is_folder


class ProjectNotFound(Exception):
    """No project folder (one with config.py and contracts/) could be found."""


@dataclass(frozen=True)
class Project:
    """The folders of one warehouse project. `data` holds the lake, closed months, and all that can be made again."""

    root: Path
    data: Path

    @property
    def contracts(self) -> Path:
        return self.root / "contracts"

    @property
    def deliveries(self) -> Path:
        """The documents' tables and the inbox: what `load` reads when no file is named."""
        return self.root / "deliveries"

    @property
    def lake(self) -> Path:
        return self.data / "lake"

    @property
    def generations(self) -> Path:
        return self.data / "generations"

    @property
    def published(self) -> Path:
        return self.data / "published" / "rjh.duckdb"

    @property
    def overrides(self) -> Path:
        """Audits that a person lets stand aside: with the lake, since it cannot be made again."""
        return self.lake / "overrides"

    @property
    def releases(self) -> Path:
        """Closed months."""
        return self.data / "releases"

    @property
    def build_lock(self) -> Path:
        return self.data / "build.lock"


@cache
def package_digest() -> str:
    """Changes with this package (64 hex digits): what other code has kept of its work is not believed."""
    package = Path(__file__).parent
    named = {p.relative_to(package).as_posix(): p for p in files_below(package) if p.suffix in (".py", ".yaml", ".sql")}
    digest = hashlib.sha256()
    for name, path in sorted(named.items()):  # by the names in the package: where it stands must not matter
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def seed_file(seeds: Path, name: str) -> Path:
    """A seed's file in the folder of its theme: `seeds/THEME/NAME.csv`.

    Raises:
        FileNotFoundError: no theme has it.
    """
    for theme in folders(seeds):
        if is_file(file := theme / f"{name}.csv"):
            return file
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), f"{name}.csv")


def own_codes(root: Path) -> dict[str, str]:
    """What models call by name of a region's own codes: `@region_code` and `@unclassified_code` (no cost type).

    Raises:
        LookupError: not exactly one row of its seed is the one.
    """
    return {
        "region_code": _the_one(root, "board", "board_code", "is_whole_region", "true"),
        "unclassified_code": _the_one(root, "cost_type_line", "cost_type_code", "sums", "unclassified"),
    }


def _the_one(root: Path, seed: str, code: str, column: str, value: str) -> str:
    with seed_file(root / "seeds", seed).open(encoding="utf-8", newline="") as file:
        found = [row[code] for row in csv.DictReader(file) if row[column] == value]
    if len(found) != 1:
        raise LookupError(f"{seed}.csv: one row with {column} {value} is expected, not {len(found)}")
    return found[0]


def find_project(start: Path | None = None, data: Path | None = None) -> Project:
    """The project around `start` (default: RJH_HOME, else the current folder and those above it).

    Args:
        start: a folder of the project.
        data: where lake, generations and publication stand (default: RJH_DATA, else <root>/data).

    Raises:
        ProjectNotFound: no folder above has both config.py and contracts/.
    """
    home = os.environ.get("RJH_HOME")
    here = (start or (Path(home) if home else Path.cwd())).resolve()
    for folder in (here, *here.parents):
        if is_file(folder / "config.py") and is_folder(folder / "contracts"):
            chosen = data or Path(os.environ.get("RJH_DATA", folder / "data"))
            return Project(root=folder, data=chosen.resolve())
    raise ProjectNotFound(str(here))
