"""A planted fault: where it stands and what the warehouse should say about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Stage = Literal["reading", "loading", "audit", "verdict", "none"]
TABLE_OF_STAGE = {
    "loading": "quality.delivery_control",
    "audit": "quality.audit_result",
    "verdict": "mart.frame_reconciliation",
}
Severity = Literal["block", "warn", "reject", "info"]


@dataclass(frozen=True)
class Fault:
    """One thing that the warehouse should say about a planted fault; a fault that is said in two places stands twice.

    `stage` is where it should be said: in reading (a rejected cell or a finding), in loading (a control of
    the contract), in an audit of the models, in the verdict of a mart, or nowhere (it must be read rightly, and
    nothing said). `code` is the rejection, finding, control, audit or kind of check; `rows` is how many rows or
    cells carry it.
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
        return asdict(self) | {"told_in": self.told_in}

    @property
    def told_in(self) -> str | None:
        """The published table that should tell it; None where nothing is said."""
        if self.stage == "reading":
            kind = self.code.split(".")[0]
            return {"reject": "quality.rejection", "finding": "quality.delivery_finding"}.get(kind)
        return TABLE_OF_STAGE.get(self.stage)
