"""The frames that the assembly decides: net frame by board, area and part, for each version of the detail budgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from rjh_warehouse.simulate.calendar import year_of
from rjh_warehouse.simulate.comparability import Transfer
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.exports.budgets import SAYS, STATUS_OF, Version
from rjh_warehouse.simulate.exports.csvfile import Value, csv_file
from rjh_warehouse.simulate.faults import Fault
from rjh_warehouse.simulate.organisation import AREAS

HEADER = ("Nämnd", "Områdeskod", "Område", "Del", "Nettobudgetram (tkr)", "Varav omdisponering (tkr)")
DECIDED_DAYS = {
    "draft": (-1, 9, 12),
    "adopted": (-1, 11, 21),
    "rev1": (0, 3, 14),
}  # years from the budget's, month, day
ELECTED_AREA = "POL"
OVERSPENT = ("KTN", "adopted")  # of the newest year: the detail budget does not stand within its frame
OVERSPENT_TKR = 2_500
Frame = dict[str, int]  # area → net frame in tkr, positive


def deliver_frames(box: Outbox, budgets: Sequence[Version], transfers: Sequence[Transfer]) -> None:
    """Write one file per year and version over the boards that have a detail budget in that version.

    A frame is the net of the detail budget as first decided, but for the planted one.
    """
    for year, label in sorted({(b.year, b.label) for b in budgets}):
        frames = {b.board: _frame(b) for b in budgets if (b.year, b.label, b.number) == (year, label, 1)}
        spending, version = OVERSPENT
        is_planted = (year, label) == (year_of(box.settings.newest), version) and box.wants("budget_outside_frame")
        if is_planted:
            largest = max(frames[spending], key=lambda area: frames[spending][area])
            frames[spending][largest] -= OVERSPENT_TKR
        _write(box, year, label, frames, [t for t in transfers if year_of(t.month) == year])
        if is_planted:
            _plant_overspent(box, year, sum(frames[spending].values()))


def _frame(budget: Version) -> Frame:
    """The net of a detail budget by area, in the order of its units."""
    frame: Frame = {}
    for line in budget.lines:
        frame[line.unit.area] = frame.get(line.unit.area, 0) - line.year
    return frame


def _write(box: Outbox, year: int, label: str, frames: dict[str, Frame], transfers: Sequence[Transfer]) -> None:
    rows: list[tuple[Value, ...]] = []
    every: list[int | None] = []
    for board, frame in frames.items():
        moved = [_moved(area, transfers) for area in frame]
        for (area, tkr), came in zip(frame.items(), moved, strict=True):
            part = "Förtroendemannabudget" if area == ELECTED_AREA else "Tjänstemannabudget"
            rows.append((board, *AREAS[area], part, tkr, came))
        rows.append((f"Summa {board}", None, None, None, sum(frame.values()), _sum(moved)))
        every += moved
    total = sum(sum(frame.values()) for frame in frames.values())
    rows.append(("Totalt", None, None, None, total, _sum(every)))
    years, month, day = DECIDED_DAYS[label]
    decided_on = dt.date(year + years, month, day)
    decided = label != "draft"
    box.deliver(
        "board_frame",
        f"ramar_{year}_{label}.csv",
        csv_file(HEADER, rows),
        title=f"Nämndernas ramar {year}, {SAYS[label]}",
        received_on=decided_on,
        row_count=len(rows) - len(frames) - 1,
        status=STATUS_OF[label],
        decision=f"Fastställd {decided_on} § {100 + month}" if decided else None,
        decided_by="Regionfullmäktige" if decided else None,
        case_number=f"SIM/RF/{year % 100}/{year - 1}",
        attributes={"fiscal_year": str(year), "budget_version": label},
    )


def _moved(area: str, transfers: Sequence[Transfer]) -> int | None:
    """What an area was given (+) less what it gave, in tkr; None where no transfer concerns it."""
    given = [t.amount_tkr for t in transfers if t.receiving_area == area]
    return _sum([*given, *(-t.amount_tkr for t in transfers if t.giving_area == area)])


def _sum(amounts: Sequence[int | None]) -> int | None:
    """The sum of what is stated; None where nothing is."""
    stated = [a for a in amounts if a is not None]
    return sum(stated) if stated else None


def _plant_overspent(box: Outbox, year: int, frame_tkr: int) -> None:
    board, label = OVERSPENT
    told = Fault(
        *("budget_outside_frame", "verdict", "detail_to_frame", "warn", f"budget_{board}_{year}_{label}.xlsx"),
        f"{board}'s detail budget {year} spends {OVERSPENT_TKR} tkr more than its frame of {frame_tkr} tkr",
        sheet="Budget",
        found=str(-frame_tkr - OVERSPENT_TKR),
    )
    box.plant(told)
    box.plant(replace(told, code="area_detail_to_frame"))
