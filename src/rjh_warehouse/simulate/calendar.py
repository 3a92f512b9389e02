"""Months as one integer (year × 12 + month − 1), so that they add and compare; and the days that books
close.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

Month = int

CLOSE_DAY = 5  # books close on day 4–6 of the next month; the export is delivered on day 5
SWEDISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dec")


def month_of(year: int, number: int) -> Month:
    """The month of a year, by its number 1–12."""
    return year * 12 + number - 1


def parse_month(text: str) -> Month:
    """A month from "2024-04". Raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise ValueError(f"not a month as YYYY-MM: {text}")
    return month_of(int(text[:4]), int(text[5:]))


def year_of(month: Month) -> int:
    """The year of a month."""
    return month // 12


def number_of(month: Month) -> int:
    """The month's number in its year, 1–12."""
    return month % 12 + 1


def period(month: Month) -> str:
    """The month as the ledger writes it: 202404."""
    return f"{year_of(month)}{number_of(month):02d}"


def month_text(month: Month) -> str:
    """The month as 2024-04."""
    return f"{year_of(month)}-{number_of(month):02d}"


def first_day(month: Month) -> dt.date:
    """The month's first day."""
    return dt.date(year_of(month), number_of(month), 1)


def day_count(month: Month) -> int:
    """The number of days in the month."""
    return calendar.monthrange(year_of(month), number_of(month))[1]


def day(month: Month, number: int) -> dt.date:
    """A day of the month."""
    return dt.date(year_of(month), number_of(month), number)


def last_day(month: Month) -> dt.date:
    """The month's last day."""
    return day(month, day_count(month))


def closed_on(month: Month) -> dt.date:
    """The day that the month's books are delivered: day 5 of the next month."""
    return day(month + 1, CLOSE_DAY)
