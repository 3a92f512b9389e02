"""Whether a file is whole, asked of the file alone: rows at all, the total that ends it, every period as full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rjh_warehouse.contract.contract import Table
from rjh_warehouse.contract.part_key import part_key_sql
from rjh_warehouse.intake.controls.examination import (
    NOTED,
    PERIOD_TEXT,
    SAMPLE,
    TIMES,
    VALIDITY,
    ControlResult,
    Examination,
    parquet,
)


def not_empty(e: Examination) -> Iterator[ControlResult]:
    """A table with a header and nothing below it: it would replace nothing, or all that was there by nothing.

    The limit is the fewest rows: 0 where none is a number like another.
    """
    fewest = 1 if e.control.limit is None else e.control.limit
    (rows,) = e.row(f"SELECT COUNT(*) FROM delivered WHERE {e.data}")
    yield e.result(int(not e.table.optional and rows < fewest and e.counts["rows_rejected"] == 0))


def total_row(e: Examination) -> Iterator[ControlResult]:
    """A layout that ends with a total, and a file without one: cut at the end of a line, as a rule.

    A revision of some parts need not sum them, and what it lacks is told part by part: there it is noted.
    """
    if e.table.rows.total:
        (totals,) = e.row("SELECT COUNT(*) FROM delivered WHERE row_kind = 'total'")
        result = e.result(int(totals == 0), found=e.table.rows.total.strip("^$"))
        is_revision = e.delivery.contract.replaces.what == "covered" and bool(e.delivery.family)
        yield replace(result, state=NOTED) if totals == 0 and is_revision else result


def even_periods(e: Examination) -> Iterator[ControlResult]:
    """What a file of several periods had in one of them and has not in the next, as one cut inside a period has.

    What came in a later period is no gap; what ceased in the version before too has been told.
    """
    time, items = period_of(e.table), items_of(e.table)
    if time is None or not items:
        return
    item = part_key_sql(items)
    held = f'SELECT DISTINCT "{time}" AS period, {item} AS item FROM {{}} WHERE {e.data} AND "{time}" IS NOT NULL'
    gone = (
        "WITH held AS ({held}), span AS (SELECT period, LEAD(period) OVER (ORDER BY period) AS next FROM"
        " (SELECT DISTINCT period FROM held) AS p) SELECT span.next AS period, held.item FROM held"
        " JOIN span ON span.period = held.period AND span.next IS NOT NULL"
        " LEFT JOIN held AS after ON after.period = span.next AND after.item = held.item WHERE after.item IS NULL"
    )
    missing = e.rows(gone.format(held=held.format("delivered")))
    previous = e.delivery.previous_version
    files = e.delivery.rows_files(e.table.name, [previous], time, *items) if previous else []
    told = set(e.rows(gone.format(held=held.format(parquet(files))))) if files else set()
    places = sorted(f"{str(period)[:7]} {what}" for period, what in missing if (period, what) not in told)
    yield e.result(
        len(places), column=", ".join(items), found=", ".join(places[:SAMPLE]) + (" …" if len(places) > SAMPLE else "")
    )


def period_of(table: Table, *kinds: str) -> str | None:
    """The key's column that says which month or year a row is about (or only of these types), unless the name does."""
    types = {c.name: c.type for c in table.value_columns if not c.is_given and c.name not in VALIDITY}
    return next((k for k in table.key if types.get(k) in (kinds or ("month", "year"))), None)


def items_of(table: Table) -> tuple[str, ...]:
    """The key's columns that say what a row is about, whatever its time."""
    types = {c.name: c.type for c in table.value_columns if not c.is_given}
    return tuple(k for k in table.key if k in types and types[k] not in TIMES and k != PERIOD_TEXT)
