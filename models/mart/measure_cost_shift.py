"""mart.measure_cost_shift: did cost rise where a measure could have moved it?"""

from __future__ import annotations

import typing as t

import pandas as pd
from sqlglot import exp
from sqlmesh import ExecutionContext, model

COLUMNS = {
    "measure_code": ("TEXT", "Code of the measure"),
    "effect_sek": (
        "DECIMAL(18, 2)",
        "Change per year on the counter-slice, kronor; negative = cost rose against comparable units;"
        " not to be added up over measures: see attributed_sek",
    ),
    "low_sek": ("DECIMAL(18, 2)", "Lower end of the 95 % interval"),
    "high_sek": ("DECIMAL(18, 2)", "Upper end of the 95 % interval"),
    "smallest_measurable_sek": ("DECIMAL(18, 2)", "The smallest change per year that would be seen"),
    "months_before": ("INTEGER", "Months with data before the start"),
    "months_after": ("INTEGER", "Months with data from the start"),
    "placebo_p": ("DECIMAL(9, 6)", "Share of units without a measure that moved at least as much, by rank"),
    "verdict_code": ("TEXT", "Verdict; see seeds/measure_verdict.csv"),
    "wording": ("TEXT", "What may be said, in Swedish"),
    "wording_en": ("TEXT", "The same in English"),
    "verdict_name": ("TEXT", "Verdict in a few words, in Swedish"),
    "method_code": ("TEXT", "Method: the placebo method, the only one that may claim"),
    "measure_name": ("TEXT", "Name of the measure"),
    "board_code": ("TEXT", "Board that decided it"),
    "counter_unit_codes": ("TEXT", "Units where a moved cost would be seen; empty where none is registered"),
    "counter_cell_count": ("INTEGER", "Cells (unit × account) of the counter-slice that are judged"),
    "counter_shared_cell_count": ("INTEGER", "Cells of it that an effect slice holds too: left out, not judged"),
    "counter_also_cell_count": ("INTEGER", "Judged cells that other measures' counter-slices hold in some same months"),
    "counter_also_codes": ("TEXT", "Those measures, in alphabetic order; empty where none does"),
    "attributed_sek": (
        "DECIMAL(18, 2)",
        "Of effect_sek what is this measure's alone and may be added up over measures; empty where a judged cell is"
        " another measure's too: the krona is attributed to none",
    ),
    "decided_sek": ("DECIMAL(18, 2)", "Planned full-year effect of the measure; empty where none is stated"),
    "control_count": ("INTEGER", "Comparable units that the method used"),
    "control_scope": ("TEXT", "board or region: where the comparable units are taken from"),
    "start_month": ("DATE", "First month of effect that is used, as its first day: the current register's"),
    "start_known_from": ("DATE", "Day from which that month has been the start in the register"),
    "first_start_month": ("DATE", "First month of effect when the measure was first registered"),
    "is_start_moved_late": ("BOOLEAN", "True where the start was moved when the outcome from it was known"),
    "is_counter_registered_late": (
        "BOOLEAN",
        "True where the counter-slice was registered when its outcome was known",
    ),
    "cancelled_on": ("DATE", "Day that the measure was last cancelled; empty for one that never was"),
    "is_cancelled_late": ("BOOLEAN", "True where that became known when the outcome was known: all months are counted"),
    "resumed_on": ("DATE", "Day that it was taken up again after it; empty while the cancellation stands"),
    "is_resumed_late": ("BOOLEAN", "True where that became known when the outcome was: it ends at the cancellation"),
    "last_month": ("DATE", "Newest month of the counter-slice"),
    "is_simulated": ("BOOLEAN", "True for rows of the simulated region"),
}


@model(
    "mart.measure_cost_shift",
    kind="FULL",
    owner="controlling",
    grains=["(measure_code, is_simulated)"],
    description="One row per measure: whether cost rose on its counter-slice (övervältring)",
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
            {"columns": [exp.column(name) for name in ("measure_code", "is_simulated")]},
        ),
        ("not_null", {"columns": [exp.column(name) for name in ("measure_code", "verdict_code", "wording")]}),
    ],
)
def execute(context: ExecutionContext, **_: t.Any) -> t.Iterator[pd.DataFrame]:
    """Test every registered measure's counter-slice; nothing where none is registered."""
    # Inside: SQLMesh copies what a model imports from below the project's folder into its own environment.
    from rjh_warehouse.evaluation.measure_frames import cost_shift_frame, read_ledgers, read_measures

    measures = read_measures(context)
    frame = cost_shift_frame(context, measures, read_ledgers(context), list(COLUMNS))
    if not frame.empty:
        yield frame
