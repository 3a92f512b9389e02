"""A file of several months, each of which is a delivery of its own: which files are so, and each month's contract."""

from __future__ import annotations

import re
from pathlib import Path

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.contract.month_name import YEAR_END
from rjh_warehouse.intake.controls.earlier import SPAN
from rjh_warehouse.lake.store import DeliveryRecord
from rjh_warehouse.reading.table.result import DeliveryError

__all__ = ["SPAN", "month_read", "months_apart", "of_month", "shown_with_month"]


def months_apart(file: Path, contract: Contract) -> list[str]:
    """The months (YYYYMM) that a file is taken apart by; none where it is one delivery.

    A file whose name and origin say no month is of those that its rows say. SIE named by a month may hold its year
    to that month, or the year's closing with its December; other months in it are questions (`period_in_file`).

    Raises:
        DeliveryError: no row says a month that can be read, or the file cannot be read.
    """
    group = contract.months_apart
    if group is None:
        return []
    named = (contract.match(file.name) or {}).get(group)
    if named is not None and contract.format != "sie":
        return []
    from rjh_warehouse.reading.month import months_of  # reads formats

    try:
        months = months_of(file, contract)
    except OSError as error:
        raise DeliveryError("error.unreadable", file=file.name, found=error.strerror) from error
    if named is None:
        if not months:
            raise DeliveryError("error.no_months", file=file.name, expected=group)
        return months
    return months if len(months) > 1 and _is_to_date(months, named) else []


def shown_with_month(name: str, month: str | None) -> str:
    """A file's name as it is told, with the month of it that a delivery is."""
    return f"{name} [{month}]" if month else name


def of_month(contract: Contract, file_name: str, month: str) -> Contract:
    """The contract for one month of a file: its name says the other things that it says, and the month is given."""
    said = contract.match(file_name) or {}
    return contract.of_file(re.escape(file_name), {**said, str(contract.months_apart): month})


def month_read(record: DeliveryRecord, contract: Contract) -> str | None:
    """The month that a delivery is of its file of several; None where it is all of its file."""
    return record.attributes[str(contract.months_apart)] if SPAN in record.attributes else None


def _is_to_date(months: list[str], named: str) -> bool:
    """Whether months are a year's first ones to the named (whatever month the year begins with), or its closing too."""
    plain = [m for m in months if not m.endswith(str(YEAR_END))]
    numbers = [int(m[:4]) * 12 + int(m[4:]) for m in plain]
    is_run = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    begins = len(plain) == 1 or plain[:1] == [f"{named[:4]}01"]
    closings = set(months) - set(plain)
    return is_run and begins and plain[-1] == named and closings <= {f"{named[:4]}{YEAR_END}"}
