"""core.indicator_cell_hidden: the outcomes that may not be shown."""

from __future__ import annotations

import typing as t

import pandas as pd
from sqlmesh import ExecutionContext, model

COLUMNS = {
    "indicator_code": "TEXT",
    "organisation_code": "TEXT",
    "period_start": "DATE",
    "period_kind_text": "TEXT",
    "gender_code": "TEXT",
    "is_simulated": "BOOLEAN",
}
MEANINGS = {
    "organisation_code": "as indicator_organisation",
}


@model(
    "core.indicator_cell_hidden",
    grains=[f"({', '.join(COLUMNS)})"],
    description=(
        "One row per outcome that may not be shown: it is about fewer than five persons (behind it, in it, or outside "
        "a share of them), or would give such a figure back. Which is not told: that would be a bound on the figure. "
        "What an earlier publication hid stays hidden. Words of free text and what Kolada has published are not "
        "covered; see docs/decisions.md"
    ),
    columns=COLUMNS,
    column_descriptions=MEANINGS,
    depends_on=[
        "staging.indicator_outcome",
        "core.indicator_superseded",
        "core.indicator_definition",
        "core.unit",
        "seed.board",
        "staging.disclosure_key",
        "staging.disclosed_outcome",
    ],
)
def execute(context: ExecutionContext, **_: t.Any) -> t.Iterator[pd.DataFrame]:
    """The hidden outcomes of every figure and year that has a small one; nothing where none has."""
    # Inside: SQLMesh copies what a model imports from below the project's folder into its own environment.
    from rjh_warehouse.evaluation import indicator_frames as frames
    from rjh_warehouse.evaluation.indicator_suppression import hidden_outcomes
    from rjh_warehouse.evaluation.small_outcomes import read_secret, read_small_outcomes
    from rjh_warehouse.lake.disclosure_register import DIGEST_SQL

    outcomes = read_small_outcomes(context, DIGEST_SQL)
    if outcomes.is_empty():
        return
    hidden = hidden_outcomes(outcomes, frames.read_organisation_parents(context), read_secret(context))
    if not hidden.is_empty():
        related = frames.read_related_outcomes(context, hidden).select(list(COLUMNS))
        rows = hidden.select(list(COLUMNS)).vstack(related).unique(maintain_order=True).rows()
        yield pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
