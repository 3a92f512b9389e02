"""What is planted in ledger files: each kind in its own board and month, so that it can be counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rjh_warehouse.simulate.accounts import ACCOUNTS, INTERNAL_COST
from rjh_warehouse.simulate.calendar import Month, day, day_count, month_text, period
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.exports.csvfile import kronor
from rjh_warehouse.simulate.exports.ledger import LedgerFile
from rjh_warehouse.simulate.faults import Fault
from rjh_warehouse.simulate.ledger import Names, Postings
from rjh_warehouse.simulate.organisation import UNREGISTERED_CODE
from rjh_warehouse.simulate.randomness import stream
from rjh_warehouse.simulate.settings import SimulationSettings

# Where each fault stands: board, and months from the newest.
LATE_POSTINGS = (("RS", 0), ("RUN", -1), ("KTN", -3), ("HSN", -7))
LATE_POSTINGS_PER_FILE = 3
FAR_VOUCHER = ("RS", -2)
SIGN_TURNED = ("RUN", -6)
TOTAL_ROW = ("RUN", -3)
BAD_AMOUNT = ("HSN", -4)
BAD_DATE = ("HSN", -5)
NO_ACCOUNT = ("RS", -4)
UNSETTLED_INVOICE = ("HSN", -2)
LATE_INVOICE_SHARE = 0.02
SPOILT = {  # kind of fault → kind, column, rejection
    kind: (kind, column, code)
    for kind, column, code in (
        ("amount_not_a_number", "Belopp", "reject.not_a_number"),
        ("date_not_a_day", "Verifikatdatum", "reject.not_a_date"),
        ("account_missing", "Konto", "reject.empty_cell"),
    )
}
_COST_TYPES = [a.cost_type for a in ACCOUNTS]
_IS_INTERNAL = np.array([t in ("INT_REV", "INT_COST") for t in _COST_TYPES])
_INTERNAL_COST = next(i for i, a in enumerate(ACCOUNTS) if a.code == INTERNAL_COST)


def plant_in(box: Outbox, file: LedgerFile, known: Names) -> None:
    """Plant whatever belongs in this board's file of this month."""
    place = (file.board, file.month - box.settings.newest)
    rng = stream(box.settings.seed, f"faults/ledger/{place}")
    plant_unknown_unit(box, file, known)
    if place == SIGN_TURNED and box.wants("sign_turned"):
        _turn_revenue(box, file)
    if place in LATE_POSTINGS and box.wants("late_posting"):
        _post_late(box, file, rng)
    if place == FAR_VOUCHER and box.wants("voucher_far_outside_period"):
        _date_far_off(box, file, rng)
    if place == BAD_AMOUNT and box.wants("amount_not_a_number"):
        _spoil(box, file, SPOILT["amount_not_a_number"], _external_row(file, rng), "se bilaga")
    if place == BAD_DATE and box.wants("date_not_a_day"):
        found = f"{month_text(file.month)}-32"
        _spoil(box, file, SPOILT["date_not_a_day"], _external_row(file, rng), found)
    if place == NO_ACCOUNT and box.wants("account_missing"):
        _spoil(box, file, SPOILT["account_missing"], _external_row(file, rng), "")
    if place == TOTAL_ROW and box.wants("total_row_left_in"):
        total = kronor(int(file.postings.amount.sum()))
        file.last_lines.append(f"Summa;;;;;;;;;{total}")
        box.plant(
            Fault(
                *("total_row_left_in", "reading", "row_kind.total", "info", file_name(file)),
                "kept as a stated total (row_kind total), equal to the rows' sum; in no sum of the warehouse",
                row=file.line(len(file.postings)),
                column="Belopp",
                found=total,
            )
        )


def file_name(file: LedgerFile) -> str:
    """The text file's name."""
    return f"{file.name}.csv"


def _any_row(file: LedgerFile, rng: np.random.Generator) -> int:
    return int(rng.integers(0, len(file.postings)))


def _external_row(file: LedgerFile, rng: np.random.Generator) -> int:
    """A posting outside the internal trade: one lost from that would be a second fault, in another unit's month."""
    rows = np.nonzero(~_IS_INTERNAL[file.postings.account])[0]
    return int(rows[rng.integers(0, len(rows))])


def _spoil(box: Outbox, file: LedgerFile, how: tuple[str, str, str], index: int, found: str) -> None:
    """Make one cell unreadable (kind of fault, column, rejection); the posting is rejected whole."""
    kind, column, code = how
    file.edit(index, column, found)
    box.plant(
        Fault(
            kind,
            "reading",
            code,
            "reject",
            file_name(file),
            "the row is rejected with its cell; the other rows load",
            row=file.line(index),
            column=column,
            found=found,
        )
    )


def plant_unknown_unit(box: Outbox, file: LedgerFile, known: Names) -> None:
    """Remember the rows on the unit that no register has; there are none unless the settings ask for it."""
    if UNREGISTERED_CODE not in known.unit:
        return
    rows = np.nonzero(file.postings.unit == known.unit.index(UNREGISTERED_CODE))[0]
    if len(rows):
        box.plant(
            Fault(
                *("unknown_unit", "loading", "unknown_code", "warn", file_name(file)),
                f"unit {UNREGISTERED_CODE} is in no register; its rows load and stand in the board's total",
                row=file.line(int(rows[0])),
                column="Ansvar",
                found=UNREGISTERED_CODE,
                rows=len(rows),
            )
        )


def _turn_revenue(box: Outbox, file: LedgerFile) -> None:
    """Write external revenue with debit sign in the whole file."""
    turned = np.array([_COST_TYPES[a] == "EXT_REV" for a in file.postings.account])
    file.postings.amount = np.where(turned, -file.postings.amount, file.postings.amount)
    box.plant(
        Fault(
            *("sign_turned", "loading", "sign", "warn", file_name(file)),
            "external revenue has the sign of a cost in the whole file; a warning, never turned by itself",
            row=file.line(int(np.nonzero(turned)[0][0])),
            column="Belopp",
            found="EXT_REV",
            rows=int(turned.sum()),
        )
    )


def _post_late(box: Outbox, file: LedgerFile, rng: np.random.Generator) -> None:
    """Vouchers of the month before, posted in this month."""
    for index in sorted(rng.choice(len(file.postings), LATE_POSTINGS_PER_FILE, replace=False).tolist()):
        found = day(file.month - 1, day_count(file.month - 1) - 1).isoformat()
        file.edit(index, "Verifikatdatum", found)
        box.plant(
            Fault(
                *("late_posting", "loading", "voucher_outside_period", "warn", file_name(file)),
                "the voucher is of the month before; it counts in the period that it is posted in",
                row=file.line(index),
                column="Verifikatdatum",
                found=found,
            )
        )


def _date_far_off(box: Outbox, file: LedgerFile, rng: np.random.Generator) -> None:
    index = _any_row(file, rng)
    found = day(file.month + 12 * 18, 1).isoformat()
    file.edit(index, "Verifikatdatum", found)
    box.plant(
        Fault(
            *("voucher_far_outside_period", "loading", "voucher_outside_period", "warn", file_name(file)),
            "the voucher's date is eighteen years ahead; it counts in the period that it is posted in",
            row=file.line(index),
            column="Verifikatdatum",
            found=found,
        )
    )


def remove_unsettled_invoice(box: Outbox, month: Month, postings: dict[str, Postings], known: Names) -> None:
    """Leave out the buyer's side of one internal invoice, in its own board and month."""
    board, offset = UNSETTLED_INVOICE
    if month - box.settings.newest != offset or not box.wants("internal_not_netting"):
        return
    mine = postings[board]
    rows = np.nonzero((mine.account == _INTERNAL_COST) & (mine.amount > 0))[0]
    index = int(rows[len(rows) // 2])
    voucher, ore = int(mine.voucher[index]), int(mine.amount[index])
    buyer, seller = known.unit[mine.unit[index]], known.counterparty[mine.counterparty[index]]
    keep = np.ones(len(mine), dtype=bool)
    keep[index] = False
    postings[board] = mine.take(keep)
    told = Fault(
        *("internal_not_netting", "audit", "internal_trade", "warn", f"huvudbok_{board}_{period(month)}.csv"),
        f"unit {seller} has invoiced unit {buyer} {ore} öre (voucher {voucher}); not booked by the buyer",
        column="Belopp",
        found=kronor(ore),
    )
    box.plant(told)
    box.plant(replace(told, stage="verdict"))


def without_late_invoices(settings: SimulationSettings, postings: Postings) -> Postings:
    """The month as first exported: some supplier invoices had not come in."""
    rng = stream(settings.seed, "faults/redelivery")
    is_supplier: NDArray[np.bool_] = np.array([t == "OTHER_EXT" for t in _COST_TYPES])[postings.account]
    absent = is_supplier & (postings.amount > 0) & (rng.random(len(postings)) < LATE_INVOICE_SHARE)
    return postings.take(~absent)
