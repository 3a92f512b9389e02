"""Codes against the lists that must know them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow.parquet as pq

from rjh_warehouse.contract.code_list import SEED, WORDS, label_key, list_column
from rjh_warehouse.contract.contract import Column
from rjh_warehouse.intake.controls.examination import SAMPLE, ControlResult, Examination, parquet, quoted
from rjh_warehouse.reading.table.schema import ROW_FIELDS
from rjh_warehouse.settings import seed_file


def unknown_code(e: Examination) -> Iterator[ControlResult]:
    """Codes that none of their lists has: of a register its current version, at any time of validity."""
    for column in (c for c in e.table.value_columns if c.name in e.control.columns and c.codes):
        known = {name: _codes(e, name, column) for name in column.codes}
        if missing := [name for name, codes in known.items() if codes is None]:
            (coded,) = e.row(f'SELECT COUNT("{column.name}") FROM delivered WHERE {e.data}')
            yield e.not_checked(column.name, expected=missing[0]) if coded else e.result(0, column=column.name)
            continue
        compared = label_key("code") if any(name.startswith(WORDS) for name in column.codes) else "CAST(code AS TEXT)"
        delivered = e.rows(
            f'SELECT "{column.name}" AS code, COUNT(*), MIN(row_number) AS first, {compared} FROM delivered'
            f' WHERE "{column.name}" IS NOT NULL AND {e.data} GROUP BY 1 ORDER BY first'
        )
        listed = set().union(*(codes for codes in known.values() if codes))
        unknown = [row for row in delivered if row[3:] not in listed]
        yield e.result(
            sum(u[1] for u in unknown),
            column=column.name,
            found=", ".join(str(u[0]) for u in unknown[:SAMPLE]) or None,
            expected=column.codes[0],
            rows=tuple(u[2] for u in unknown[:SAMPLE]),
        )


def renamed(e: Examination) -> Iterator[ControlResult]:
    """Codes whose name (the control's second column) is another than in the sender's latest file that has the code."""
    if len(e.columns) != 2:
        return
    code, name = e.columns
    latest: dict[str, tuple[str, str, str]] = {}
    for record in e.delivery.siblings("renamed"):
        for file in e.delivery.rows_files(e.table.name, [record], code, name):
            named = e.rows(_named(e, code, name, parquet([file])))
            latest |= {c: (n, key, record.file_name) for c, n, key in named if n}
    own = [(c, n, key) for c, n, key in e.rows(_named(e, code, name, "delivered")) if n and c in latest]
    other = [(c, n) for c, n, key in own if key != latest[c][1]]
    yield e.result(
        len(other),
        column=code,
        found="; ".join(f"{c} {latest[c][0]} → {n}" for c, n in other[:SAMPLE]) + (" …" if len(other) > SAMPLE else ""),
        expected=latest[other[0][0]][2] if other else None,
    )


def _named(e: Examination, code: str, name: str, source: str) -> str:
    """SQL: each code with its name, and with what is compared of the name."""
    least = f'MIN("{name}")'
    return (
        f'SELECT "{code}", {least}, {label_key(least)} FROM {source} WHERE {e.data} AND "{code}" IS NOT NULL'
        " GROUP BY 1 ORDER BY 1"
    )


def _codes(e: Examination, name: str, column: Column) -> list[tuple[Any, ...]] | None:
    """The codes of a list, each in a row of its own; None where it has not been delivered."""
    if name.startswith(SEED):
        return _of_seed(e, name, column)
    files = e.delivery.known.register_files(name, e.delivery.record.is_simulated)
    if not files:
        return None
    names = pq.read_schema(files[-1]).names[1 + len(ROW_FIELDS) :]  # after the delivery and the row's place
    return e.kept(f'SELECT DISTINCT CAST("{list_column(names, column)}" AS TEXT) FROM {{}}', files)


def _of_seed(e: Examination, name: str, column: Column) -> list[tuple[Any, ...]] | None:
    seed, _, kind = name.removeprefix(SEED).partition("/")
    if e.delivery.contract.seeds is None:
        return None
    try:
        file = seed_file(e.delivery.contract.seeds, seed)
    except FileNotFoundError:
        return None
    rows = f"read_csv({quoted(str(file))}, header = true, all_varchar = true)"
    if kind:
        return e.once(f"SELECT DISTINCT {label_key('label')} FROM {rows} WHERE label_kind = {quoted(kind)}")
    names = [described[0] for described in e.once(f"DESCRIBE SELECT * FROM {rows}")]
    return e.once(f'SELECT DISTINCT "{list_column(names, column)}" FROM {rows}')
