"""What a line above a table says of the unit of its amounts: a statement of it, or words that only name one."""

from __future__ import annotations

import re

from rjh_warehouse.reading.table.numbers import UNIT_NAMES

_UNITS = "|".join(re.escape(u) for u in sorted(UNIT_NAMES, key=len, reverse=True) if u not in {"%", "procent"})
_UNIT = rf"(?<!\w)(?P<unit>{_UNITS})(?!\w)"
_OF_WHAT = (
    r"(?:belopp(?:en)?|siffror(?:na)?|tal(?:en)?|värden(?:a)?|summor(?:na)?|utfall|enhet|valuta|sort|amounts?|figures|"
    r"values|unit|currency|beträge|angaben|einheit|werte|סכומים)"
)
_BUT = r"(?:[ ,]+(?:om inte|där inte|unless|sofern|avrundat|exkl|inkl)\b.*)?"
_SURE = (
    rf"[(\[]?\s*(?:i |in )?{_UNIT}\s*[)\]]?[.:]?",  # the unit alone: (tkr)
    rf"[(\[]?(?:alla |samtliga |all |alle )?{_OF_WHAT}\b[^\d,]{{0,40}}?[ :(]{_UNIT}\s*[)\]]?[.]?{_BUT}",  # Belopp i tkr
    rf".{{0,100}}[(\[]\s*(?:belopp )?(?:i |in )?{_UNIT}\s*[)\]][.:]?",  # a title that ends with (tkr)
)
_SURE_FORMS = [re.compile(form, re.IGNORECASE) for form in _SURE]
_NAMED = re.compile(_UNIT, re.IGNORECASE)
_NO_AMOUNT = re.compile(r"(?:,\s*|(?<!\d)(?:19|20)\d\d\s+|[^\W\d_]\s+)$")  # before a unit that no number stands before
MOST_CHARACTERS = 300  # of a cell that is looked at as a statement


def units_stated(text: str) -> set[str]:
    """The units that a line's cells state: "Belopp i tkr", "(mkr)", "Resultat per nämnd (mkr)"."""
    return {UNIT_NAMES[m["unit"].lower()] for c in _cells(text) for f in _SURE_FORMS if (m := f.fullmatch(c))}


def units_mentioned(text: str) -> set[str]:
    """The units that a line names without a number before them, whatever it says of them: "Budget 2024 tkr"."""
    found = ((c, m) for c in _cells(text) for m in _NAMED.finditer(c))
    return {UNIT_NAMES[m["unit"].lower()] for c, m in found if _NO_AMOUNT.search(c[: m.start()])}


def _cells(text: str) -> list[str]:
    return [c for part in text.split(";") if (c := part.strip()) and len(c) <= MOST_CHARACTERS]
