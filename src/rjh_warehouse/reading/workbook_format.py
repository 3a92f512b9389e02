"""Number formats of workbooks: what a stored number is shown as, and serial numbers as dates."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

FormatKind = Literal["number", "percent", "date", "duration", "text"]

# The formats that a workbook names by number only (ECMA-376 part 1, 18.8.30).
BUILTIN_FORMATS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 41: "#,##0",
    42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0",
    49: "@", **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
}  # fmt: skip

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_DURATION = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_PLACES = re.compile(r"[0#?](?:[^.;]*)\.([0#?]+)")
_ZEROS = re.compile(r"0{2,}")
LAST_SERIAL = 2_958_465  # 9999-12-31


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is shown.

    `decimals`: shown decimals (of the percentage for a percent format), None for General. `zeros`: a code
    such as 00000 is shown with at least so many digits.
    """

    kind: FormatKind = "number"
    decimals: int | None = None
    zeros: int | None = None


GENERAL = NumberFormat()


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """Read a number format's code, such as `#,##0.0 "tkr"` or `[$-41D]yyyy-mm-dd`."""
    first = _NOT_SHOWN.sub("", code).split(";")[0]
    if _DURATION.search(first):
        return NumberFormat("duration")
    shown = _BRACKETS.sub("", first).strip()
    if shown in {"", "General", "Standard", "general"}:
        return GENERAL
    if shown == "@":
        return NumberFormat("text")
    if not re.search(r"[0#?]", shown) and re.search(r"[ymdhs]", shown, re.IGNORECASE):
        return NumberFormat("date")
    if re.search(r"[ymdhs]", shown, re.IGNORECASE) and not re.search(r"[#?]", shown):
        return NumberFormat("date")  # seconds with decimals: mm:ss.0
    places = _PLACES.search(shown)
    decimals = len(places.group(1)) if places else 0
    if "%" in shown:
        return NumberFormat("percent", decimals)
    if "E" in shown.upper() or "/" in shown:
        return GENERAL
    return NumberFormat("number", decimals, len(shown) if _ZEROS.fullmatch(shown) else None)


def stored_number(text: str) -> Decimal:
    """A stored number at the 15 significant digits that a workbook has.

    The file holds a binary double (0.14499999999999999 for 0.145); spreadsheets show at most 15 digits of it.

    Raises:
        ValueError: not a finite number.
    """
    return exact(float(text))


def exact(value: float) -> Decimal:
    """A double as the decimal number of at most 15 significant digits. Raises ValueError for inf and nan."""
    if not math.isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    number = Decimal(f"{value:.15g}")
    return Decimal(f"{number:f}")


def serial_to_date(serial: float, *, is_1904: bool) -> dt.date | dt.datetime | dt.time:
    """A date's serial number as a date, with the time of day where it has one.

    The 1900 system has a 29 February 1900 that never was (serial 60).

    Raises:
        ValueError: outside the calendar of the workbook.
    """
    if serial < 0 or serial >= LAST_SERIAL + 1 or (not is_1904 and 60 <= serial < 61):
        raise ValueError(f"no date: {serial}")
    days = int(serial)
    millis = round((serial - days) * 86_400_000)
    if days == 0 and not is_1904:
        return (dt.datetime.min + dt.timedelta(milliseconds=millis)).time()
    if is_1904:
        first = dt.datetime(1904, 1, 1)
    else:
        first = dt.datetime(1899, 12, 31) if days < 60 else dt.datetime(1899, 12, 30)
    try:
        moment = first + dt.timedelta(days=days, milliseconds=millis)
    except OverflowError as error:
        raise ValueError(f"no date: {serial}") from error
    return moment.date() if millis == 0 else moment
