"""The lists that know a column's codes: tables of the lake (registers), and seeds.

A list is written `unit_register` (a register), `seed.board` (a seed) or `seed.label/cost_type` (words for cost types).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence

from rjh_warehouse.contract.contract import Column, Contract
from rjh_warehouse.settings import seed_file

SEED = "seed."
WORDS = f"{SEED}label/"


def label_key(text: str) -> str:
    """SQL: words as they are compared, by their letters, digits, + and % (also of the models, as `@label_key`)."""
    return f"REGEXP_REPLACE(LOWER({text}), '[^a-zåäöéü0-9+%]', '', 'g')"


def list_column(names: Sequence[str], column: Column) -> str:
    """A list's column of codes: the one of the same name, else its first."""
    return column.name if column.name in names else names[0]


def registers_of(contract: Contract) -> set[str]:
    """The lake's tables that know codes of a contract's columns."""
    columns = (c for t in contract.tables for c in t.value_columns)
    return {name for column in columns for name in column.codes if not name.startswith(SEED)}


def meant(column: Column, contract: Contract, contracts: Mapping[str, Contract]) -> str | None:
    """What a column's codes are codes of, as their list names it (`unit_code`); None for words, and without a list.

    A code that one of several lists must know is known by the column's own name.
    """
    if not column.codes or column.codes[0].startswith(WORDS):
        return None
    if len(column.codes) > 1:
        return column.name
    (name,) = column.codes
    if name.startswith(SEED):
        names = _header(contract, name)
    else:
        names = [c.name for k in contracts.values() for t in k.tables if t.name == name for c in t.value_columns]
    return list_column(names, column) if names else None


def _header(contract: Contract, name: str) -> list[str]:
    if contract.seeds is None:
        return []
    with seed_file(contract.seeds, name.removeprefix(SEED)).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))
