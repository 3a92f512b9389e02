"""Economic conditions: price index forecasts, on-cost rates, tax, grants and financial items, one-offs and
transfers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from rjh_warehouse.simulate.accounts import BEHAVIOURS, USUAL_GROWTH, po_parts
from rjh_warehouse.simulate.calendar import closed_on, day, first_day, month_of, month_text, year_of
from rjh_warehouse.simulate.comparability import ComparabilityItem, Transfer
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.economy import part_index, price_factor
from rjh_warehouse.simulate.exports.csvfile import csv_file, kronor, scaled
from rjh_warehouse.simulate.organisation import parts
from rjh_warehouse.simulate.randomness import stream

FINANCING_2024_MSEK = {  # the plan's financing
    "TAX": 3739.0, "GENERAL_GRANT": 1276.7, "PHARMA_GRANT": 510.5, "FIN_REV": 28.5, "FIN_COST": -252.7,
}  # fmt: skip
UNREALISED_MSEK = 13.0  # usual size of a month's unrealised gain or loss: 26 in two months were published in 2025
TAX_GROWTH = {2021: 1.041, 2022: 1.052, 2023: 1.038, 2024: 1.031}
USUAL_TAX_GROWTH = 1.03
INDEX_WEIGHTS = {
    "LPIK": {"PERSONNEL": 0.5, "OTHER_EXT": 0.4, "PHARMA": 0.1},
    "LPIK_EXCL_PHARMA": {"PERSONNEL": 0.55, "OTHER_EXT": 0.45},
    "LPIK_EXCL_PENSION": {"PERSONNEL": 0.48, "OTHER_EXT": 0.42, "PHARMA": 0.1},
    "LPIK_EXCL_PHARMA_PENSION": {"PERSONNEL": 0.53, "OTHER_EXT": 0.47},
}


def deliver_conditions(box: Outbox, items: Sequence[ComparabilityItem], transfers: Sequence[Transfer]) -> None:
    """Write every file of conditions."""
    _price_index(box)
    _po_rates(box)
    _tax(box)
    _items(box, items)
    _transfers(box, transfers)


def index_change(index: str, year: int) -> float:
    """The true change of an index in a year, per cent: the simulated prices by its weights."""
    change = 0.0
    for cost_type, weight in INDEX_WEIGHTS[index].items():
        if cost_type == "PERSONNEL":
            now, before = (sum(price_factor(cost_type, month_of(y, n)) for n in range(1, 13)) for y in (year, year - 1))
            change += weight * (now / before - 1) * 100
        else:
            change += weight * BEHAVIOURS[cost_type].growth.get(year, USUAL_GROWTH)
    return change


def _price_index(box: Outbox) -> None:
    """One forecast each February for the year before (outcome), this year and the next; an extra one in
    the newest.
    """
    settings = box.settings
    rng = stream(settings.seed, "price_index")
    days = [dt.date(year, 2, 16) for year in range(year_of(settings.oldest) + 1, year_of(settings.newest) + 1)]
    days = [d for d in (dt.date(year_of(settings.oldest), 1, 8), *days) if d <= closed_on(settings.newest)]
    for forecast_on in days:
        rows = []
        for index in INDEX_WEIGHTS:
            for year in range(forecast_on.year - 1, forecast_on.year + 2):
                error = 0.0 if year < forecast_on.year else rng.normal(0.0, 0.4)
                tenth = round(10 * (index_change(index, year) + error))
                rows.append((index, year, scaled(tenth, 1), forecast_on))
        box.deliver(
            "price_index",
            f"prisindex_{forecast_on:%Y%m}.csv",
            csv_file(("Index", "År", "Förändring (%)", "Prognosdatum"), rows),
            title=f"Prisindex, prognos {forecast_on}",
            received_on=forecast_on,
            row_count=len(rows),
        )


def _po_rates(box: Outbox) -> None:
    """A version each December that adds the coming year's rates."""
    first, last = year_of(box.settings.oldest), year_of(box.settings.newest)
    for n, year in enumerate(range(first, last + 1)):
        rows = [
            (y, part, scaled(round(100 * rate), 2))
            for y in range(first, year + 1)
            for part, rate in po_parts(y).items()
        ]
        name = "po_satser.csv" if n == 0 else f"po_satser_v{n + 1}.csv"
        box.deliver(
            "po_rate",
            name,
            csv_file(("År", "Del", "Sats (%)"), rows),
            title="PO-satser",
            received_on=dt.date(year - 1, 12, 15),
            row_count=len(rows),
        )


def _tax(box: Outbox) -> None:
    """One file a year with the months so far, from January even where the ledger begins later."""
    settings = box.settings
    for year in sorted({year_of(m) for m in settings.span}):
        months = range(month_of(year, 1), min(month_of(year, 12), settings.newest) + 1)
        rows = []
        for month in months:
            for item, msek in FINANCING_2024_MSEK.items():
                ore = round(msek * 1e8 / 12 * _tax_level(year))
                rows.append((month_text(month), item, kronor(ore)))
            chance = stream(settings.seed, f"unrealised/{month_text(month)}").normal(0.0, UNREALISED_MSEK)
            rows.append((month_text(month), "UNREALISED", kronor(round(float(chance) * settings.noise * 1e8))))
        box.deliver(
            "tax_grant_month",
            f"skatt_bidrag_{year}.csv",
            csv_file(("Månad", "Post", "Belopp (kr)"), rows),
            title=f"Skatt, bidrag och finansiella poster {year}",
            received_on=closed_on(months[-1]),
            row_count=len(rows),
            unit="kr",
        )


def _tax_level(year: int) -> float:
    """The year's level against 2024."""
    base = 2024
    steps = range(min(year, base) + 1, max(year, base) + 1)
    level = float(np.prod([TAX_GROWTH.get(y, USUAL_TAX_GROWTH) for y in steps])) if steps else 1.0
    return level if year >= base else 1 / level


def _items(box: Outbox, items: Sequence[ComparabilityItem]) -> None:
    header = (
        "Postkod",
        "Beslut",
        "Ansvar",
        "Konto från",
        "Konto till",
        "Från månad",
        "Till månad",
        "Belopp (kr)",
        "Orsak",
    )
    rows = []
    for item in items:
        unit = parts()[part_index(item.part)].unit(item.month_from)
        assert unit is not None
        rows.append(
            (
                item.code,
                item.decision,
                unit.code,
                item.account,
                item.account,
                month_text(item.month_from),
                month_text(item.month_to),
                kronor(item.amount_ore),
                item.reason,
            )
        )
    box.deliver(
        "comparability_item",
        "jamforelsestorande.csv",
        csv_file(header, rows),
        title="Jämförelsestörande poster",
        received_on=closed_on(box.settings.newest),
        row_count=len(rows),
    )


def _transfers(box: Outbox, transfers: Sequence[Transfer]) -> None:
    header = (
        "Diarienummer",
        "År",
        "Från månad",
        "Givande nämnd",
        "Mottagande nämnd",
        "Belopp (tkr)",
        "Orsak",
    )
    rows = [
        (
            t.case_number,
            year_of(t.month),
            month_text(t.month),
            t.giving,
            t.receiving,
            f"{t.amount_tkr},0",
            t.reason,
        )
        for t in transfers
    ]
    last = max((t.month for t in transfers), default=box.settings.oldest)
    box.deliver(
        "frame_transfer",
        "omdisponeringar.csv",
        csv_file(header, rows),
        title="Omdisponeringar",
        received_on=max(first_day(box.settings.oldest), day(last - 1, 20)),
        row_count=len(rows),
        unit="tkr",
    )
