"""The simulated measures: what was planned, where it would be seen in the ledger, and what truly happened."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rjh_warehouse.simulate.calendar import Month
from rjh_warehouse.simulate.settings import SimulationSettings

STATUSES = ("idé", "beslutad", "påbörjad", "genomförd", "effekt verifierad")


@dataclass(frozen=True)
class Measure:
    """A measure. `true_share` is the part of the planned effect that truly came (0: none, 1: all).

    `slice_parts` × the accounts from `account_from` to `account_to` is where it is meant to be seen. With `moved_to`
    the saved cost appears on that part (another board) instead. `start` counts months from the newest (0 or less).
    """

    code: str
    kind: str
    name: str
    board: str
    programme: str
    planned_tkr: float | None
    start: int
    ramp: int
    true_share: float
    slice_parts: tuple[str, ...]
    account_from: str
    account_to: str
    moved_to: str | None = None
    risk: str = "Riskbedömd"
    last_status: str = "genomförd"
    is_registered_late: bool = False
    true_tkr: float | None = None  # the true full-year effect where nothing was planned


_MEASURES: tuple[Measure, ...] = (
    Measure("SIM-RS-01", "Övriga kostnader", "Minska externa konsulter", "RS", "Inköp och ekonomi", 1500.0, -16, 0, 1.0,
            ("p02310", "p02710"), "6510", "6510", last_status="effekt verifierad"),
    Measure("SIM-RS-02", "Övriga kostnader", "Pröva behovet av resor", "RS", "Inköp och ekonomi", 700.0, -16, 2, 1.0,
            ("p01110", "p01210", "p01220"), "6210", "6210", last_status="effekt verifierad"),
    Measure("SIM-RS-03", "Personalkostnader", "Lägg över beställningar på vården", "RS", "Rätt storlek och rätt stöd",
            2400.0, -13, 0, 1.0, ("p02120",), "4010", "4110", moved_to="p18010"),
    Measure("SIM-RS-04", "Övriga kostnader", "Samordna tryck och porto", "RS", "Inköp och ekonomi", 300.0, -4, 0, 1.0,
            ("p02010",), "6910", "6910", risk="", last_status="påbörjad", true_tkr=300.0),
    Measure("SIM-RS-05", "Övriga kostnader", "Spara energi i lokalerna", "RS", "Rätt storlek och rätt stöd", 4000.0,
            -14, 6, 0.7, ("p02310",), "6010", "6010"),
    Measure("SIM-RS-06", "Övriga kostnader", "Upphandla energi på nytt", "RS", "Inköp och ekonomi", 1200.0, -14, 0, 0.0,
            ("p02320",), "6010", "6010"),
    Measure("SIM-HSN-01", "Inhyrd personal", "Färre inhyrda läkare på hälsocentralerna", "HSN", "Oberoende av inhyrda",
            6000.0, -15, 3, 1.0, ("p11010", "p11020", "p11030", "p11040"), "4610", "4610", last_status="effekt verifierad"),
    Measure("SIM-HSN-02", "Inhyrd personal", "Egna sjuksköterskor på medicinavdelningarna", "HSN", "Oberoende av inhyrda",
            1500.0, -14, 0, 0.5, ("p12020", "p12030"), "4620", "4620"),
    Measure("SIM-HSN-03", "Material", "Samordna material på operation", "HSN", "Inköp och ekonomi", 2000.0, -13, 0, 0.0,
            ("p13050", "p13060"), "5310", "5310"),
    Measure("SIM-HSN-04", "Läkemedel", "Byt till likvärdiga läkemedel", "HSN", "Inköp och ekonomi", 1200.0, -12, 2, 1.0,
            ("p12050",), "5620", "5620"),
    Measure("SIM-HSN-05", "Köpt vård", "Ta hem specialistvård", "HSN", "Rätt vård på rätt plats", 900.0, -4, 0, 1.0,
            ("p13070", "p13080", "p13090"), "5010", "5010", last_status="påbörjad"),
    Measure("SIM-HSN-06", "Personalkostnader", "Ny schemaläggning i psykiatrin", "HSN", "Rätt storlek och rätt stöd",
            1500.0, -10, 0, 0.3, ("p15020", "p15030"), "4020", "4020"),
    Measure("SIM-HSN-07", "Lokaler", "Lämna en lokal i förtid", "HSN", "Rätt storlek och rätt stöd", 800.0, -6, 0, 0.0,
            ("p15050",), "6010", "6010", risk="", last_status="avbruten"),
    Measure("SIM-RUN-01", "Övriga kostnader", "Färre resor och konferenser", "RUN", "Inköp och ekonomi", 150.0, -16, 0, 0.0,
            ("p21010", "p21020"), "6210", "6210"),
    Measure("SIM-KTN-01", "Trafik", "Glesare turer i lågtrafik", "KTN", "Rätt trafik", 6000.0, -4, 0, 1.2,
            ("p31020",), "6310", "6310", last_status="påbörjad"),
)  # fmt: skip


def measures(settings: SimulationSettings) -> tuple[Measure, ...]:
    """The measures of a simulation, with the planted weaknesses that the settings ask for."""
    chosen = []
    for measure in _MEASURES:
        planted = measure
        if measure.code == "SIM-RS-04" and "measure_without_amount" in settings.faults:
            planted = replace(planted, planned_tkr=None)
        if measure.code == "SIM-RS-06" and "measure_slices_overlap" in settings.faults:
            planted = replace(planted, slice_parts=("p02310",))
        if measure.code == "SIM-HSN-06" and "measure_slice_registered_late" in settings.faults:
            planted = replace(planted, is_registered_late=True)
        if not settings.with_effects:
            planted = replace(planted, true_share=0.0, moved_to=None, true_tkr=0.0)
        chosen.append(planted)
    return tuple(chosen)


def start_month(measure: Measure, settings: SimulationSettings) -> Month:
    """The measure's first month of effect; never before the second simulated month."""
    return max(settings.newest + measure.start, settings.oldest + 1)


def true_full_year_tkr(measure: Measure) -> float:
    """The full-year effect that truly comes, in tkr."""
    if measure.true_tkr is not None:
        return measure.true_tkr
    return (measure.planned_tkr or 0.0) * measure.true_share


def ramp_factor(measure: Measure, months_since_start: int) -> float:
    """Share of the full effect in a month: rises evenly and is full after `ramp` months."""
    return 0.0 if months_since_start < 0 else min(1.0, (months_since_start + 1) / (measure.ramp + 1))
