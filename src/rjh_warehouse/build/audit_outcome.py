"""What one audit said of one model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AuditOutcome:
    """One audit on one model: `state` is passed, failed or not_run (its model could not be built)."""

    audit_name: str
    model_name: str
    is_blocking: bool
    state: str
    failed_row_count: int | None
    rows_file: str | None
    affected_marts: list[str]
    explanation: str | None = None

    @property
    def stops_publication(self) -> bool:
        return self.is_blocking and self.state != "passed"
