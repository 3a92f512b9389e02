"""mart.measure_evaluation: what each method says of each measure's effect."""

from __future__ import annotations

import typing as t

import pandas as pd
from sqlglot import exp
from sqlmesh import ExecutionContext, model

COLUMNS = {
    "measure_code": ("TEXT", "Code of the measure"),
    "method_code": ("TEXT", "Method; see method_name"),
    "effect_sek": (
        "DECIMAL(18, 2)",
        "Effect per year over the months after, kronor; positive = cost lower than expected; empty: not measured",
    ),
    "low_sek": ("DECIMAL(18, 2)", "Lower end of the 95 % interval; empty for methods without one"),
    "high_sek": ("DECIMAL(18, 2)", "Upper end of the 95 % interval"),
    "smallest_measurable_sek": (
        "DECIMAL(18, 2)",
        "The smallest effect per year that would be seen with 80 % power at 5 %: read this first",
    ),
    "months_before": ("INTEGER", "Months with data before the start"),
    "months_after": ("INTEGER", "Months with data from the start"),
    "placebo_p": (
        "DECIMAL(9, 6)",
        "Share of units without a measure that moved at least as much, by rank; empty for other methods",
    ),
    "verdict_code": ("TEXT", "Verdict; see seeds/measure_verdict.csv"),
    "wording": ("TEXT", "What may be said, in Swedish"),
    "wording_en": ("TEXT", "The same in English"),
    "verdict_name": ("TEXT", "Verdict in a few words, in Swedish"),
    "method_name": ("TEXT", "Method in Swedish"),
    "method_name_en": ("TEXT", "Method in English"),
    "method_order": ("INTEGER", "Rung of the ladder, the strictest last"),
    "is_default": ("BOOLEAN", "True for the method whose verdict counts; the others describe"),
    "measure_name": ("TEXT", "Name of the measure"),
    "board_code": ("TEXT", "Board that decided it"),
    "decided_sek": ("DECIMAL(18, 2)", "Planned full-year effect; empty where none is stated"),
    "full_effect_sek": ("DECIMAL(18, 2)", "Effect per year at full ramp, where the method knows the ramp"),
    "control_count": ("INTEGER", "Comparable units that the method used"),
    "control_scope": ("TEXT", "board or region: where the comparable units are taken from"),
    "suspect_control_codes": ("TEXT", "Comparable units left out since they moved as if treated themselves"),
    "contract_numbers": ("TEXT", "Contracts that the arithmetic stands on; empty for the other methods"),
    "price_index_codes": ("TEXT", "Price index that the method deflates with, × PO for on-cost; empty: current prices"),
    "start_month": ("DATE", "First month of effect that is used, as its first day: the current register's"),
    "start_known_from": ("DATE", "Day from which that month has been the start in the register"),
    "first_start_month": ("DATE", "First month of effect when the measure was first registered"),
    "is_start_moved_late": ("BOOLEAN", "True where the start was moved when the outcome from it was known"),
    "cancelled_on": ("DATE", "Day that the measure was last cancelled; empty for one that never was"),
    "is_cancelled_late": ("BOOLEAN", "True where that became known when the outcome was known: all months are counted"),
    "resumed_on": ("DATE", "Day that it was taken up again after it; empty while the cancellation stands"),
    "is_resumed_late": ("BOOLEAN", "True where that became known when the outcome was: it ends at the cancellation"),
    "last_month": ("DATE", "Newest month of the slice"),
    "own_cell_count": ("INTEGER", "Cells (unit × account) of the slice that no other measure claims"),
    "shared_cell_count": ("INTEGER", "Cells that another measure claims too: attributed to none"),
    "is_slice_registered_late": ("BOOLEAN", "True where the slice was registered when its outcome was known"),
    "is_simulated": ("BOOLEAN", "True for rows of the simulated region"),
}


@model(
    "mart.measure_evaluation",
    kind="FULL",
    owner="controlling",
    grains=["(measure_code, method_code, is_simulated)"],
    description="One row per measure × method: the measured effect with interval, and what may be said of it",
    columns={name: kind for name, (kind, _) in COLUMNS.items()},
    column_descriptions={name: text for name, (_, text) in COLUMNS.items()},
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
    audits=[
        (
            "unique_combination_of_columns",
            {"columns": [exp.column(name) for name in ("measure_code", "method_code", "is_simulated")]},
        ),
        (
            "not_null",
            {"columns": [exp.column(name) for name in ("measure_code", "method_code", "verdict_code", "wording")]},
        ),
    ],
)
def execute(context: ExecutionContext, **_: t.Any) -> t.Iterator[pd.DataFrame]:
    """Evaluate every registered measure; nothing where none is registered."""
    # Inside: SQLMesh copies what a model imports from below the project's folder into its own environment.
    from rjh_warehouse.evaluation.measure_frames import evaluation_frame, read_ledgers, read_measures

    measures = read_measures(context)
    frame = evaluation_frame(context, measures, read_ledgers(context), list(COLUMNS))
    if not frame.empty:
        yield frame
