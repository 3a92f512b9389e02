"""A closed month's folder: where it stands, what it holds, and the digests that prove it untouched.

    releases/2024-04/r1/
      manifest.json           who closed it, on what, with which audits, and a digest per file and table
      manifest.sha256         the digest of manifest.json
      rjh.duckdb              the published file as it was
      tables/<schema>.<name>.parquet   every published table
      project/                models, seeds, audits, macros, contracts and code as they were
      lake/                   records, acceptances and refusals as they were known
      files/<sha256>/<name>   the delivered files, with their origins

Nothing in it is changed after it stands there; a month that is closed again is r2 beside r1.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rjh_warehouse.folders import files_below, folders
from rjh_warehouse.lake.durable import file_sha256

MANIFEST, SEAL, PUBLISHED, PROJECT = "manifest.json", "manifest.sha256", "rjh.duckdb", "project"
TABLES, LAKE, FILES, ROWS = "tables", "lake", "files", "rows"
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_NUMBER = re.compile(r"r([1-9]\d*)")


class NoSuchRelease(Exception):
    """No closed month of that name."""


@dataclass(frozen=True)
class Release:
    """One closing of a month."""

    folder: Path

    @property
    def month(self) -> str:
        return self.folder.parent.name

    @property
    def number(self) -> int:
        return int(self.folder.name[1:])

    @property
    def name(self) -> str:
        """`2024-04/r1`"""
        return f"{self.month}/{self.folder.name}"

    def manifest(self) -> dict[str, Any]:
        """What the release says of itself. Raises OSError or ValueError when it cannot be read."""
        found = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError(MANIFEST)
        return found

    def table(self, name: str) -> Path:
        return self.folder / TABLES / f"{name}.parquet"


def is_month(text: str) -> bool:
    """Whether a text is a month as it is closed, e.g. 2024-04."""
    return _MONTH.fullmatch(text) is not None


def releases(folder: Path, month: str | None = None) -> list[Release]:
    """Every closing (of a month), oldest first by month and number. Raises Unreadable when a folder cannot be read."""
    months = [p for p in folders(folder) if is_month(p.name) and month in (None, p.name)]
    found = [Release(p) for m in months for p in folders(m) if _NUMBER.fullmatch(p.name)]
    return sorted(found, key=lambda r: (r.month, r.number))


def find_release(folder: Path, name: str) -> Release:
    """The release of `2024-04` (the latest closing) or `2024-04/r1`.

    Raises:
        NoSuchRelease: the month is not closed, or not so many times.
    """
    month, _, number = name.partition("/")
    found = [r for r in releases(folder, month) if is_month(month) and number in ("", r.folder.name)]
    if not found:
        raise NoSuchRelease(name)
    return found[-1]


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest and its seal."""
    text = json.dumps(manifest, ensure_ascii=False, indent=1, default=str)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    (folder / SEAL).write_text(hashlib.sha256(text.encode()).hexdigest() + "\n", encoding="utf-8")


def digests(folder: Path) -> dict[str, str]:
    """The sha256 of each file below a folder, by path with `/`, but for the manifest and its seal."""
    files = [p for p in files_below(folder) if p.name not in (MANIFEST, SEAL)]
    return {p.relative_to(folder).as_posix(): file_sha256(p) for p in files}


def damage(release: Release) -> list[str]:
    """Files of a release that are not what they were when it was closed: changed, gone or added.

    The manifest comes first where it is not what its seal says; nothing else can be judged then.
    """
    try:
        sealed = (release.folder / SEAL).read_text(encoding="utf-8").strip()
        if file_sha256(release.folder / MANIFEST) != sealed:
            return [MANIFEST]
        known = release.manifest()["files"]
    except (OSError, ValueError, KeyError):
        return [MANIFEST]
    found = digests(release.folder)
    return sorted(name for name in {*known, *found} if known.get(name) != found.get(name))
