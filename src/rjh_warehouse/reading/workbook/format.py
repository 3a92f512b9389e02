"""Number formats of workbooks: what a stored number is shown as, and serial numbers as dates."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from rjh_warehouse.reading.table.numbers import UNIT_NAMES
from rjh_warehouse.reading.workbook.bounds import MAX_FORMAT_LENGTH

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

_PARTS = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*](?P<space>.)|\[(?P<bracket>[^\]]*)\]|(?P<bare>.)', re.DOTALL
)
_CURRENCY = re.compile(r"\$([^-]*)")
_DURATION = re.compile(r"h+|m+|s+", re.IGNORECASE)
_PLACES = re.compile(r"[0#?][^.]*\.([0#?]+)")
_SCALING = re.compile(r"[0#?](,+)(?![0#?,])")
_NO_FORMAT = re.compile("general|standard", re.IGNORECASE)
CODE_PLACE = "\0"  # a digit's place in a code format
LAST_SERIAL = 2_958_465  # 9999-12-31


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is shown.

    `decimals`: shown decimals (of the percentage for a percent format), None for General. `template`: a code format
    such as 00000 or 000000\\-0000, with a NUL for each digit. `unit`: %, kr, tkr or mkr where the format writes one.
    `thousands`: how many times the number is divided by a thousand before it is shown.
    """

    kind: FormatKind = "number"
    decimals: int | None = None
    template: str | None = None
    unit: str | None = None
    thousands: int = 0

    def as_code(self, whole: int) -> str | None:
        """A whole number as a code format shows it: 12 by 00000 is 00012. None when the format is no code's."""
        if self.template is None or whole < 0:
            return None
        places = self.template.count(CODE_PLACE)
        digits = f"{whole:0{places}d}"
        ahead, rest = digits[: len(digits) - places + 1], iter(digits[len(digits) - places + 1 :])
        first, _, after = self.template.partition(CODE_PLACE)
        return first + ahead + "".join(next(rest) if c == CODE_PLACE else c for c in after)

    def stored_unit(self) -> str | None:
        """The unit of the stored number, when the format writes one: 1234567 shown as "1 235 tkr" is kronor."""
        if self.unit is None or self.thousands == 0:
            return self.unit
        step = _MONEY.index(self.unit) - self.thousands if self.unit in _MONEY else -1
        return _MONEY[step] if step >= 0 else None


GENERAL = NumberFormat()
_MONEY = ("kr", "tkr", "mkr")


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """Read a number format's code, such as `#,##0.0 "tkr"`, `[$-41D]yyyy-mm-dd` or `000\\ 00`.

    The section for positive numbers says it all. Raises ValueError for a code of absurd length.
    """
    if len(code) > MAX_FORMAT_LENGTH:
        raise ValueError(f"number format of {len(code)} characters")
    shown, literal, template, is_duration = _positive_section(code)
    unit = UNIT_NAMES.get(_NO_FORMAT.sub("", literal).strip().lower())
    if is_duration:
        return NumberFormat("duration")
    if not _NO_FORMAT.sub("", shown):
        return NumberFormat(unit=unit)
    if shown == "@":
        return NumberFormat("text")
    if re.search(r"[ymdhs]", shown, re.IGNORECASE) and not re.search(r"[#?]", shown):
        return NumberFormat("date")  # seconds may have decimals: mm:ss.0
    places = _PLACES.search(shown)
    decimals = len(places.group(1)) if places else 0
    if "%" in shown:
        return NumberFormat("percent", decimals)
    if "E" in shown.upper() or "/" in shown:
        return GENERAL
    is_code = template.count(CODE_PLACE) > 1 and not re.search(r"[#?.,]", shown)
    thousands = sum(len(commas) for commas in _SCALING.findall(shown))
    return NumberFormat("number", decimals, template.strip() if is_code else None, unit, thousands)


def _positive_section(code: str) -> tuple[str, str, str, bool]:
    """What formats the number, the words beside it, the section as a code's template, and whether it is a duration."""
    shown, literal, template = "", "", ""
    for part in _PARTS.finditer(code):
        text = part.group(part.lastgroup or "bare")
        if part.lastgroup == "bare":
            if text == ";":
                break
            shown += text
            literal += text if text.isalpha() else ""
            template += CODE_PLACE if text == "0" else text
        elif part.lastgroup in {"quoted", "escaped"}:
            literal += text
            template += text
        elif part.lastgroup == "bracket":
            if _DURATION.fullmatch(text):
                return "", "", "", True
            currency = _CURRENCY.match(text)
            literal += currency.group(1) if currency else ""
    return shown.strip(), literal, template, False


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
