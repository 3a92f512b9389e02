"""What every command says when the disk is full: where the room has gone, and what may be freed."""

from __future__ import annotations

from pathlib import Path

from rjh_warehouse.folders import Unreadable, entries, files_below
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project


def what_to_free(project: Project) -> str:
    """The sizes of what the warehouse keeps, and the commands that make room."""
    cache = project.root / ".cache"
    places = {
        "lake": project.lake,
        "trash": project.lake / "trash",
        "generations": project.generations,
        "cache": cache,
    }
    sizes = {name: _megabytes(place) for name, place in places.items()}
    return say("run.disk_full", path=project.data, cache_path=cache, **sizes)


def _megabytes(folder: Path) -> str:
    try:
        size = sum(p.stat().st_size for p in files_below(folder)) if entries(folder) else 0
    except (OSError, Unreadable):
        return "–"
    return f"{size / 1e6:.1f}".replace(".", ",")
