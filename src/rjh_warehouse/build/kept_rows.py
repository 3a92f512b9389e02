"""Audits that follow from the contracts: a delivery's rows and sums are the same in its record, staging and core.

A staging model of a delivered table is held to what the records say of each delivery. A core model that carries
`delivery_id` and `row_number` of one delivered table keeps its rows one to one, and is held to staging. A deliberate
exception is a tag of the model, with the reason: `delivered rows differ: why`, `delivered sums differ (columns): why`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import sqlmesh.core.dialect  # noqa: F401 -- a generator of SQL that was used before it knows no macros of SQLMesh's
from sqlglot import exp

from rjh_warehouse.build.staging import lean_amounts
from rjh_warehouse.contract.contract import Column, Contract, Table, read_contracts
from rjh_warehouse.contract.part_key import part_key_sql
from rjh_warehouse.lake.sums import ROWS
from rjh_warehouse.reading.table.schema import table_schema

ROWS_DIFFER = re.compile(r"delivered rows differ: \S.*")
SUMS_DIFFER = re.compile(r"delivered sums differ \(([a-z_0-9, ]+)\): \S.*")
ROW = {"delivery_id", "row_number"}
NUMBER = "DECIMAL(38, 6)"  # as the records' sums
Audits = list[tuple[str, dict[str, exp.Expression]]]


class Unheld(ValueError):
    """A staging model that has a delivered number under no name that is known, and no tag that says why."""


@dataclass(frozen=True)
class Delivered:
    """A delivered table, and how a newer delivery of it replaces an older one.

    `lean`: contract, column and kronor of one, of amounts whose rows do not say their unit and sign.
    """

    contract: Contract
    table: Table
    lean: tuple[tuple[str, str, int], ...] = ()

    @property
    def numbers(self) -> list[Column]:
        """The columns whose sums the records have."""
        decimals = {f.name for f in table_schema(self.table) if pa.types.is_decimal(f.type)}
        return [c for c in self.table.value_columns if c.name in decimals]

    @property
    def part(self) -> str:
        """SQL: the part of its delivery that a row belongs to, as `core.delivery_part` writes it."""
        replaces = self.contract.replaces
        return part_key_sql(replaces.parts) if replaces.what == "covered" else "''"


def delivered_tables(contracts: Path) -> dict[str, Delivered]:
    """By name the tables of the contracts."""
    known = read_contracts(contracts).values()
    lean = lean_amounts(known)
    tables: dict[str, Delivered] = {}
    for contract in known:
        for table in contract.tables:
            of_table = tuple((code, column, factor) for code, name, column, factor in lean if name == table.name)
            tables.setdefault(table.name, Delivered(contract, table, of_table))
    return tables


def staging_audits(delivered: Delivered, columns: Sequence[str], tags: Sequence[str]) -> Audits:
    """What holds a staging model of a delivered table to the records.

    Args:
        columns: of the model.

    Raises:
        Unheld: see there.
    """
    aside = _sums_aside(tags)
    # delivered column → column of the model, what one of it is as delivered
    found = {c.name: _in_staging(c, delivered, columns) for c in delivered.numbers if c.name not in aside}
    held = {name: place for name, place in found.items() if place}
    if unheld := ", ".join(found.keys() - held.keys()):
        raise Unheld(f"no column has {unheld} as delivered; tag: delivered sums differ ({unheld}): …")
    numbers = {name: f"counted.{column} * {factor}" for name, (column, factor) in held.items()}
    numbers[ROWS] = "CASE WHEN counted.delivery_id IS NULL THEN 0 ELSE 1 END"
    whens = " ".join(f"WHEN '{name}' THEN CAST({value} AS {NUMBER})" for name, value in numbers.items())
    arguments = {
        "lake_name": exp.Literal.string(delivered.table.name),
        "names": exp.Tuple(expressions=[exp.Literal.string(name) for name in numbers]),
        "value": _parsed(f"CASE stated.column_name {whens} END"),
    }
    return [("sums_match_record", arguments)]


def core_audits(
    grain: Sequence[str], columns: Sequence[str], staged: Mapping[str, Sequence[str]],
    delivered: Mapping[str, Delivered], tags: Sequence[str],
) -> Audits:  # fmt: skip
    """What holds a core model to the rows of the delivered table that it keeps; nothing where it keeps none.

    Args:
        staged: the delivered tables that the model reads, with the columns of their staging models.
    """
    if len(staged) != 1 or not set(columns) >= ROW or any(ROWS_DIFFER.fullmatch(tag) for tag in tags):
        return []
    (table,) = staged
    aside, source = _sums_aside(tags), delivered[table]
    named = [n for c in source.numbers for n in (f"{c.name}_sek", c.name)]
    sums = [n for n in named if n in columns and n in staged[table] and n not in aside]
    texts = ["CAST(COUNT(*) AS TEXT)", *(f"CAST(CAST(COALESCE(SUM({n}), 0) AS {NUMBER}) AS TEXT)" for n in sums)]
    arguments = {
        "staged": exp.to_table(f"staging.{table}"),
        "part": _parsed(source.part),
        "rows_and_sums": _parsed(f"CONCAT_WS(' ', {', '.join(texts)})"),
        "all_versions": exp.Boolean(this="delivery_id" in grain),
    }
    return [("delivered_rows_are_kept", arguments)]


def _in_staging(column: Column, delivered: Delivered, columns: Sequence[str]) -> tuple[str, str] | None:
    """The column that has it as delivered, and what turns it into what was delivered."""
    for name in (f"{column.name}_delivered", column.name):
        if name in columns:
            return name, "1"
    if f"{column.name}_sek" in columns and delivered.table.lean:
        return f"{column.name}_sek", _delivered_of_one(delivered, column)
    return None


def _delivered_of_one(delivered: Delivered, column: Column) -> str:
    """What one krona is in the delivery's unit and sign; of the delivery's own contract where several differ."""
    ones = {code: f"{Decimal(1) / factor:f}" for code, name, factor in delivered.lean if name == column.name}
    if len(set(ones.values())) == 1:
        return next(iter(ones.values()))
    of = "stated.delivery_id IN (SELECT delivery_id FROM lake.delivery WHERE contract_code = '{}')"
    return f"CASE {' '.join(f'WHEN {of.format(code)} THEN {one}' for code, one in sorted(ones.items()))} END"


def _parsed(sql: str) -> exp.Expression:
    parsed: exp.Expression = exp.maybe_parse(sql, dialect="duckdb")
    return parsed


def _sums_aside(tags: Sequence[str]) -> set[str]:
    return {c.strip() for tag in tags if (m := SUMS_DIFFER.fullmatch(tag)) for c in m[1].split(",")}
