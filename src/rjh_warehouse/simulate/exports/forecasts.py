"""The units' year-end forecasts: what has happened so far, and a view of the rest that leans their own
way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rjh_warehouse.simulate.budget import budget_lines
from rjh_warehouse.simulate.calendar import Month, day, month_of, month_text, number_of, period, year_of
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.economy import Economy
from rjh_warehouse.simulate.exports.csvfile import scaled, tenths
from rjh_warehouse.simulate.faults import Fault
from rjh_warehouse.simulate.organisation import BOARDS, UNREGISTERED_CODE
from rjh_warehouse.simulate.outcome import by_cost_type, unit_sums
from rjh_warehouse.simulate.randomness import stream

WRONG_UNIT = ("KTN", -1)
REPEATED = ("RUN", 0)
OPTIMISM = {"RS": 0.010, "HSN": 0.030, "RUN": 0.005, "KTN": 0.015}  # share of the rest's cost left out
OWN_ERROR = 0.015
Forecast = dict[tuple[str, str], int]


def deliver_forecasts(box: Outbox, economy: Economy) -> None:
    """Write each board's forecast for the newest months. A forecast knows its own months and the adopted
    budget.
    """
    settings = box.settings
    amounts = by_cost_type(economy)
    first = max(settings.newest - settings.forecast_months + 1, settings.oldest)
    for month in range(first, settings.newest + 1):
        for board in BOARDS:
            shown = month
            if (board, month - settings.newest) == REPEATED and box.wants("forecast_repeated") and month > first:
                shown = month - 1
            forecast = _forecast(board, shown, amounts, box)
            _write(box, board, month, shown, forecast)


def _forecast(board: str, month: Month, amounts: NDArray[np.int64], box: Outbox) -> Forecast:
    """Tenths of tkr by (unit, cost type), revenue positive: outcome to date and a leaning view of the
    budget's rest.
    """
    settings = box.settings
    rng = stream(settings.seed, f"forecast/{board}/{month}")
    january = month_of(year_of(month), 1)
    known = unit_sums(amounts, month, range(max(january, settings.oldest), month + 1), settings.oldest, board)
    rest: dict[tuple[str, str], float] = {}
    for line in budget_lines(board, year_of(month)):
        left = sum(m or 0 for m in line.months[number_of(month) :])
        unit, key = line.unit.code, line.cost_type
        rest[unit, key] = left * (1 - OPTIMISM[board] / 2 + rng.normal(0.0, OWN_ERROR))
    keys = sorted(known.keys() | rest.keys())
    return {
        (unit, key): tenths(known.get((unit, key), 0)) + round(10 * rest.get((unit, key), 0.0))
        for unit, key in keys
        if unit != UNREGISTERED_CODE
    }


def _write(box: Outbox, board: str, month: Month, shown: Month, forecast: Forecast) -> None:
    is_wrong = (board, month - box.settings.newest) == WRONG_UNIT and box.wants("forecast_unit_wrong")
    rows = [
        f"{unit};{cost_type};{month_text(shown)};{year_of(shown)};{scaled(tkr10, 1)}"
        for (unit, cost_type), tkr10 in forecast.items()
    ]
    unit_name = "mkr" if is_wrong else "tkr"
    header = f"Ansvar;Kostnadsslag;Prognosmånad;År;Prognos helår ({unit_name})"
    name = f"prognos_{board}_{period(month)}.csv"
    box.deliver(
        "unit_forecast",
        name,
        ("\r\n".join([header, *rows]) + "\r\n").encode(),
        title=f"Helårsprognos {board} {month_text(month)}",
        received_on=day(month + 1, 10),
        row_count=len(rows),
    )
    if is_wrong:
        box.plant(
            Fault(
                "forecast_unit_wrong",
                "loading",
                "magnitude",
                "block",
                name,
                "the heading says mkr but the figures are tkr: a thousand times the last delivery; blocked",
                row=1,
                column="Prognos helår (mkr)",
                found="mkr",
                rows=len(rows),
            )
        )
    if shown != month:
        for code in ("same_content", "period_in_file"):  # told twice: known content, and another month inside
            box.plant(
                Fault(
                    "forecast_repeated",
                    "loading",
                    code,
                    "block",
                    name,
                    f"the forecast of {month_text(shown)} sent again as that of {month_text(month)}; blocked",
                    column="Prognosmånad",
                    found=month_text(shown),
                    rows=len(rows),
                )
            )
