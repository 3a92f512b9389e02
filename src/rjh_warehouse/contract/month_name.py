"""The words of a month, and the month that a file's name says: one rule for cells, headers and names.

Period 13 is a year's closing: postings of its December that are booked when December has been closed.
"""

from __future__ import annotations

import calendar
import re

MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan", "january", "januar"), ("februari", "feb", "february", "februar"),
            ("mars", "mar", "march", "märz"), ("april", "apr"), ("maj", "may", "mai"), ("juni", "jun", "june"),
            ("juli", "jul", "july"), ("augusti", "aug", "august"), ("september", "sep", "sept"),
            ("oktober", "okt", "oct", "october"), ("november", "nov"),
            ("december", "dec", "dezember", "desember"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
MONTH_GROUPS = ("period", "as_of_period", "reported_period", "forecast_period")  # of a file's name: YYYYMM
_NAMES = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20|21)\d{2})"
_SHORT_YEAR = r"(?P<year>(?:19|20|21)\d{2}|\d{2})"
_NUMBER = r"(?P<number>0[1-9]|1[0-2])"
_PERIOD_NUMBER = r"(?P<number>0[1-9]|1[0-3])"
YEAR_END = 13
_NAME = rf"(?:\d{{2}}[ _.-]+)?(?P<name>{_NAMES})\.?"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}[-_. ]?{_PERIOD_NUMBER}",
        rf"{_YEAR}-(?P<number>[1-9])",
        rf"{_YEAR}[-_. ]?[PM]{_PERIOD_NUMBER}",
        rf"[PM]{_PERIOD_NUMBER}[-_. ]?{_YEAR}",
        rf"{_NAME}[-_ ']*{_SHORT_YEAR}",
        rf"{_YEAR}[-_ ]?{_NAME}",
        rf"{_YEAR}[-.]?{_NUMBER}[-.]?(?P<last>\d{{2}})",
        rf"(?P<last>\d{{2}})\.{_NUMBER}\.{_YEAR}",
        rf"(?P<last>\d{{1,2}}) {_NAME} {_YEAR}",
    )
]


def month_in_name(text: str) -> str | None:
    """The month as YYYYMM that a part of a file's name says: 2024-03, "mars 2024", P03_2024, or its last day."""
    found = next((m.groupdict() for form in _FORMS if (m := form.fullmatch(text))), None)
    if found is None:
        return None
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    number = int(found.get("number") or 0) or MONTH_NAMES[(found.get("name") or "").lower()]
    last = found.get("last")
    if last is not None and int(last) != calendar.monthrange(year, number)[1]:
        return None
    return f"{year}{number:02d}"


def first_day(period: str) -> str | None:
    """The first day (ISO) of a period YYYYMM: of period 13 that of December; None where it is no period."""
    if len(period) != 6 or not period.isdecimal() or not 1 <= int(period[4:]) <= YEAR_END:
        return None
    return f"{period[:4]}-{min(int(period[4:]), 12):02}-01"


def is_year_end(period: str) -> bool:
    """Whether a period YYYYMM is a year's closing."""
    return len(period) == 6 and period.endswith(str(YEAR_END))
