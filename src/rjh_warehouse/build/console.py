"""What SQLMesh says while it reads the models, turned into a list of failures."""

from __future__ import annotations

from typing import Any

from sqlmesh.core.console import NoopConsole


class BuildConsole(NoopConsole):  # type: ignore[misc]
    """Keeps every failure as (model, text)."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[tuple[str, str]] = []

    def show_linter_violations(self, violations: Any, model: Any, is_error: bool = False) -> None:
        if is_error:
            for violation in violations:
                self.failures.append((plain_name(model.name), str(violation)))

    def log_error(self, message: str) -> None:
        self.failures.append(("sqlmesh", message))


def plain_name(name: str) -> str:
    """`"warehouse"."core"."delivery"` as `core.delivery`."""
    return ".".join(name.replace('"', "").split(".")[-2:])
