"""core.published_relation_cell: both sides of every relation between published figures, figure by figure."""

from __future__ import annotations

import typing as t

import pandas as pd
from sqlglot import exp
from sqlmesh import ExecutionContext, model

COLUMNS = {
    "relation_code": "TEXT",
    "side": "TEXT",
    "figure_id": "TEXT",
    "coefficient": "DECIMAL(24, 6)",
    "amount": "DECIMAL(24, 6)",
    "precision": "DECIMAL(24, 6)",
    "is_money": "BOOLEAN",
}
MEANINGS = {
    "relation_code": "own: The relation",
    "coefficient": "own: What a small change of the figure gives its side",
    "amount": "own: The figure's part of its side, kronor or the number itself; of a quotient all of it on the first",
    "precision": "own: Printed precision × what the difference changes with the figure",
    "is_money": "own: True where the sides are kronor",
}
GRAIN = ("relation_code", "side", "figure_id")


@model(
    "core.published_relation_cell",
    grains=[f"({', '.join(GRAIN)})"],
    description="One row per relation between published figures, side and figure: the cells of a side add up to it",
    columns=COLUMNS,
    column_descriptions=MEANINGS,
    depends_on=["core.published_figure", "core.published_relation"],
    tags=["working", "exact (coefficient, amount, precision): fractions"],
    audits=[
        ("not_null", {"columns": [exp.column(name) for name in COLUMNS if name not in GRAIN]}),
        ("published_relation_is_computed", {}),
    ],
)
def execute(context: ExecutionContext, **_: t.Any) -> t.Iterator[pd.DataFrame]:
    """The cells of every relation that can be computed; nothing where no figures are delivered."""
    # Inside: SQLMesh copies what a model imports from below the project's folder into its own environment.
    from rjh_warehouse.evaluation.published_frames import cell_rows, read_relations

    rows = list(cell_rows(*read_relations(context)))
    if rows:
        yield pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
