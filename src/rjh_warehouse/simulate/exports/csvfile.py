"""Small text files as the region's systems write them: `;`, decimal comma, exact amounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

Value = str | int | dt.date | None


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Header and rows as UTF-8 with semicolons and CRLF; None is an empty cell.

    Raises:
        ValueError: a text holds the delimiter, a quote or a line end (none of these files quote).
    """
    lines = [";".join(_text(v) for v in row) for row in [header, *rows]]
    return ("\r\n".join(lines) + "\r\n").encode()


def _text(value: Value) -> str:
    text = "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)
    if any(mark in text for mark in ';"\r\n'):
        raise ValueError(f"a cell may not hold {text!r}")
    return text


def scaled(value: int, decimals: int) -> str:
    """A whole number of the smallest step as text with a decimal comma: scaled(-1234, 2) is "-12,34"."""
    if not decimals:
        return str(value)
    whole, rest = divmod(abs(value), 10**decimals)
    return f"{'-' if value < 0 else ''}{whole},{rest:0{decimals}d}"


def kronor(ore: int) -> str:
    """Öre as kronor with two decimals."""
    return scaled(ore, 2)


def thousands(ore: int) -> str:
    """Öre as tkr with one decimal, rounded half away from zero."""
    return scaled(tenths(ore), 1)


def tenths(ore: int) -> int:
    """Öre as tenths of a thousand kronor, rounded half away from zero."""
    size = (abs(ore) + 5_000) // 10_000
    return -size if ore < 0 else size
