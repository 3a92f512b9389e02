"""core.published_reading: how a published figure would have to be read for a relation to hold."""

from __future__ import annotations

import typing as t

import pandas as pd
from sqlglot import exp
from sqlmesh import ExecutionContext, model

COLUMNS = {
    "relation_code": "TEXT",
    "figure_id": "TEXT",
    "change_code": "TEXT",
    "read_unit": "TEXT",
    "amount": "DECIMAL(24, 6)",
    "residual": "DECIMAL(24, 6)",
    "tolerance": "DECIMAL(24, 6)",
}
MEANINGS = {
    "relation_code": "own: The relation, which does not hold as printed",
    "change_code": "own: omitted, counted_twice, sign_turned, or unit: read in another unit",
    "amount": "own: Amount as printed, kronor in the sign of the record",
    "residual": "own: Difference that is left, in kronor",
    "tolerance": "own: 3σ of the printed precision, read so",
}
GRAIN = ("relation_code", "figure_id", "change_code", "read_unit")


@model(
    "core.published_reading",
    grains=[f"({', '.join(GRAIN)})"],
    description="One row per relation that does not hold as printed × figure × other reading that alone makes it hold",
    columns=COLUMNS,
    column_descriptions=MEANINGS,
    depends_on=["core.published_figure", "core.published_relation"],
    tags=[
        "working",
        "exact (amount, residual): fractions",
        "binary floating point (tolerance): a root, right to 1e-12 of itself",
        "grain may be empty (read_unit): only a reading in another unit has one",
    ],
    audits=[
        ("not_null", {"columns": [exp.column(name) for name in ("amount", "residual", "tolerance")]}),
    ],
)
def execute(context: ExecutionContext, **_: t.Any) -> t.Iterator[pd.DataFrame]:
    """The readings of every relation that does not hold; nothing where all do."""
    # Inside: SQLMesh copies what a model imports from below the project's folder into its own environment.
    from rjh_warehouse.evaluation.published_frames import read_relations, reading_rows

    rows = list(reading_rows(*read_relations(context)))
    if rows:
        yield pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
