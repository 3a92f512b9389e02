"""What speaks against closing a month: read from the published file, where `quality.month_requirement` and
`quality.month_unmapped` say it in a SELECT as well."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from rjh_warehouse.messages import default_language

_NOT_OVERRIDDEN = (
    "NOT EXISTS (SELECT 1 FROM quality.audit_result AS audit WHERE audit.audit_name = '{audit}'"
    " AND NOT audit.override_by IS NULL)"
)
_HAS_COME = _NOT_OVERRIDDEN.format(audit="month_needs_what_has_not_come")
_QUERIES = {
    "close.audit": "SELECT audit_name, model_name, failed_row_count AS row_count FROM quality.audit_result"
    " WHERE severity = 'block' AND state <> 'passed' AND override_by IS NULL ORDER BY ALL",
    "close.missing": "SELECT contract_code, board_code, file_name, reason{language} AS reason"
    " FROM quality.month_requirement"
    f" WHERE month = ? AND NOT is_delivered AND blocked_delivery_id IS NULL AND {_HAS_COME} ORDER BY ALL",
    "close.blocked": "SELECT contract_code, board_code, blocked_file_name AS file_name,"
    " blocked_delivery_id AS delivery_id FROM quality.month_requirement"
    f" WHERE month = ? AND NOT blocked_delivery_id IS NULL AND {_HAS_COME} ORDER BY ALL",
    "close.unmapped": "SELECT board_code, unmapped_kind, codes, unmapped_sek, limit_sek, file_name"
    " FROM quality.month_unmapped"
    f" WHERE month = ? AND is_over_limit AND {_NOT_OVERRIDDEN.format(audit='month_unmapped_is_small')} ORDER BY ALL",
}


@dataclass(frozen=True)
class Reason:
    """One thing that speaks against closing: `code` of the message catalogue and what fills its places."""

    code: str
    places: dict[str, Any] = field(default_factory=dict)


def reasons_against(published: Path, month: str) -> list[Reason]:
    """Every reason not to close a month; none: it can be closed.

    Args:
        published: a published file.
        month: e.g. 2024-04.
    """
    found: list[Reason] = []
    with duckdb.connect(str(published), read_only=True) as connection:
        known = connection.execute(
            "SELECT COUNT(*) FROM quality.month_requirement WHERE month = ?", [f"{month}-01"]
        ).fetchone()
        if not known or not known[0]:
            return [Reason("close.unknown_month", {"month": month})]
        language = "_en" if default_language() == "en" else ""
        for code, query in _QUERIES.items():
            result = connection.execute(query.replace("{language}", language), [f"{month}-01"] if "?" in query else [])
            names = [c[0] for c in result.description or []]
            found += [Reason(code, dict(zip(names, row, strict=True))) for row in result.fetchall()]
    return found
