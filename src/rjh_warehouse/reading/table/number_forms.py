"""Forms of a number beside the grammar's: a currency before it, and what programs leave behind it.

R and pandas write 1234567.8900000001 where 1234567.89 is meant, 2.98e-08 where 0 is, and 1e+05 for 100000. A text is
read so only where nothing can be lost: noise is nearer a number of the allowed decimals than NOISE of its last one; an
exponent is a program's own (small e, sign, two digits), and its mantissa whole, long or noise: 1,23E+05 lost figures.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from rjh_warehouse.reading.table.cell import SPACES
from rjh_warehouse.reading.table.numbers import MINUSES, NumberFault, NumberRules, Parsed, parse_number

NOISE = Decimal("1e-5")  # of the last declared decimal: what binary arithmetic leaves behind, and no figure
LONG = 12  # significant digits of a mantissa that was not shortened
_MINUS = f"[{re.escape(MINUSES)}]"
_CURRENCY = re.compile(
    rf"(?P<sign>[(]|[+]|{_MINUS})? ?(?P<name>[$€£₪]|kr\.?|(?:US)?[$]|[A-Z]{{3}})\s?(?P<rest>[({MINUSES}+]? ?[0-9.,].*)"
)
_EXPONENT = re.compile(r"(?P<sign>-?)(?P<mantissa>[0-9]+(?:[.,][0-9]+)?)e(?P<exponent>[+-][0-9]{2,3})")
_FRACTION = re.compile(r"(?P<whole>.*?)(?P<mark>[.,])(?P<fraction>[0-9]+)(?P<behind>\D*)")


def without_noise(value: Decimal, decimals: int) -> Decimal:
    """A computed number without what binary arithmetic left behind its decimals.

    A computed cell holds 1234567.89000001 or 2.98E-08 where 1234567.89 and 0 are meant. What is nearer a number of the
    declared decimals than NOISE of its last one is that number; anything else is left, to be rejected.
    """
    near = round(value, decimals)
    return near if abs(value - near) < NOISE.scaleb(-decimals) else value


def parse_form(text: str, rules: NumberRules) -> Parsed:
    """Read one text as a number, in the grammar or in one of the forms beside it.

    Raises:
        NumberFault: as `parse_number`, which is asked first and whose reason counts.
    """
    try:
        return parse_number(text, rules)
    except NumberFault as fault:
        plain = text.strip(SPACES)
        for form in (_currency_behind, _without_exponent, _without_noise):
            parsed = form(plain, rules, fault)
            if parsed is not None:
                return parsed
        raise


def _currency_behind(text: str, rules: NumberRules, fault: NumberFault) -> Parsed | None:
    """ "£1,234" and "-$ 5" as "1,234 £" and "-5 $"."""
    found = _CURRENCY.fullmatch(text)
    if found is None:
        return None
    number = (found["sign"] or "") + found["rest"]
    try:
        return parse_form(f"{number} {found['name']}", rules)
    except NumberFault as behind:
        if behind.code not in {"reject.not_a_number", "reject.unit_unknown"}:
            raise
        return None


def _without_exponent(text: str, rules: NumberRules, fault: NumberFault) -> Parsed | None:
    found = _EXPONENT.fullmatch(text) if fault.code == "reject.exponent" else None
    if found is None:
        return None
    mantissa = found["mantissa"].replace(",", ".")
    value = Decimal(f"{found['sign']}{mantissa}e{found['exponent']}")
    digits = len(mantissa.replace(".", "").lstrip("0"))
    is_noise = abs(value) < NOISE.scaleb(-rules.allowed_decimals)
    if not (is_noise or digits >= LONG or "." not in mantissa):
        return None
    value = Decimal(0) if is_noise else without_noise(value, rules.allowed_decimals)
    shown = f"{value:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return parse_number(shown.replace(".", rules.decimal), replace(rules, thousands_point=False))


def _without_noise(text: str, rules: NumberRules, fault: NumberFault) -> Parsed | None:
    found = _FRACTION.fullmatch(text) if fault.code == "reject.too_many_decimals" else None
    if found is None:
        return None
    allowed = rules.allowed_decimals
    kept = found["fraction"][:allowed]
    fraction = Decimal(f"0.{found['fraction']}")
    near = without_noise(fraction, allowed)
    if near == fraction and len(found["fraction"].rstrip("0")) > allowed:
        return None
    mark = found["mark"] if kept else ""
    parsed = parse_number(f"{found['whole']}{mark}{kept}{found['behind']}", rules)
    step = near - Decimal(f"0.{kept or 0}")
    is_negative = parsed.value < 0 or (not parsed.value and bool(re.search(f"[(]|{_MINUS}", text)))
    value = parsed.value - step if is_negative else parsed.value + step
    return Parsed(value if value else abs(value), allowed, parsed.unit)
