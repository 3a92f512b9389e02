"""The month of a SIE record: that of its voucher's date, or period 13 where the voucher is the year's closing."""

from __future__ import annotations

from collections.abc import Iterable

from rjh_warehouse.contract.contract import SieClosing
from rjh_warehouse.contract.month_name import YEAR_END, first_day
from rjh_warehouse.reading.sie.lines import SieRecord

MONTH_SUMS = ("#PSALDO", "#PBUDGET")
_VOUCHER_ROWS = ("#TRANS", "#BTRANS", "#RTRANS")


def month_of(record: SieRecord, closing: SieClosing) -> str | None:
    """YYYYMM of a posting, its voucher, or a balance or budget by month; None of what is of no month."""
    if record.label in MONTH_SUMS:
        return record.at(1)
    if record.label == "#VER":
        return _of_voucher(record, None, closing)
    if record.label in _VOUCHER_ROWS:
        return _of_voucher(record.voucher, record, closing)
    return None


def _of_voucher(voucher: SieRecord | None, row: SieRecord | None, closing: SieClosing) -> str | None:
    day = (voucher.at(2) if voucher else None) or (row.at(2) if row else None)
    if not day:
        return None
    is_series = voucher is not None and voucher.at(0) in closing.series
    is_object = row is not None and any(row.objects.get(d) == code for d, code in closing.objects.items())
    return f"{day[:4]}{YEAR_END}" if is_series or is_object else day[:6]


def months_of_postings(found: Iterable[SieRecord], closing: SieClosing) -> list[str]:
    """The months that records post in, in order; what is no month is not among them."""
    months = {month_of(r, closing) for r in found if r.label == "#TRANS"}
    return sorted(m for m in months if m and first_day(m))


def of_one_month(found: list[SieRecord], month: str, closing: SieClosing) -> list[SieRecord]:
    """The records of a month, and those that are of none (accounts, dimensions, the file's own).

    Postings and sums of a month without postings, or of none that can be read, are the first month's.
    """
    months = months_of_postings(found, closing)
    others = set(months) - {month} if months[:1] == [month] else None
    kept = []
    for record in found:
        own = month_of(record, closing)
        is_of_all = own is None and record.label not in ("#VER", *_VOUCHER_ROWS)
        if is_of_all or own == month or (others is not None and own not in others):
            kept.append(record)
    return kept
