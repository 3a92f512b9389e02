"""Delivery-level audits, before the commit point: is this file what it claims to be?

Each check gives a result that is kept in the delivery's record. A failed check of severity `block`
makes the delivery blocked: it is kept, with its reasons, and counts for nothing until it is
corrected by a newer file or accepted by a person. Contracts override severity, limit and columns.

Header and unit are checked while the file is read: a file that fails there is refused as a whole.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from rjh_warehouse.contract.contract import Contract, Control, Table
from rjh_warehouse.contract.month_name import MONTH_GROUPS
from rjh_warehouse.intake.controls.code import renamed, unknown_code
from rjh_warehouse.intake.controls.count import control_total, grain_unique, rejected_share, row_count, whole_answer
from rjh_warehouse.intake.controls.coverage import coverage, expected_parts, usual_rows
from rjh_warehouse.intake.controls.earlier import adopted_changed, magnitude, other_source, same_content, sign
from rjh_warehouse.intake.controls.examination import (
    COULD_NOT_RUN,
    NOTED,
    Check,
    ControlResult,
    DeliveredRows,
    Delivery,
    Examination,
)
from rjh_warehouse.intake.controls.order import received_in_period, version_order
from rjh_warehouse.intake.controls.period import odd_period, period_complete, period_in_file, voucher_outside_period
from rjh_warehouse.intake.controls.persons import persons_counted
from rjh_warehouse.intake.controls.register import code_reused, register_changed, whole_shares
from rjh_warehouse.intake.controls.stated_total import stated_total
from rjh_warehouse.intake.controls.whole import even_periods, items_of, not_empty, period_of, total_row

__all__ = [
    "CHECKS", "COULD_NOT_RUN", "NOTED", "OF_THE_FILE", "ControlResult", "Delivery", "blocks", "engine", "run_controls",
]  # fmt: skip

CHECKS: dict[str, Check] = {
    "grain_unique": grain_unique,
    "rejected_share": rejected_share,
    "control_total": control_total,
    "row_count": row_count,
    "whole_answer": whole_answer,
    "stated_total": stated_total,
    "magnitude": magnitude,
    "sign": sign,
    "unknown_code": unknown_code,
    "renamed": renamed,
    "period_in_file": period_in_file,
    "period_complete": period_complete,
    "voucher_outside_period": voucher_outside_period,
    "odd_period": odd_period,
    "persons_counted": persons_counted,
    "adopted_changed": adopted_changed,
    "same_content": same_content,
    "other_source": other_source,
    "version_order": version_order,
    "received_in_period": received_in_period,
    "coverage": coverage,
    "expected_parts": expected_parts,
    "usual_rows": usual_rows,
    "register_changed": register_changed,
    "whole_shares": whole_shares,
    "code_reused": code_reused,
    "not_empty": not_empty,
    "total_row": total_row,
    "even_periods": even_periods,
}
# once per delivery, not once per table
ABOUT_THE_FILE = {"adopted_changed", "same_content", "whole_answer", "version_order", "received_in_period"}
OF_THE_FILE = frozenset({"control_total", "stated_total", "total_row"})  # of a file of several months once, as it came
FAILED_CONTROL = "control_error"  # the name under which a check that could not be computed is told
MEMORY = "512MB"
YEAR, DOCUMENT = "fiscal_year", "document"
PERIOD_GROUPS = {*MONTH_GROUPS, YEAR}  # of a file's name


@contextlib.contextmanager
def engine(folder: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """What controls are asked by; to open it costs more than a small file, so a load shares one among its files.

    Args:
        folder: where it may spill while it is open (None: there are no rows).
    """
    spill = {"temp_directory": f"{folder}/spill"} if folder else {}
    with duckdb.connect(config={"memory_limit": MEMORY, "preserve_insertion_order": False, **spill}) as opened:
        yield opened


def run_controls(
    delivery: Delivery, *, only: frozenset[str] | None = None, without: frozenset[str] = frozenset()
) -> list[ControlResult]:
    """Every control of the contract, and those that hold for all contracts, on every table.

    Args:
        only, without: the checks that are made, and those that are not.

    A check that cannot be computed is a result of its own name (`control_error`) and of the check's
    severity: the file is kept, and does not count unless a person says so.
    """
    results: list[ControlResult] = []
    with contextlib.ExitStack() as stack:
        folder = next((file.parent for file in delivery.files.values()), None)
        opened = delivery.known.engine or stack.enter_context(engine(folder))
        connection = stack.enter_context(opened.cursor())  # its view of the delivery is its own
        tables = [t for t in delivery.contract.tables if t.name in delivery.record.tables]
        for number, table in enumerate(tables):
            rows = DeliveredRows(connection, table, delivery.files.get(table.name))
            wanted = (c for c in controls_of(delivery.contract, table) if c.check not in without)
            for control in (c for c in wanted if only is None or c.check in only):
                if number == 0 or control.check not in ABOUT_THE_FILE:
                    results += _run(Examination(delivery, table, control, connection), rows)
    return results


def _run(examination: Examination, rows: DeliveredRows) -> list[ControlResult]:
    control, table = examination.control, examination.table
    try:
        rows.show()
        return list(CHECKS[control.check](examination))
    except Exception as error:  # whatever it is, it must not cost the delivery
        examination.delivery.known.engine = None  # nor those after it: an engine may be of no use after a fault
        first_line = (str(error).splitlines() or [""])[0]
        found = f"{control.check}: {type(error).__name__}: {first_line[:200]}"
        severity = control.severity
        return [ControlResult(FAILED_CONTROL, severity, "failed", table.name, failed_count=1, found=found)]


def controls_of(contract: Contract, table: Table) -> list[Control]:
    """The contract's controls with their columns filled in, and the defaults that it does not name.

    A control that names no columns looks at those of the default; `columns: []` turns it off.
    """
    defaults = {c.check: c for c in _defaults(contract, table)}
    if table in contract.parted_tables:
        defaults |= {c.check: c for c in _of_parts(contract)}
    named = [_with_columns(c, defaults.get(c.check)) for c in contract.controls]
    checks = {c.check for c in named}
    return [*named, *(d for d in defaults.values() if d.check not in checks)]


def _with_columns(control: Control, default: Control | None) -> Control:
    if default is None or "columns" in control.model_fields_set:
        return control
    return control.model_copy(update={"columns": default.columns})


def _defaults(contract: Contract, table: Table) -> Iterator[Control]:
    """What is checked on every delivery, whatever its contract says."""
    amounts = tuple(c.name for c in table.value_columns if c.type == "amount")
    codes = tuple(c.name for c in table.value_columns if c.codes)
    yield Control(check="grain_unique", severity="block")
    yield Control(check="not_empty", severity="block")
    yield Control(check="rejected_share", severity="block", limit=0.5)  # more lost than kept
    yield Control(check="control_total", severity="block")
    yield Control(check="row_count", severity="warn", limit=1.5)
    yield Control(check="stated_total", severity="warn", columns=amounts)
    yield Control(check="magnitude", severity="block", limit=300, columns=amounts)  # between years and 1 000
    yield Control(check="sign", severity="warn", columns=amounts)
    yield Control(check="unknown_code", severity="warn", columns=codes)
    yield Control(check="same_content", severity="warn")
    yield Control(check="version_order", severity="block")
    yield Control(check="received_in_period", severity="warn")
    groups = re.compile(contract.file_pattern).groupindex
    if table.layout == "rows" and DOCUMENT not in groups:  # a document says of each year what it says
        yield Control(check="even_periods", severity="warn")
    is_of_period = bool(groups.keys() & PERIOD_GROUPS)
    if not is_of_period and table.key and contract.replaces.what == "whole" and not contract.replaces.parts:
        yield Control(check="register_changed", severity="warn")
    if is_of_period and (items := items_of(table)):
        yield Control(check="usual_rows", severity="warn", columns=items)
    if YEAR in groups and (month := period_of(table, "month")):
        yield Control(check="period_complete", severity="warn", columns=(month,))
    if table.layout == "kolada":
        yield Control(check="whole_answer", severity="warn")
    if table.across and table.across.months:
        yield Control(check="period_complete", severity="warn", columns=("month_number",))


def _of_parts(contract: Contract) -> Iterator[Control]:
    """What is checked where the contract says what a delivery's parts are."""
    parts = contract.replaces.parts
    yield Control(check="coverage", severity="warn")
    yield Control(check="expected_parts", severity="warn", columns=parts)


def blocks(results: list[ControlResult]) -> bool:
    """Whether a delivery with these results must not count."""
    return any(r.severity == "block" and r.state == "failed" for r in results)
