"""What one audit said of one model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COULD_NOT_RUN = "could_not_run"


@dataclass(frozen=True)
class AuditOutcome:
    """One audit on one model.

    `state` is passed, failed or could_not_run: the model could not be built, has no rows, or a register that the
    audit compares with has none (`explanation` says which). `tested_columns` are the model's that it tests; none: whole
    rows. `override_*` tell who lets one that blocks stand aside.
    """

    audit_name: str
    model_name: str
    is_blocking: bool
    state: str
    failed_row_count: int | None
    rows_file: str | None
    affected_marts: list[str]
    explanation: str | None = None
    owner: str | None = None
    tested_columns: Sequence[str] = ()
    override_by: str | None = None
    override_reason: str | None = None
    override_until: str | None = None

    @property
    def stops_publication(self) -> bool:
        return self.is_blocking and self.state != "passed" and self.override_by is None

    @property
    def had_nothing_to_check(self) -> bool:
        """Whether it could not run only because its model has no rows."""
        return self.state == COULD_NOT_RUN and self.explanation == NO_ROWS


NO_ROWS = "no rows"
