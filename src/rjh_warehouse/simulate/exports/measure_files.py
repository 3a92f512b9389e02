"""The measures as the boards' registers and follow-up workbooks show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from openpyxl import Workbook

from rjh_warehouse.simulate.calendar import Month, closed_on, day, first_day, month_text, period, year_of
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.economy import Economy, part_index
from rjh_warehouse.simulate.exports.csvfile import csv_file, kronor, scaled, tenths
from rjh_warehouse.simulate.exports.workbook import workbook_bytes
from rjh_warehouse.simulate.faults import Fault
from rjh_warehouse.simulate.measures import STATUSES, Measure, contract_prices, ramp_factor, start_month
from rjh_warehouse.simulate.organisation import parts
from rjh_warehouse.simulate.randomness import stream

UNKNOWN_MEASURE = "SIM-XX-99"
REGISTER_HEADER = (
    "Åtgärdskod",
    "Typ",
    "Benämning",
    "Nämnd",
    "Program",
    "Beskrivning",
    "Konsekvens",
    "Risk",
    "Basår",
    "Helårseffekt (tkr)",
    "Startmånad",
    "Infasning månader",
    "Beslutad",
    "Diarienummer",
)
VERIFIED_AFTER = 6  # months of effect before a board verifies


def deliver_measures(box: Outbox, economy: Economy) -> None:
    """Write register, slices, contracts, status history and the monthly follow-ups."""
    chosen = economy.measures
    first = min(start_month(m, box.settings) for m in chosen)
    _register(box, chosen, first)
    _slices(box, chosen)
    _contracts(box, chosen)
    _status(box, chosen)
    for month in range(first, box.settings.newest + 1):
        _followup(box, economy, month)


def decided_on(measure: Measure, box: Outbox) -> dt.date:
    """Decided two months before it starts."""
    return day(start_month(measure, box.settings) - 2, 15)


def _register(box: Outbox, chosen: tuple[Measure, ...], first: Month) -> None:
    """A first version with what is decided by then, and one with everything."""
    plan_year = box.settings.plan_year_start
    versions = [
        ([m for m in chosen if start_month(m, box.settings) < plan_year], day(first - 2, 25)),
        (list(chosen), day(max(start_month(m, box.settings) for m in chosen) - 2, 25)),
    ]
    for n, (known, received_on) in enumerate(versions):
        rows = [
            (
                m.code,
                m.kind,
                m.name,
                m.board,
                m.programme,
                f"{m.name}, simulerad åtgärd",
                "Lägre servicenivå" if m.risk else None,
                m.risk or None,
                year_of(start_month(m, box.settings)) - 1,
                scaled(round(10 * m.planned_tkr), 1) if m.planned_tkr is not None else None,
                month_text(start_month(m, box.settings)),
                m.ramp,
                decided_on(m, box),
                f"SIM/{m.board}/{m.code[-2:]}",
            )
            for m in known
        ]
        name = "atgardsregister.csv" if n == 0 else f"atgardsregister_v{n + 1}.csv"
        box.deliver(
            "measure_register",
            name,
            csv_file(REGISTER_HEADER, rows),
            title="Åtgärdsregister",
            received_on=received_on,
            row_count=len(rows),
            unit="tkr",
        )
        without = [i for i, m in enumerate(known) if m.planned_tkr is None]
        for index in without:
            box.plant(
                Fault(
                    "measure_without_amount",
                    "none",
                    "missing_value",
                    "info",
                    name,
                    f"{known[index].code} has no planned effect: no amount, not zero",
                    row=index + 2,
                    column="Helårseffekt (tkr)",
                )
            )


def _slices(box: Outbox, chosen: tuple[Measure, ...]) -> None:
    rows = []
    settings = box.settings
    for measure in chosen:
        start = start_month(measure, settings)
        registered = closed_on(settings.newest - 1) if measure.is_registered_late else decided_on(measure, box)
        places = [("effect", key) for key in measure.slice_parts]
        if measure.moved_to:
            places.append(("counter", measure.moved_to))
        for kind, key in places:
            unit = parts()[part_index(key)].unit(settings.newest)
            assert unit is not None
            rows.append(
                (
                    measure.code,
                    kind,
                    unit.code,
                    measure.account_from,
                    measure.account_to,
                    month_text(start),
                    registered,
                )
            )
            if measure.is_registered_late:
                box.plant(
                    Fault(
                        "measure_slice_registered_late",
                        "audit",
                        "slice_registered_late",
                        "warn",
                        "atgardsurval.csv",
                        f"the slice of {measure.code} was registered after its outcome was known",
                        row=len(rows) + 1,
                        column="Registrerad",
                        found=registered.isoformat(),
                    )
                )
    if "measure_slices_overlap" in settings.planted:
        box.plant(
            Fault(
                "measure_slices_overlap",
                "audit",
                "slice_overlap",
                "warn",
                "atgardsurval.csv",
                "SIM-RS-05 and SIM-RS-06 have the same unit and accounts: the same krona is claimed twice",
                column="Ansvar",
                found="02310 6010",
            )
        )
    header = ("Åtgärdskod", "Slag", "Ansvar", "Konto från", "Konto till", "Startmånad", "Registrerad")
    box.deliver(
        "measure_slice",
        "atgardsurval.csv",
        csv_file(header, rows),
        title="Åtgärdernas urval i huvudboken",
        received_on=closed_on(settings.newest),
        row_count=len(rows),
    )


def _contracts(box: Outbox, chosen: tuple[Measure, ...]) -> None:
    """The prices behind the measures that stand on a contract, in force from the measure's first month."""
    measure_of = {m.code: m for m in chosen}
    rows = []
    for price in contract_prices():
        measure = measure_of[price.measure_code]
        rows.append(
            (
                price.measure_code,
                price.contract_number,
                price.article,
                price.yearly_volume,
                price.volume_unit,
                kronor(price.price_before_ore),
                kronor(price.price_after_ore),
                month_text(start_month(measure, box.settings)),
                None,
                decided_on(measure, box),
            )
        )
    header = (
        "Åtgärdskod",
        "Avtal",
        "Artikel",
        "Volym per år",
        "Volymenhet",
        "Pris före (kr)",
        "Pris efter (kr)",
        "Gäller från",
        "Gäller till",
        "Tecknat",
    )
    box.deliver(
        "measure_contract",
        "atgardsavtal.csv",
        csv_file(header, rows),
        title="Avtal bakom åtgärder",
        received_on=closed_on(box.settings.newest),
        row_count=len(rows),
        unit="kr",
    )


def _status(box: Outbox, chosen: tuple[Measure, ...]) -> None:
    """Idea, decided, started and so on, each on its day; never after the newest month's close."""
    rows: list[tuple[str, str, dt.date, str | None]] = []
    for measure in chosen:
        start = start_month(measure, box.settings)
        days = {
            "idé": day(start - 5, 10),
            "beslutad": decided_on(measure, box),
            "påbörjad": first_day(start),
            "genomförd": first_day(start + measure.ramp + 1),
            "effekt verifierad": day(start + VERIFIED_AFTER, 25),
            "avbruten": day(start + 2, 12),
        }
        path = (
            (*STATUSES[:3], "avbruten")
            if measure.last_status == "avbruten"
            else STATUSES[: STATUSES.index(measure.last_status) + 1]
        )
        for status in path:
            if days[status] <= closed_on(box.settings.newest):
                comment = "Lokalen behövs ändå" if status == "avbruten" else None
                rows.append((measure.code, status, days[status], comment))
    box.deliver(
        "measure_status",
        "atgardsstatus.csv",
        csv_file(("Åtgärdskod", "Status", "Datum", "Kommentar"), rows),
        title="Åtgärdernas status",
        received_on=closed_on(box.settings.newest),
        row_count=len(rows),
    )


def _followup(box: Outbox, economy: Economy, month: Month) -> None:
    """What the boards say of one month: carried out as planned (they believe), verified where the ledger
    shows it.
    """
    settings = box.settings
    rng = stream(settings.seed, f"followup/{month}")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Uppföljning"
    sheet["A1"] = f"Uppföljning av åtgärder {month_text(month)} - SIMULERAD"
    for column, text in enumerate(
        ("Åtgärdskod", "Månad", "Genomförd effekt (tkr)", "Verifierad effekt (tkr)", "Kommentar"), start=1
    ):
        sheet.cell(3, column, text)
    row = 4
    sums = [0, 0]
    for k, measure in enumerate(economy.measures):
        since = month - start_month(measure, settings)
        if since < 0 or (measure.last_status == "avbruten" and since > 2):
            continue
        believed = round(10 * (measure.planned_tkr or 0.0) / 12 * ramp_factor(measure, since) * rng.uniform(0.9, 1.0))
        verified = tenths(int(economy.effects[k, month - settings.oldest]))
        is_verified = since >= VERIFIED_AFTER and measure.last_status == "effekt verifierad"
        sheet.cell(row, 1, measure.code)
        sheet.cell(row, 2, month_text(month))
        if measure.planned_tkr is not None:
            sheet.cell(row, 3, believed / 10)
            sums[0] += believed
        if is_verified:
            sheet.cell(row, 4, verified / 10)
            sums[1] += verified
        row += 1
    name = f"atgardsuppfoljning_{period(month)}.xlsx"
    if month == settings.newest - 1 and box.wants("measure_unknown_code"):
        sheet.cell(row, 1, UNKNOWN_MEASURE)
        sheet.cell(row, 2, month_text(month))
        sheet.cell(row, 3, 12.5)
        sums[0] += 125
        told = Fault(
            *("measure_unknown_code", "loading", "unknown_code", "warn", name),
            f"{UNKNOWN_MEASURE} is in no register of measures",
            sheet="Uppföljning",
            row=row,
            column="Åtgärdskod",
            cell=f"A{row}",
            found=UNKNOWN_MEASURE,
        )
        box.plant(told)
        box.plant(replace(told, stage="audit", code="measure_is_registered"))
        row += 1
    sheet.cell(row, 1, "Totalt")
    sheet.cell(row, 3, sums[0] / 10)
    if sums[1]:
        sheet.cell(row, 4, sums[1] / 10)
    box.deliver(
        "measure_followup",
        name,
        workbook_bytes(book),
        title=f"Uppföljning av åtgärder {month_text(month)}",
        received_on=day(month + 1, 8),
        row_count=row - 4,
        unit="tkr",
    )
