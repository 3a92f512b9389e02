"""What a SIE file's balances say against its own vouchers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from rjh_warehouse.contract.contract import SieClosing
from rjh_warehouse.reading.sie.lines import SieRecord
from rjh_warehouse.reading.sie.month import month_of
from rjh_warehouse.reading.table.result import Finding

_BALANCE_SHEET = ("1", "2")  # accounts whose balance goes on from year to year, whatever the vouchers of one are
_Posting = tuple[str, SieRecord, Decimal]  # its month


def sums_that_differ(found: list[SieRecord], closing: SieClosing) -> list[Finding]:
    """This year's #PSALDO and #RES that the file's vouchers do not add up to, a finding for each kind.

    #PSALDO is held to the vouchers of its month, or of the year to its end; #RES to the year's, where the file has
    vouchers from the year's first month on. Months without vouchers say nothing.
    """
    postings = list(_postings(found, closing))
    months = {month for month, _, _ in postings}
    year = next((r for r in found if r.label == "#RAR" and r.at(0) == "0"), None)
    is_from_start = bool(months) and year is not None and min(months) == (year.at(1) or "")[:6]
    by_account: dict[str | None, list[_Posting]] = defaultdict(list)
    for posting in postings:
        by_account[posting[1].at(0)].append(posting)
    wrong: dict[str, list[tuple[SieRecord, Decimal, Decimal]]] = defaultdict(list)
    for record in found:
        is_result = record.label == "#RES" and is_from_start
        account = record.at(1 if is_result else 2)
        if record.at(0) != "0" or not (is_result or (record.label == "#PSALDO" and record.at(1) in months)):
            continue
        stated = _amount(record.at(2 if is_result else 3))
        if stated is None or account is None or account.startswith(_BALANCE_SHEET):
            continue
        own = [p for p in by_account[account] if record.objects.items() <= p[1].objects.items()]
        to_date = sum((a for m, _, a in own if is_result or m <= str(record.at(1))), Decimal(0))
        of_month = sum((a for m, _, a in own if m == record.at(1)), Decimal(0))
        if stated != to_date and (is_result or stated != of_month):
            wrong[record.label].append((record, stated, to_date if is_result else of_month))
    return [
        Finding(
            "finding.sie_sum", None, first.row_number, f"{label} ({len(all_)})", None, first.text[:80], f"{own:.2f}"
        )
        for label, all_ in wrong.items()
        for first, _, own in all_[:1]
    ]


def _postings(found: list[SieRecord], closing: SieClosing) -> Iterator[_Posting]:
    for record in found:
        amount = _amount(record.at(1)) if record.label == "#TRANS" else None
        month = month_of(record, closing)
        if amount is not None and month:
            yield month, record, amount


def _amount(text: str | None) -> Decimal | None:
    try:
        return Decimal(text or "").quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
