"""mart.measure_cost_shift: did cost rise where a measure could have moved it?"""

from __future__ import annotations

import typing as t

import pandas as pd
from sqlglot import exp
from sqlmesh import ExecutionContext, model

COLUMNS = {
    "measure_code": "TEXT",
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
    "method_code": "TEXT",
    "measure_name": "TEXT",
    "board_code": "TEXT",
    "counter_unit_codes": "TEXT",
    "counter_cell_count": "INTEGER",
    "counter_shared_cell_count": "INTEGER",
    "counter_also_cell_count": "INTEGER",
    "counter_also_codes": "TEXT",
    "attributed_sek": "DECIMAL(18, 2)",
    "decided_sek": "DECIMAL(18, 2)",
    "control_count": "INTEGER",
    "control_scope": "TEXT",
    "start_month": "DATE",
    "start_known_from": "DATE",
    "first_start_month": "DATE",
    "is_start_moved_late": "BOOLEAN",
    "is_counter_registered_late": "BOOLEAN",
    "cancelled_on": "DATE",
    "is_cancelled_late": "BOOLEAN",
    "resumed_on": "DATE",
    "is_resumed_late": "BOOLEAN",
    "last_month": "DATE",
    "is_simulated": "BOOLEAN",
}
MEANINGS = {
    "effect_sek": (
        "own: Change per year on the counter-slice, kronor; negative = cost rose against comparable units; not to "
        "be added up over measures: see attributed_sek"
    ),
    "low_sek": "own: Lower end of the 95 % interval",
    "smallest_measurable_sek": "own: The smallest change per year that would be seen",
    "placebo_p": "own: Share of units without a measure that moved at least as much, by rank",
    "method_code": "own: Method: the placebo method, the only one that may claim",
    "board_code": "as deciding_board",
    "counter_unit_codes": "Units where a moved cost would be seen; empty where none is registered",
    "counter_cell_count": "Cells (unit × account) of the counter-slice that are judged",
    "counter_shared_cell_count": "Cells of it that an effect slice holds too: left out, not judged",
    "counter_also_cell_count": "Judged cells that other measures' counter-slices hold in some same months",
    "counter_also_codes": "Those measures, in alphabetic order; empty where none does",
    "attributed_sek": (
        "Of effect_sek what is this measure's alone and may be added up over measures; empty where a judged "
        "cell is another measure's too: the krona is attributed to none"
    ),
    "decided_sek": "own: Planned full-year effect of the measure; empty where none is stated",
    "start_month": "as start_month_in_use",
    "is_counter_registered_late": "True where the counter-slice was registered when its outcome was known",
    "last_month": "own: Newest month of the counter-slice",
}


@model(
    "mart.measure_cost_shift",
    grains=["(measure_code, is_simulated)"],
    description="One row per measure: whether cost rose on its counter-slice (övervältring)",
    columns=COLUMNS,
    column_descriptions=MEANINGS,
    tags=[
        "binary floating point (effect_sek, low_sek, high_sek, smallest_measurable_sek, placebo_p,"
        " attributed_sek, decided_sek):"
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
    """Test every registered measure's counter-slice; nothing where none is registered."""
    # Inside: SQLMesh copies what a model imports from below the project's folder into its own environment.
    from rjh_warehouse.evaluation.measure_frames import cost_shift_frame, read_ledgers, read_measures

    measures = read_measures(context)
    frame = cost_shift_frame(context, measures, read_ledgers(context), list(COLUMNS))
    if not frame.empty:
        yield frame
