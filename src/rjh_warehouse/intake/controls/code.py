"""Codes against the registers that must know them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from rjh_warehouse.contract.contract import Column
from rjh_warehouse.intake.controls.examination import SAMPLE, ControlResult, Examination, parquet
from rjh_warehouse.reading.table.schema import ROW_FIELDS

# Columns with one meaning everywhere; a contract's `codes` comes first.
REGISTER_OF = {"unit_code": "unit_register", "account_code": "account_plan", "measure_code": "measure_register"}


def register_of(column: Column) -> str | None:
    """The lake table that knows the codes of a column."""
    return column.codes or REGISTER_OF.get(column.name)


def unknown_code(e: Examination) -> Iterator[ControlResult]:
    """Codes that the current version of their register does not have, at any time of validity."""
    for column in (c for c in e.table.columns if c.name in e.control.columns):
        register = register_of(column)
        files = e.delivery.known.register_files(register, e.delivery.record.is_simulated) if register else []
        if not files:
            (coded,) = e.row(f'SELECT COUNT("{column.name}") FROM delivered WHERE {e.data}')
            yield e.not_checked(column.name, expected=register) if coded else e.result(0, column=column.name)
            continue
        known = f'SELECT "{_code_column(files[-1], column)}" AS code FROM {parquet(files)}'
        delivered = (
            f'SELECT "{column.name}" AS code, COUNT(*) AS count, MIN(row_number) AS first FROM delivered'
            f' WHERE "{column.name}" IS NOT NULL AND {e.data} GROUP BY 1'
        )
        unknown = e.rows(
            f"SELECT code, count, first FROM ({delivered}) AS d"
            f" WHERE NOT EXISTS (SELECT 1 FROM ({known}) AS k WHERE k.code = d.code) ORDER BY first"
        )
        yield e.result(
            sum(u[1] for u in unknown),
            column=column.name,
            found=", ".join(str(u[0]) for u in unknown[:SAMPLE]) or None,
            expected=register,
            rows=tuple(u[2] for u in unknown[:SAMPLE]),
        )


def _code_column(register: Path, column: Column) -> str:
    """The register's column of the same name, else its first."""
    names = pq.read_schema(register).names
    if column.name in names:
        return column.name
    return str(names[1 + len(ROW_FIELDS)])  # after the delivery and the row's place
