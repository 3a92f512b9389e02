"""Activity by area and month: visits, operations, care days and trips, with season, slow growth and chance."""

from __future__ import annotations

from rjh_warehouse.simulate.calendar import closed_on, month_text, number_of, year_of
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.exports.csvfile import csv_file
from rjh_warehouse.simulate.organisation import AREAS
from rjh_warehouse.simulate.randomness import stream

HEADER = ("Område", "Månad", "Verksamhetsmått", "Volym")
BASE_YEAR = 2023
# Area, kind, volume of a usual month in the base year, growth a year; of the size of a region of 130 000 inhabitants.
VOLUMES = (
    ("PV", "VISITS", 21_000, 0.010),
    ("MED", "VISITS", 6_100, 0.005),
    ("MED", "CARE_DAYS", 4_300, -0.010),
    ("KIR", "VISITS", 5_400, 0.005),
    ("KIR", "OPERATIONS", 640, -0.015),
    ("KIR", "CARE_DAYS", 3_000, -0.015),
    ("BKV", "VISITS", 4_200, 0.000),
    ("BKV", "CARE_DAYS", 1_100, -0.010),
    ("PSY", "VISITS", 3_300, 0.030),
    ("PSY", "CARE_DAYS", 1_000, 0.000),
    ("FTV", "VISITS", 9_000, 0.005),
    ("KT", "TRIPS", 215_000, 0.040),
)
SEASON = (1.04, 1.02, 1.08, 1.02, 1.04, 0.96, 0.62, 0.88, 1.07, 1.09, 1.08, 0.94)  # the care's year; July is thin
NOISE = 0.025


def deliver_activity(box: Outbox) -> None:
    """One file a year with the months so far."""
    settings = box.settings
    for year in sorted({year_of(m) for m in settings.span}):
        rng = stream(settings.seed, f"activity/{year}")
        months = [m for m in settings.span if year_of(m) == year]
        rows = []
        for month in months:
            for area, kind, usual, growth in VOLUMES:
                level = usual * (1 + growth) ** (year - BASE_YEAR) * SEASON[number_of(month) - 1]
                volume = round(level * float(rng.lognormal(0.0, NOISE * settings.noise)))
                rows.append((AREAS[area][0], month_text(month), kind, str(volume)))
        box.deliver(
            "activity_month",
            f"verksamhet_{year}.csv",
            csv_file(HEADER, rows),
            title=f"Verksamhetsvolymer {year}",
            received_on=closed_on(months[-1]),
            row_count=len(rows),
        )
