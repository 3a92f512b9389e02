"""The file that a report stands on: what is published, an earlier publication that is kept, or a closed month."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from rjh_warehouse.answers.reader import published_reader, sealed_reader
from rjh_warehouse.lake.closed_month import PUBLISHED, NoSuchRelease, find_release
from rjh_warehouse.lake.kept import kept
from rjh_warehouse.lake.publication import NoPublication
from rjh_warehouse.settings import Project

NOW = "published"


class NotThere(Exception):
    """The publication that a page names is neither published nor kept."""


@dataclass(frozen=True)
class Source:
    """An open file; `name` is `published` or the closing, `release` its row of meta.release."""

    name: str
    release: dict[str, str]
    connection: duckdb.DuckDBPyConnection


@contextlib.contextmanager
def open_source(project: Project, name: str = NOW, release_id: str | None = None) -> Iterator[Source]:
    """Open what is published, or a closed month (`2024-04` for its latest closing, `2024-04/r1`).

    Args:
        release_id: a publication that must be the one; an earlier one that is kept is opened instead.

    Raises:
        NoPublication, NoSuchRelease: there is no such file, or it is not what it was.
        NotThere: the file is another publication, and the one asked for is not kept.
    """
    with contextlib.ExitStack() as stack:
        if name != NOW:
            closing = find_release(project.releases, name)
            name = closing.name
            path = closing.folder / PUBLISHED
            try:
                digest = str(closing.manifest()["files"][PUBLISHED])
            except (OSError, ValueError, KeyError) as error:
                raise NoPublication("page.closed_changed", path) from error
            connection = stack.enter_context(sealed_reader(path, digest, "page.closed_changed"))
        else:
            connection = stack.enter_context(published_reader(project))
        found = _release(connection)
        if release_id and found["release_id"] != release_id:
            earlier = [k for k in kept(project.published) if name == NOW and k.release["release_id"] == release_id]
            if not earlier:
                raise NotThere(release_id)
            file = earlier[-1]
            connection = stack.enter_context(sealed_reader(file.path, file.sha256, "run.publication_changed"))
            found = _release(connection)
        yield Source(name, found, connection)


def _release(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    result = connection.execute(
        "SELECT release_id, data_version, model_version, fingerprint, package_version, built_at, as_of, delivery_count"
        " FROM meta.release"
    )
    names = [c[0] for c in result.description or []]
    row = result.fetchone() or [None] * len(names)
    return {name: _text(value) for name, value in zip(names, row, strict=True)}


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return "" if value is None else str(value)


__all__ = ["NOW", "NoPublication", "NoSuchRelease", "NotThere", "Source", "open_source"]
