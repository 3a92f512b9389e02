"""Items affecting comparability, and transfers of frame between boards."""

from __future__ import annotations

from dataclasses import dataclass

from rjh_warehouse.simulate.calendar import Month, month_of, year_of
from rjh_warehouse.simulate.organisation import FIRST_REORGANISATION
from rjh_warehouse.simulate.settings import SimulationSettings


@dataclass(frozen=True)
class ComparabilityItem:
    """A decided one-off on one part and account; `amount_ore` over all its months, cost positive."""

    code: str
    decision: str
    part: str
    account: str
    month_from: Month
    month_to: Month
    amount_ore: int
    reason: str

    def month_amounts(self) -> dict[Month, int]:
        """The amount month by month: even, what does not divide goes to the last month."""
        months = range(self.month_from, self.month_to + 1)
        even = self.amount_ore // len(months)
        amounts = dict.fromkeys(months, even)
        amounts[self.month_to] += self.amount_ore - even * len(months)
        return amounts


@dataclass(frozen=True)
class Transfer:
    """Frame of a whole year that moves from one board to another, and between which of their areas."""

    case_number: str
    month: Month
    giving: str
    receiving: str
    amount_tkr: int
    reason: str
    giving_area: str
    receiving_area: str


def comparability_items(settings: SimulationSettings) -> tuple[ComparabilityItem, ...]:
    """The simulation's items, placed within its months."""
    old, new = settings.oldest, settings.newest
    return (
        ComparabilityItem(
            "SIM-J1", "SIM/HSN/12", "p12070", "5310", old, old + 5, 1_100_000_000, "Skyddsutrustning pandemi"
        ),
        ComparabilityItem(
            "SIM-J1", "SIM/HSN/12", "p13060", "5310", old, old + 5, 700_000_000, "Skyddsutrustning pandemi"
        ),
        ComparabilityItem(
            "SIM-J2", "SIM/RS/25", "p02310", "6510", new - 14, new - 12, 320_000_000, "Intrång i IT-miljön"
        ),
        ComparabilityItem(
            "SIM-J3",
            "SIM/RS/31",
            "p01510",
            "3410",
            new - 5,
            new - 5,
            -1_200_000_000,
            "Statsbidrag av engångskaraktär",
        ),
        ComparabilityItem(
            "SIM-J4", "SIM/HSN/77", "p12080", "4410", new - 1, new, 110_000_001, "Avveckling av jourlinje"
        ),
    )


def transfers(settings: SimulationSettings, service_tkr: int, desk_tkr: int) -> tuple[Transfer, ...]:
    """The transfers known in the simulation's months: two that follow the reorganisation, one that is frame
    only.

    `service_tkr`, `desk_tkr`: the yearly net cost of the two parts that change board.
    """
    frame_only = month_of(year_of(settings.newest) - 1, 1)
    known = [Transfer("SIM/RUN/5", frame_only, "RUN", "HSN", 1200, "Ungdomsmottagning", "RU", "PV")]
    if settings.oldest < FIRST_REORGANISATION <= settings.newest:
        start = FIRST_REORGANISATION
        known += [
            Transfer("SIM/RS/91/2023", start, "HSN", "RS", service_tkr, "Vårdnära service samlas", "HSG", "RST"),
            Transfer("SIM/KTN/17/2023", start, "RS", "KTN", desk_tkr, "Kundtjänst för tider och priser", "RST", "KT"),
        ]
    return tuple(t for t in known if t.month >= settings.oldest)
