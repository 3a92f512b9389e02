"""The simulated measures: what was planned, where it would be seen in the ledger, and what truly happened."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from rjh_warehouse.simulate.calendar import Month
from rjh_warehouse.simulate.settings import SimulationSettings

STATUSES = ("idé", "beslutad", "påbörjad", "genomförd", "effekt verifierad")


@dataclass(frozen=True)
class Measure:
    """A measure. `true_share` is the part of the planned effect that truly came (0: none, 1: all).

    `slice_parts` × the accounts from `account_from` to `account_to` is where it is meant to be seen. With
    `moved_to` the saved cost appears on that part (another board) instead. `start` counts months from the
    newest (0 or less).
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


@dataclass(frozen=True)
class ContractPrice:
    """A price that a contract changes because of a measure; prices in öre per unit of volume."""

    measure_code: str
    contract_number: str
    article: str
    yearly_volume: int
    volume_unit: str
    price_before_ore: int
    price_after_ore: int

    @property
    def effect_ore(self) -> int:
        """What the contract gives in a year at its volume; positive is lower cost."""
        return self.yearly_volume * (self.price_before_ore - self.price_after_ore)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _read_measures() -> tuple[Measure, ...]:
    """The measures from the table beside this module."""
    text = resources.files(__package__).joinpath("measures.csv").read_text(encoding="utf-8")
    return tuple(
        Measure(
            code=r["code"],
            kind=r["kind"],
            name=r["name"],
            board=r["board"],
            programme=r["programme"],
            planned_tkr=_number(r["planned_tkr"]),
            start=int(r["start"]),
            ramp=int(r["ramp"]),
            true_share=float(r["true_share"]),
            slice_parts=tuple(r["slice_parts"].split("|")),
            account_from=r["account_from"],
            account_to=r["account_to"],
            moved_to=r["moved_to"] or None,
            risk=r["risk"],
            last_status=r["last_status"],
            true_tkr=_number(r["true_tkr"]),
        )
        for r in csv.DictReader(io.StringIO(text), delimiter=";")
    )


_MEASURES: tuple[Measure, ...] = _read_measures()


@cache
def contract_prices() -> tuple[ContractPrice, ...]:
    """The contracts behind the measures: what they give is the planned effect, whatever truly comes of it."""
    text = resources.files(__package__).joinpath("measure_contracts.csv").read_text(encoding="utf-8")
    return tuple(
        ContractPrice(
            measure_code=r["measure_code"],
            contract_number=r["contract_number"],
            article=r["article"],
            yearly_volume=int(r["yearly_volume"]),
            volume_unit=r["volume_unit"],
            price_before_ore=int(r["price_before_ore"]),
            price_after_ore=int(r["price_after_ore"]),
        )
        for r in csv.DictReader(io.StringIO(text), delimiter=";")
    )


def measures(settings: SimulationSettings) -> tuple[Measure, ...]:
    """The measures of a simulation, with the planted weaknesses that the settings ask for."""
    chosen = []
    for measure in _MEASURES:
        planted = measure
        if measure.code == "SIM-RS-04" and "measure_without_amount" in settings.planted:
            planted = replace(planted, planned_tkr=None)
        if measure.code == "SIM-RS-06" and "measure_slices_overlap" in settings.planted:
            planted = replace(planted, slice_parts=("p02310",))
        if measure.code == "SIM-HSN-06" and "measure_slice_registered_late" in settings.planted:
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
