"""Personnel by unit and month: full-time equivalents that follow wages and hired cost, sick and worked
hours.
"""

from __future__ import annotations

from rjh_warehouse.simulate.accounts import ACCOUNT_INDEX
from rjh_warehouse.simulate.calendar import closed_on, month_text, number_of, period
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.economy import Economy, price_factor
from rjh_warehouse.simulate.exports.csvfile import csv_file, scaled
from rjh_warehouse.simulate.organisation import UNREGISTERED_CODE, parts
from rjh_warehouse.simulate.randomness import stream

MONTHLY_WAGE_ORE = 3_900_000  # of a full-time equivalent in the calibration year
MONTHLY_HIRED_ORE = 14_500_000
FULL_TIME_HOURS = 165.0
SICK_SHARE = (0.066, 0.068, 0.062, 0.055, 0.050, 0.045, 0.040, 0.045, 0.055, 0.060, 0.064, 0.068)
HEADER = ("Ansvar", "Månad", "Årsarbetare", "Inhyrda årsarbetare", "Sjuktimmar", "Arbetade timmar")


def deliver_personnel(box: Outbox, economy: Economy) -> None:
    """Write one file a month over all units."""
    rng = stream(box.settings.seed, "personnel")
    for m, month in enumerate(box.settings.span):
        units: dict[str, tuple[int, int]] = {}
        wage = MONTHLY_WAGE_ORE * price_factor("PERSONNEL", month)
        hired_wage = MONTHLY_HIRED_ORE * price_factor("HIRED_STAFF", month)
        for i, part in enumerate(parts()):
            unit = part.unit(month)
            own = int(economy.amounts[i, ACCOUNT_INDEX["4010"], m])
            if unit is None or not own or unit.code == UNREGISTERED_CODE:
                continue
            hired = sum(int(economy.amounts[i, ACCOUNT_INDEX[code], m]) for code in ("4610", "4620"))
            fte, rented = units.get(unit.code, (0, 0))
            units[unit.code] = (fte + round(100 * own / wage), rented + round(100 * hired / hired_wage))
        rows = []
        for code in sorted(units):
            fte, rented = units[code]
            share = SICK_SHARE[number_of(month) - 1] * rng.lognormal(0.0, 0.12)
            hours = FULL_TIME_HOURS * fte / 100
            sick = round(10 * hours * share)
            rows.append(
                (
                    code,
                    month_text(month),
                    scaled(fte, 2),
                    scaled(rented, 2),
                    scaled(sick, 1),
                    scaled(round(10 * hours * 0.86) - sick, 1),
                )
            )
        box.deliver(
            "personnel_month",
            f"personal_{period(month)}.csv",
            csv_file(HEADER, rows),
            title=f"Personal {month_text(month)}",
            received_on=closed_on(month),
            row_count=len(rows),
        )
