"""The registers: units, their mapping at a reorganisation, and the chart of accounts."""

from __future__ import annotations

import datetime as dt

from rjh_warehouse.simulate.accounts import ACCOUNTS
from rjh_warehouse.simulate.calendar import Month, day, first_day, last_day
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.exports.csvfile import csv_file
from rjh_warehouse.simulate.organisation import AREAS, DECIDED_BEFORE, MAPPINGS, register, reorganisations
from rjh_warehouse.simulate.settings import SimulationSettings

UNIT_HEADER = (
    "Ansvar",
    "Benämning",
    "Avdelningskod",
    "Avdelning",
    "Områdeskod",
    "Område",
    "Nämnd",
    "Giltig från",
    "Giltig till",
)


def decided_on(reorganisation: Month) -> dt.date:
    """The day that a reorganisation's register and mapping are delivered."""
    return day(reorganisation - DECIDED_BEFORE, 20)


def known_reorganisations(settings: SimulationSettings) -> list[Month]:
    """The reorganisations that are decided before the simulation's last month ends."""
    return [m for m in reorganisations() if decided_on(m) <= last_day(settings.newest)]


def deliver_registers(box: Outbox) -> None:
    """Write the chart of accounts, every version of the unit register, and the mappings."""
    start = first_day(box.settings.oldest)
    rows = [(a.code, a.name, a.cost_type) for a in ACCOUNTS]
    box.deliver(
        "account_plan",
        "kontoplan.csv",
        csv_file(("Konto", "Benämning", "Kostnadsslag"), rows),
        title="Kontoplan",
        received_on=start,
        row_count=len(rows),
    )
    before = [m for m in known_reorganisations(box.settings) if decided_on(m) <= start]
    later = [m for m in known_reorganisations(box.settings) if decided_on(m) > start]
    _deliver_units(box, before, 1, start)
    for n, reorganisation in enumerate(later):
        _deliver_units(box, before + later[: n + 1], n + 2, decided_on(reorganisation))
    if known := before + later:
        _deliver_mapping(box, known, start)


def _deliver_units(box: Outbox, known: list[Month], version: int, received_on: dt.date) -> None:
    rows = [
        (
            u.code,
            u.name,
            u.department_code,
            u.department_name,
            *AREAS[u.area],
            u.board,
            first_day(u.valid_from),
            last_day(u.valid_to) if u.valid_to is not None else None,
        )
        for u in register(known)
    ]
    name = "enhetsregister.csv" if version == 1 else f"enhetsregister_v{version}.csv"
    box.deliver(
        "unit_register",
        name,
        csv_file(UNIT_HEADER, rows),
        title="Enhetsregister",
        received_on=received_on,
        row_count=len(rows),
    )


def _deliver_mapping(box: Outbox, known: list[Month], start: dt.date) -> None:
    """Each decision delivers the whole mapping so far."""
    for n, reorganisation in enumerate(known):
        so_far = known[: n + 1]
        rows = [
            (
                m.from_code,
                m.to_code,
                f"{m.share_percent},0" if m.share_percent is not None else None,
                first_day(m.effective),
                m.case_number,
            )
            for m in MAPPINGS
            if m.effective in so_far
        ]
        name = "enhetsmappning.csv" if n == 0 else f"enhetsmappning_v{n + 1}.csv"
        header = ("Från ansvar", "Till ansvar", "Andel (%)", "Gäller från", "Diarienummer")
        box.deliver(
            "unit_mapping",
            name,
            csv_file(header, rows),
            title="Enhetsmappning",
            received_on=max(decided_on(reorganisation), start),
            row_count=len(rows),
        )
