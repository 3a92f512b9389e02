"""Values as a reader of the page sees them: Swedish or English numbers, months and code words."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from rjh_warehouse.messages import Language, catalogue, say

Kind = Literal["mkr", "tkr", "pct", "plain", "count", "text", "words", "month", "day", "year", "flag"]
NUMBERS = {"mkr": (1_000_000, 1), "tkr": (1_000, 0), "pct": (1, 1), "count": (1, 0), "plain": (1, None)}
NONE = "–"
_SPACE = "\u00a0"


def is_number(kind: Kind) -> bool:
    """Whether values of the kind are figures of the page."""
    return kind in NUMBERS


def shown(value: Any, kind: Kind, language: Language) -> str:
    """A value as text; a missing one is "–"."""
    if value is None:
        return NONE
    if kind in NUMBERS:
        factor, decimals = NUMBERS[kind]
        return number(Decimal(str(value)) / factor, decimals, language)
    if kind == "month" and isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    if kind == "flag":
        return say("page.yes" if value else "page.no", language)
    if kind == "words":
        return ", ".join(_word(part, language) for part in str(value).split("/"))
    return str(value)


def exact(value: Any) -> str:
    """A number as it is kept in the page for machines: all its digits, no exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def number(value: Decimal, decimals: int | None, language: Language) -> str:
    """A number rounded half away from zero (None: every digit that is not a closing zero), with a real minus."""
    if decimals is None:
        value = value.normalize()
        value = value if value.as_tuple().exponent < 0 else value.quantize(Decimal(1))  # type: ignore[operator]
    else:
        value = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = format(abs(value), ",f")
    if language == "sv":
        text = text.replace(",", _SPACE).replace(".", ",")
    return f"−{text}" if value < 0 else text


def _word(code: str, language: Language) -> str:
    named = f"page.code.{code.lower()}"
    return say(named, language) if named in catalogue() else code
