"""mart.measure_evaluation: what each method says of each measure's effect."""

from __future__ import annotations

import typing as t

import pandas as pd
from sqlglot import exp
from sqlmesh import ExecutionContext, model

COLUMNS = {
    "measure_code": "TEXT",
    "method_code": "TEXT",
    "effect_sek": "DECIMAL(18, 2)",
    "low_sek": "DECIMAL(18, 2)",
    "high_sek": "DECIMAL(18, 2)",
    "smallest_measurable_sek": "DECIMAL(18, 2)",
    "months_before": "INTEGER",
    "months_after": "INTEGER",
    "placebo_p": "DECIMAL(9, 6)",
    "verdict_code": "TEXT",
    "wording": "TEXT",
    "wording_en": "TEXT",
    "verdict_name": "TEXT",
    "method_name": "TEXT",
    "method_name_en": "TEXT",
    "method_order": "INTEGER",
    "is_default": "BOOLEAN",
    "measure_name": "TEXT",
    "board_code": "TEXT",
    "decided_sek": "DECIMAL(18, 2)",
    "full_effect_sek": "DECIMAL(18, 2)",
    "control_count": "INTEGER",
    "control_scope": "TEXT",
    "suspect_control_codes": "TEXT",
    "contract_numbers": "TEXT",
    "price_index_codes": "TEXT",
    "start_month": "DATE",
    "start_known_from": "DATE",
    "first_start_month": "DATE",
    "is_start_moved_late": "BOOLEAN",
    "cancelled_on": "DATE",
    "is_cancelled_late": "BOOLEAN",
    "resumed_on": "DATE",
    "is_resumed_late": "BOOLEAN",
    "last_month": "DATE",
    "own_cell_count": "INTEGER",
    "shared_cell_count": "INTEGER",
    "is_slice_registered_late": "BOOLEAN",
    "is_simulated": "BOOLEAN",
}
MEANINGS = {
    "method_code": "own: Method; see method_name",
    "effect_sek": (
        "own: Effect per year over the months after, kronor; positive = cost lower than expected; empty: not measured"
    ),
    "low_sek": "own: Lower end of the 95 % interval; empty for methods without one",
    "smallest_measurable_sek": (
        "own: The smallest effect per year that would be seen with 80 % power at 5 %: read this first"
    ),
    "placebo_p": "own: Share of units without a measure that moved at least as much, by rank; empty for other methods",
    "method_name": "own: Method in Swedish",
    "method_name_en": "own: Method in English",
    "method_order": "Rung of the ladder, the strictest last",
    "is_default": "own: True for the method whose verdict counts; the others describe",
    "board_code": "as deciding_board",
    "decided_sek": "own: Planned full-year effect; empty where none is stated",
    "full_effect_sek": "Effect per year at full ramp, where the method knows the ramp",
    "suspect_control_codes": "Comparable units left out since they moved as if treated themselves",
    "contract_numbers": "Contracts that the arithmetic stands on; empty for the other methods",
    "price_index_codes": "Price index that the method deflates with, × PO for on-cost; empty: current prices",
    "start_month": "as start_month_in_use",
    "last_month": "own: Newest month of the slice",
    "own_cell_count": "Cells (unit × account) of the slice that no other measure claims",
    "shared_cell_count": "Cells that another measure claims too: attributed to none",
}


@model(
    "mart.measure_evaluation",
    grains=["(measure_code, method_code, is_simulated)"],
    description="One row per measure × method: the measured effect with interval, and what may be said of it",
    columns=COLUMNS,
    column_descriptions=MEANINGS,
    tags=[
        "binary floating point (effect_sek, low_sek, high_sek, smallest_measurable_sek, placebo_p,"
        " full_effect_sek, decided_sek):"
        " estimates, right to 1e-9 of themselves"
    ],
    depends_on=[
        "core.measure_contract",
        "core.measure_end",
        "core.measure_registered",
        "core.measure_slice",
        "core.measure_slice_cell",
        "core.measure_start",
        "core.slice_account_month",
        "core.slice_account_price",
        "seed.measure_method",
        "seed.measure_verdict",
    ],
    audits=[("not_null", {"columns": [exp.column(name) for name in ("verdict_code", "wording")]})],
)
def execute(context: ExecutionContext, **_: t.Any) -> t.Iterator[pd.DataFrame]:
    """Evaluate every registered measure; nothing where none is registered."""
    # Inside: SQLMesh copies what a model imports from below the project's folder into its own environment.
    from rjh_warehouse.evaluation.measure_frames import evaluation_frame, read_ledgers, read_measures

    measures = read_measures(context)
    frame = evaluation_frame(context, measures, read_ledgers(context), list(COLUMNS))
    if not frame.empty:
        yield frame
