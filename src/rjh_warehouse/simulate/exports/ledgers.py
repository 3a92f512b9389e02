"""All ledger files, month by month, with what is planted in them and the sums that they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from rjh_warehouse.simulate.calendar import closed_on, day, month_text
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
from rjh_warehouse.simulate.ledger import BOARD_CODES, Names, month_postings, names
from rjh_warehouse.simulate.truth import LedgerTruth

LATE_MONTH = ("KTN", -1)  # board and month from the newest
LATE_DAY = 14  # of the second month after
REDELIVERED = ("HSN", 0)
REDELIVERY_DAY = 22  # of the next month
SAME_AGAIN = ("KTN", -2)
SAME_AGAIN_AFTER = dt.timedelta(days=9)


def deliver_ledgers(box: Outbox, economy: Economy, truth: LedgerTruth) -> None:
    """Write every board's ledger of every month; one month is in memory at a time."""
    known = names()
    for month in box.settings.span:
        postings = month_postings(economy, month, box.settings)
        remove_unsettled_invoice(box, month, postings, known)
        for board in BOARD_CODES:
            for file, received_on in _versions(box, LedgerFile(board, month, postings[board]), known):
                _write(box, file, received_on, known)
                truth.add(file, box.settings.ledger_format)


def _versions(box: Outbox, file: LedgerFile, known: Names) -> Iterator[tuple[LedgerFile, dt.date]]:
    """The files of one board and month, oldest first, with their days of delivery and faults planted."""
    place = (file.board, file.month - box.settings.newest)
    received_on = closed_on(file.month)
    if place == REDELIVERED and box.wants("corrected_redelivery"):
        first = replace(file, postings=without_late_invoices(box.settings, file.postings))
        second = replace(file, version=2)
        for version in (first, second):
            plant_unknown_unit(box, version, known)
        _plant_redelivery(box, first, second)
        yield first, received_on
        yield second, day(file.month + 1, REDELIVERY_DAY)
        return
    if place == LATE_MONTH and box.wants("late_month"):
        received_on = day(file.month + 2, LATE_DAY)
        _plant_late(box, file, received_on)
    plant_in(box, file, known)
    yield file, received_on
    if place == SAME_AGAIN and box.wants("same_content_again"):
        again = replace(file, version=2)
        _plant_same_again(box, again)
        yield again, received_on + SAME_AGAIN_AFTER


def _write(box: Outbox, file: LedgerFile, received_on: dt.date, known: Names) -> None:
    is_text = box.settings.ledger_format == "csv"
    box.deliver(
        "ledger",
        f"{file.name}.{box.settings.ledger_format}",
        csv_bytes(file, known) if is_text else parquet_bytes(file, known),
        title=f"Huvudbok {file.board} {month_text(file.month)}",
        received_on=received_on,
        row_count=len(file.postings) + len(file.last_lines),
        unit="kr",
    )


def _plant_same_again(box: Outbox, again: LedgerFile) -> None:
    box.plant(
        Fault(
            *("same_content_again", "none", "version", "info", f"{again.name}.csv"),
            "the same content as version 1 under a newer name: its sums count once",
            rows=len(again.postings),
        )
    )


def _plant_late(box: Outbox, file: LedgerFile, received_on: dt.date) -> None:
    box.plant(
        Fault(
            *("late_month", "audit", "period_missing", "warn", f"{file.name}.csv"),
            f"{file.board} {month_text(file.month)} is missing as known before {received_on} and present "
            "after; the month is not zero and not estimated meanwhile",
        )
    )


def _plant_redelivery(box: Outbox, first: LedgerFile, second: LedgerFile) -> None:
    difference = int(second.postings.amount.sum() - first.postings.amount.sum())
    box.plant(
        Fault(
            *("corrected_redelivery", "none", "version", "info", f"{second.name}.csv"),
            f"two versions; the newer counts from {day(first.month + 1, REDELIVERY_DAY)}; the net cost rises "
            f"by {difference} öre; as known before, the first counts",
            found=str(difference),
            rows=len(second.postings) - len(first.postings),
        )
    )
