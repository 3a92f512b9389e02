"""Staging as it follows from the contracts: each delivered column cast, money in kronor, revenue + and cost −.

A column keeps its contract's name. An amount `x` becomes `x_sek`, and beside it stand `x_delivered` (delivered unit and
sign), `x_text` (as delivered), `x_unit_code` (kr, tkr or mkr) and its stated precision in kronor: `precision_sek` of
`amount`, `x_precision_sek` of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from rjh_warehouse.contract.contract import MONEY, Column, Contract, Table
from rjh_warehouse.lake.views import duckdb_type
from rjh_warehouse.reading.table.schema import column_fields, table_schema


@dataclass(frozen=True)
class StagedColumn:
    """A column: its name, type, the SQL that gives it from `source`, and its meaning where the contract says it."""

    name: str
    type: str
    sql: str
    meaning: str = ""


@dataclass(frozen=True)
class StagedTable:
    """A staging model: one row per row of a contract's table."""

    name: str
    description: str
    grain: tuple[str, ...]
    columns: tuple[StagedColumn, ...]
    amounts: tuple[str, ...]  # the contract's columns of money

    @property
    def query(self) -> str:
        """SELECT with every column cast and named."""
        lines = ",\n  ".join(f"CAST({c.sql} AS {c.type}) AS {c.name}" for c in self.columns)
        joins = "".join(
            f"\nLEFT JOIN seed.unit AS {x}_money\n  ON {x}_money.unit_code = LOWER(source.{x}_unit)"
            for x in self.amounts
        )
        return f"SELECT\n  {lines}\nFROM lake.{self.name} AS source{joins}"


def lean_amounts(contracts: Iterable[Contract]) -> list[tuple[str, str, str, int]]:
    """Contract, table, column and factor of each amount whose rows do not say their unit and sign.

    The factor makes kronor of it, revenue + and cost −.
    """
    return [
        (c.contract, t.name, column.name, MONEY[column.unit or ""] * (1 if column.sign == "revenue_positive" else -1))
        for c in contracts
        for t in c.tables
        if t.lean
        for column in t.value_columns
        if column.type == "amount"
    ]


def lean_factor(contracts: Iterable[Contract], table_name: str, column_name: str) -> str:
    """The factor of one such amount; where contracts differ, that of each row's delivery (SQL over `source`)."""
    factors = {code: n for code, t, column, n in lean_amounts(contracts) if (t, column) == (table_name, column_name)}
    if len(set(factors.values())) == 1:
        return str(next(iter(factors.values())))
    whens = " ".join(f"WHEN '{code}' THEN {factor}" for code, factor in sorted(factors.items()))
    return (
        "(SELECT CASE delivery.contract_code "
        f"{whens} END FROM lake.delivery AS delivery WHERE delivery.delivery_id = source.delivery_id)"
    )


def staged(contract: Contract, table: Table, contracts: Iterable[Contract] = ()) -> StagedTable:
    """The staging model of a contract's table, which others of the contracts may fill as well."""
    grain: tuple[str, ...] = ("delivery_id", "row_number")
    if table.layout == "cross":
        grain = ("delivery_id", "sheet", "row_number", "column_name")
    by_field = {field.name: c for c in table.value_columns for field in column_fields(c, table.lean)}
    columns = [StagedColumn("delivery_id", "TEXT", "source.delivery_id")]
    for field in table_schema(table):
        column = by_field.get(field.name)
        if column is None or column.type != "amount":
            columns.append(_plain(field, column))
        elif field.name == column.name:
            factor = lean_factor((contract, *contracts), table.name, column.name) if table.lean else None
            columns += _money(column, factor)
    amounts = () if table.lean else tuple(c.name for c in table.value_columns if c.type == "amount")
    return StagedTable(table.name, table.description or contract.title_en, grain, tuple(columns), amounts)


def _plain(field: pa.Field, column: Column | None) -> StagedColumn:
    kind = duckdb_type(field.type)
    if column and column.name == field.name and column.decimals is not None and kind.startswith("DECIMAL"):
        kind = f"DECIMAL(18, {column.decimals})"
    meaning = column.description if column and column.name == field.name else ""
    return StagedColumn(field.name, kind, f"source.{field.name}", meaning)


def _money(column: Column, lean: str | None) -> Iterator[StagedColumn]:
    name, scale = column.name, max(2, column.decimals or 0 if column.unit == "kr" else 2)
    money = f"DECIMAL(18, {scale})"
    meaning = f"{column.description}, in kronor, revenue + and cost −"
    if lean:
        yield StagedColumn(f"{name}_sek", money, f"source.{name} * {lean}", meaning)
        return
    factor = f"{name}_money.factor"
    stated = f"{name.replace('amount', 'precision')}_sek" if "amount" in name else f"{name}_precision_sek"
    yield StagedColumn(
        f"{name}_sek", money, f"source.{name} * {factor} * CAST(source.{name}_sign AS SMALLINT)", meaning
    )
    yield StagedColumn(stated, "DECIMAL(18, 2)", f"{factor} * CAST('1e-' || source.{name}_decimals AS DECIMAL(18, 9))")
    yield StagedColumn(f"{name}_delivered", "DECIMAL(18, 4)", f"source.{name}", f"{column.description}, as delivered")
    yield StagedColumn(f"{name}_text", "TEXT", f"source.{name}_text")
    yield StagedColumn(f"{name}_unit_code", "TEXT", f"{name}_money.unit_code", "Unit as delivered: kr, tkr or mkr")
