"""A planted fault: where it stands and what the warehouse should say about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Stage = Literal["reading", "loading", "audit", "none"]
Severity = Literal["block", "warn", "reject", "info"]


@dataclass(frozen=True)
class Fault:
    """One planted fault.

    `stage` is where it should be said: in reading (a rejected cell or a finding), in loading (a control of
    the contract), in an audit of the models, or nowhere (it must be read rightly, and nothing said). `code`
    is the rejection, finding or control; `rows` is how many rows or cells carry it.
    """

    kind: str
    stage: Stage
    code: str
    severity: Severity
    file: str
    expected: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    found: str | None = None
    rows: int = 1

    def describe(self) -> dict[str, Any]:
        """The fault as the truth file states it."""
        return asdict(self)
