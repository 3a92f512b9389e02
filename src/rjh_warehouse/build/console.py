"""What SQLMesh says while it builds, turned into progress and a list of failures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmesh.core.console import NoopConsole


class BuildConsole(NoopConsole):  # type: ignore[misc]
    """Counts evaluated models and keeps every failure as (model, text)."""

    def __init__(self, progress: Callable[[int, int, str], None]) -> None:
        super().__init__()
        self.failures: list[tuple[str, str]] = []
        self._progress = progress
        self._total = 0
        self._done = 0

    def start_evaluation_progress(self, batched_intervals: Any, *args: Any, **kwargs: Any) -> None:
        self._total = len(batched_intervals)
        self._done = 0

    def update_snapshot_evaluation_progress(self, snapshot: Any, *args: Any, **kwargs: Any) -> None:
        self._done += 1
        self._progress(self._done, self._total, plain_name(snapshot.name))

    def log_failed_models(self, errors: Any) -> None:
        for error in errors:
            name = plain_name(str(getattr(error.node, "snapshot_name", None) or error.node[0]))
            self.failures.append((name, str(error.__cause__ or error)))

    def show_linter_violations(self, violations: Any, model: Any, is_error: bool = False) -> None:
        if is_error:
            for violation in violations:
                self.failures.append((plain_name(model.name), str(violation)))

    def log_error(self, message: str) -> None:
        self.failures.append(("sqlmesh", message))


def plain_name(name: str) -> str:
    """`"warehouse"."core"."delivery"` as `core.delivery`."""
    return ".".join(name.replace('"', "").split(".")[-2:])
