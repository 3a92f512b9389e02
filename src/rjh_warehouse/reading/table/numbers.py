"""The Swedish number grammar: one text → one exact value, or the code of why not.

    number    = [sign] body [trailing minus] [unit]  |  "(" body ")" [unit]
    sign      = "+" or one of - − – ‐ ‑ ﹣ － (hyphens, minus signs and dashes); a minus may trail instead
    body      = digits, or groups of three digits with one kind of mark between them, then [mark decimals]
    groups by = a space (also U+00A0, U+2007–U+200A, U+202F), an apostrophe, or the other mark
    unit      = % or a name of kr, tkr, mkr

With decimal comma, `12.5` and `1 234.50` can only be a decimal point and are read as such; `1.234,50` and
`1.234.567` can only have thousands points. `1.234` could be either: the contract's `thousands_point`
decides, and without it the text is rejected. A contract that has thousands points has no decimal points.
Exponents, underscores, infinities, digits of other scripts and more decimals than declared are rejected,
never rounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rjh_warehouse.reading.table.cell import SPACES

PRECISION = 18  # digits that the lake's decimals hold
MINUSES = "-\u2212\u2013\u2010\u2011\ufe63\uff0d"
INNER_SPACES = "".join(c for c in SPACES if c not in "\t\r\n\ufeff")
_APOSTROPHES = "'\u2019"

UNIT_NAMES = {
    "%": "%", "procent": "%",
    "kr": "kr", "kr.": "kr", "sek": "kr", "kronor": "kr", ":-": "kr",
    "tkr": "tkr", "tsek": "tkr", "ksek": "tkr", "tusen kronor": "tkr", "tusen kr": "tkr",
    "mkr": "mkr", "msek": "mkr", "mnkr": "mkr", "miljoner kronor": "mkr", "miljoner kr": "mkr",
    "milj. kr": "mkr", "milj kr": "mkr", "mnkr.": "mkr", "tkr.": "tkr",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP", "$": "USD", "us$": "USD", "usd": "USD",
    "₪": "ILS", "ils": "ILS", "nis": "ILS", "nok": "NOK", "dkk": "DKK", "chf": "CHF",
    "teur": "TEUR", "t€": "TEUR", "tsd. eur": "TEUR", "tsd. euro": "TEUR", "tsd. €": "TEUR", "tsd €": "TEUR",
    "tsd eur": "TEUR", "in tsd. eur": "TEUR", "tausend euro": "TEUR", "k€": "TEUR",
    "meur": "MEUR", "mio. eur": "MEUR", "mio. euro": "MEUR", "mio. €": "MEUR", "mio €": "MEUR", "mio eur": "MEUR",
    "£m": "MGBP", "£ m": "MGBP", "£ million": "MGBP", "£ millions": "MGBP", "£k": "TGBP", "£000": "TGBP",
    "£000s": "TGBP", "£'000": "TGBP", "£ thousand": "TGBP", "£ thousands": "TGBP",
    "$m": "MUSD", "$ million": "MUSD", "$ millions": "MUSD", "$000": "TUSD", "$000s": "TUSD", "$'000": "TUSD",
    "$ thousands": "TUSD", "אלפי ש\"ח": "TILS", "אלפי שקלים": "TILS", "ש\"ח": "ILS",
}  # fmt: skip

_CURRENCIES = {"tkr": "kr", "mkr": "kr"} | {
    u: u.removeprefix(u[0]) if len(u) == 4 else u for u in UNIT_NAMES.values() if u.isupper() or u == "kr"
}  # fmt: skip

_MINUS_CLASS = re.escape(MINUSES)
_WHOLE = re.compile(
    rf"(?P<open>\()?[ ]?(?P<sign>[+{_MINUS_CLASS}])?[ ]?"
    rf"(?P<body>[0-9][0-9 .,']*|[.,][0-9]+)"
    rf"(?P<trail>[ ]?[{_MINUS_CLASS}](?![0-9]))?[ ]?(?P<close>\))?[ ]?(?P<unit>[^0-9].*)?"
)
_EXPONENT = re.compile(r"[0-9][eE][+-]?[0-9]")
_TO_PLAIN = str.maketrans({**dict.fromkeys(INNER_SPACES, " "), **dict.fromkeys(_APOSTROPHES, "'")})


def currency_of(unit: str) -> str | None:
    """The currency that a unit counts in: kr of tkr and USD of MUSD; None of what is no money."""
    return _CURRENCIES.get(unit)


class NumberFault(ValueError):
    """A text that is not a number here: `code` of the message catalogue and what was expected."""

    def __init__(self, code: str, expected: str) -> None:
        super().__init__(f"{code}: expected {expected}")
        self.code, self.expected = code, expected


@dataclass(frozen=True, slots=True)
class NumberRules:
    """What decides between readings and what the value must fit in."""

    decimal: str = ","
    thousands_point: bool = False
    max_decimals: int | None = None  # decimals that the contract allows
    scale: int = 6  # decimals that the lake keeps
    any_unit: bool = False  # words after the number are its unit, whatever they are

    @property
    def other(self) -> str:
        """The mark that is not the decimal mark."""
        return "." if self.decimal == "," else ","

    @property
    def allowed_decimals(self) -> int:
        return self.scale if self.max_decimals is None else min(self.max_decimals, self.scale)

    @property
    def whole_digits(self) -> int:
        """Digits before the decimal mark that fit."""
        return PRECISION - self.scale

    @property
    def example(self) -> str:
        """A number as it may stand here."""
        return "1234" + (self.decimal + "56"[: self.allowed_decimals] if self.allowed_decimals else "")


@dataclass(frozen=True, slots=True)
class Parsed:
    """An exact value, the decimals its text states, and the unit that stands in the text."""

    value: Decimal
    decimals: int
    unit: str | None = None


def parse_number(text: str, rules: NumberRules) -> Parsed:
    """Read one text as a number.

    Raises:
        NumberFault: with one of the codes `reject.not_a_number`, `reject.ambiguous_number`,
            `reject.exponent`, `reject.too_many_decimals`, `reject.overflow`, `reject.unit_unknown`.
    """
    whole = _WHOLE.fullmatch(text.strip(SPACES).translate(_TO_PLAIN))
    if whole is None:
        raise NumberFault("reject.exponent" if _EXPONENT.search(text) else "reject.not_a_number", rules.example)
    unit_text = (whole["unit"] or "").strip(" ")
    if _EXPONENT.match(whole["body"][-1] + unit_text):
        raise NumberFault("reject.exponent", rules.example)
    is_negative = _sign(whole, rules)
    whole_part, decimals = _split(whole["body"].rstrip(), rules)
    unit = _unit(unit_text, rules) if unit_text else None
    if len(decimals) > rules.allowed_decimals:
        raise NumberFault("reject.too_many_decimals", str(rules.allowed_decimals))
    if len(whole_part.lstrip("0")) > rules.whole_digits:
        raise NumberFault("reject.overflow", str(rules.whole_digits))
    value = Decimal(f"{whole_part or '0'}.{decimals}" if decimals else whole_part)
    return Parsed(-value if is_negative and value else value, len(decimals), unit)


def print_number(value: Decimal, decimals: int, rules: NumberRules, *, group: str = "\u00a0") -> str:
    """The number as a Swedish table prints it, so that `parse_number` gives it back."""
    text = f"{abs(value):,.{decimals}f}".replace(",", "\0").replace(".", rules.decimal).replace("\0", group)
    return ("\u2212" if value < 0 else "") + text


def _sign(whole: re.Match[str], rules: NumberRules) -> bool:
    """Whether the number is negative; at most one of sign, trailing minus and parentheses."""
    in_parentheses = whole["open"] is not None
    if in_parentheses != (whole["close"] is not None):
        raise NumberFault("reject.not_a_number", rules.example)
    marks = [bool(whole["sign"]), bool(whole["trail"]), in_parentheses]
    if sum(marks) > 1:
        raise NumberFault("reject.not_a_number", rules.example)
    return in_parentheses or bool(whole["trail"]) or (whole["sign"] or "+") != "+"


def _split(body: str, rules: NumberRules) -> tuple[str, str]:
    """The digits before and after the decimal mark."""
    mark, other = rules.decimal, rules.other
    if mark in body:
        before, _, after = body.partition(mark)
        return _ungroup(before, " '" + other, rules), _digits(after, rules)
    if other not in body:
        return _ungroup(body, " '", rules), ""
    if body.count(other) > 1:
        return _ungroup(body, other, rules), ""
    before, _, after = body.partition(other)
    if re.fullmatch(r"[1-9][0-9]{0,2}", before) and len(after) == 3 and after.isdigit():
        if rules.thousands_point:
            return before + after, ""
        raise NumberFault("reject.ambiguous_number", f"{before}{after} / {before}{mark}{after}")
    if rules.thousands_point:
        raise NumberFault("reject.not_a_number", rules.example)
    return _ungroup(before, " '", rules), _digits(after, rules)


def _ungroup(text: str, marks: str, rules: NumberRules) -> str:
    """The digits of a whole number whose groups of three have one of the marks between them."""
    if text.isdigit() or not text:
        return text
    for mark in marks:
        first, *rest = text.split(mark)
        if rest and re.fullmatch(r"[1-9][0-9]{0,2}", first) and all(len(g) == 3 and g.isdigit() for g in rest):
            return first + "".join(rest)
    raise NumberFault("reject.not_a_number", rules.example)


def _digits(text: str, rules: NumberRules) -> str:
    if not text.isdigit():
        raise NumberFault("reject.not_a_number", rules.example)
    return text


def _unit(text: str, rules: NumberRules) -> str:
    known = UNIT_NAMES.get(text.lower())
    if known is None and rules.any_unit and re.match(r"[^\W_]", text):
        return text
    if known is None:
        raise NumberFault("reject.unit_unknown" if text[:1].isalpha() else "reject.not_a_number", "%, kr, tkr, mkr")
    return known
