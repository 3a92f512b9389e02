"""Which mark is the decimal mark of a file's numbers, where their texts say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rjh_warehouse.contract.contract import UNANSWERED


def number_rules(texts: Sequence[str]) -> tuple[dict[str, Any], str | None]:
    """The contract's `numbers` (empty: Swedish as it is by default), and a text that could mean either.

    With such a text the decimal mark is a question.
    """
    texts = [t for t in texts if re.search(r"[.,]\d", t)]
    groups, decimals = {}, {}
    for mark, other in ((",", "."), (".", ",")):
        m, o = re.escape(mark), re.escape(other)
        groups[mark] = any(re.search(rf"\d{m}\d{{3}}(?:{o}|{m}\d{{3}})", t) for t in texts)
        fraction = re.compile(rf"(?:^|\D)0?{m}\d+(?!.*[{m}{o}])|\d{m}(?:\d{{1,2}}|\d{{4,}})(?!\d)(?!.*[{m}{o}])")
        decimals[mark] = sum(bool(fraction.search(t)) for t in texts)
    is_point = decimals["."] > decimals[","] or (groups[","] and not decimals[","])
    if is_point or groups["."]:
        mark, other = (".", ",") if is_point else (",", ".")
        has_groups = any(re.search(rf"\d{re.escape(other)}\d{{3}}(?!\d)", t) for t in texts)
        return {"decimal": mark, "thousands_point": True} if has_groups else {"decimal": mark}, None
    unclear = [t for t in texts if re.fullmatch(r"\D*[1-9]\d{0,2}[.,]\d{3}\D*", t)]
    if decimals[","]:
        return {"decimal": ",", "thousands_point": True} if any("." in t for t in unclear) else {}, None
    if unclear:
        return {"decimal": UNANSWERED, "thousands_point": True}, unclear[0]
    return {}, None
