"""The lines of the cost marts against those that are published: what another flag or sum moves, year by year.

Lines follow from the flags of the cost types and from what the lines sum, both lists of the project, without days: a
change of them is a change of every year. So it is a question, with the kronor that it moves; a person who means it
overrides the audit once, and the next build has nothing to ask. A new line or cost type moves no line that was there.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from rjh_warehouse.build.audit_outcome import COULD_NOT_RUN, NO_ROWS, AuditOutcome
from rjh_warehouse.folders import is_file

NAME, MODEL = "line_moves_no_year", "core.cost_line_member"
_MEMBERS = f"SELECT cost_type_code, scope_code, member_code, is_constant_on_cost FROM {MODEL}"
_MOVED = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


def line_change(
    connection: duckdb.DuckDBPyConnection, published: Path, failures: Path, marts: list[str]
) -> AuditOutcome:
    """What the build's lines hold of each year that the published ones did not, and the other way.

    Args:
        connection: the build's database.
        published: the published file; where there is none, nothing can be compared.
        failures: the folder of the build in which the rows that failed are left.
        marts: those that show the lines.
    """
    outcome = AuditOutcome(NAME, MODEL, True, "passed", 0, None, marts)
    try:
        members = _published(published)
    except duckdb.Error as error:
        return _not_run(outcome, str(error).splitlines()[0])
    if members is None:
        return _not_run(outcome, NO_ROWS)
    connection.register("published_member", members)
    try:
        moved = connection.execute(f"SELECT COUNT(*) FROM ({_MOVED}) AS moved").fetchone()
        count = int(moved[0]) if moved else 0
        if not count:
            return outcome
        failures.mkdir(exist_ok=True)
        rows = failures / f"{MODEL}.{NAME}.parquet"
        target = str(rows).replace("'", "''")
        connection.execute(f"COPY ({_MOVED}) TO '{target}' (FORMAT parquet)")
    finally:
        connection.unregister("published_member")
    rows_file = str(rows.relative_to(failures.parent))
    return AuditOutcome(NAME, MODEL, True, "failed", count, rows_file, marts)


def _published(path: Path) -> pa.Table | None:
    """The members of the published lines; None where nothing is published."""
    if not is_file(path):
        return None
    with duckdb.connect(str(path), read_only=True) as published:
        return published.execute(_MEMBERS).arrow().read_all()


def _not_run(outcome: AuditOutcome, reason: str) -> AuditOutcome:
    return AuditOutcome(
        outcome.audit_name, outcome.model_name, False, COULD_NOT_RUN, None, None, outcome.affected_marts, reason
    )
