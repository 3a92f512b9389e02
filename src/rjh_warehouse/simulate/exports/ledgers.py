"""All ledger files, month by month, with what is planted in them and the sums that they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rjh_warehouse.simulate.calendar import Month, closed_on, day, month_text, period
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.economy import Economy
from rjh_warehouse.simulate.exports.ledger import LedgerFile, csv_bytes, parquet_bytes
from rjh_warehouse.simulate.exports.ledger_faults import (
    plant_in,
    plant_unknown_unit,
    remove_unsettled_invoice,
    without_late_invoices,
)
from rjh_warehouse.simulate.faults import Fault
from rjh_warehouse.simulate.ledger import BOARD_CODES, Names, Postings, month_postings, names
from rjh_warehouse.simulate.truth import LedgerTruth

LATE_MONTH = ("KTN", -1)  # board and month from the newest
REDELIVERED = ("HSN", 0)
SAME_AGAIN = ("KTN", -2)


def deliver_ledgers(box: Outbox, economy: Economy, truth: LedgerTruth) -> None:
    """Write every board's ledger of every month; one month is in memory at a time."""
    known = names()
    for month in box.settings.span:
        postings = month_postings(economy, month, box.settings)
        for file, version, received_on in _files(box, month, postings, known):
            _write(box, file, version, received_on, known, truth)


def _files(
    box: Outbox, month: Month, postings: dict[str, Postings], known: Names
) -> Iterator[tuple[LedgerFile, int, dt.date]]:
    """The month's files with version number and day of delivery, faults planted."""
    offset = month - box.settings.newest
    is_text = box.settings.ledger_format == "csv"
    if is_text:
        remove_unsettled_invoice(box, month, postings, known)
    for board in BOARD_CODES:
        received_on = closed_on(month)
        if (board, offset) == LATE_MONTH and box.wants("late_month"):
            received_on = day(month + 2, 14)
            _plant_late(box, board, month, received_on)
        file = LedgerFile(board, month, postings[board])
        if (board, offset) == REDELIVERED and box.wants("corrected_redelivery"):
            first = LedgerFile(board, month, without_late_invoices(box.settings, postings[board]))
            yield first, 1, received_on
            _plant_redelivery(box, first, file)
            for version, delivered in ((1, first), (2, file)):
                plant_unknown_unit(box, delivered, known, _path(delivered, version))
            yield file, 2, day(month + 1, 22)
            continue
        if is_text:
            plant_in(box, file, known)
        yield file, 1, received_on
        if (board, offset) == SAME_AGAIN and box.wants("same_content_again"):
            yield file, 2, received_on + dt.timedelta(days=9)
            box.plant(
                Fault("same_content_again", "none", "version", "info", _path(file, 2),
                      "the same content as version 1 under a newer name: its sums count once", rows=len(file.postings))
            )  # fmt: skip


def ledger_name(board: str, month: Month, version: int, suffix: str = "csv") -> str:
    """The export's file name."""
    return f"huvudbok_{board}_{period(month)}{f'_v{version}' if version > 1 else ''}.{suffix}"


def _path(file: LedgerFile, version: int) -> str:
    return ledger_name(file.board, file.month, version)


def _write(
    box: Outbox, file: LedgerFile, version: int, received_on: dt.date, known: Names, truth: LedgerTruth
) -> None:
    is_text = box.settings.ledger_format == "csv"
    data = csv_bytes(file, known) if is_text else parquet_bytes(file, known)
    name = ledger_name(file.board, file.month, version, "csv" if is_text else "parquet")
    box.deliver(
        "ledger", name, data, title=f"Huvudbok {file.board} {month_text(file.month)}", received_on=received_on,
        row_count=len(file.postings) + len(file.last_lines), unit="kr",
    )  # fmt: skip
    truth.add(name, file, version)


def _plant_late(box: Outbox, board: str, month: Month, received_on: dt.date) -> None:
    box.plant(
        Fault("late_month", "audit", "period_missing", "warn", ledger_name(board, month, 1),
              f"{board} {month_text(month)} is missing as known before {received_on} and present after; the month is "
              "not zero and not estimated meanwhile")
    )  # fmt: skip


def _plant_redelivery(box: Outbox, first: LedgerFile, second: LedgerFile) -> None:
    difference = int(second.postings.amount.sum() - first.postings.amount.sum())
    box.plant(
        Fault("corrected_redelivery", "none", "version", "info", _path(second, 2),
              f"two versions; the newer counts from {day(first.month + 1, 22)}; the net cost rises by "
              f"{difference} öre; as known before, the first counts", found=str(difference),
              rows=len(second.postings) - len(first.postings))
    )  # fmt: skip
