"""What is wrong with a file that people write by hand (origin, contract), in words from the catalogue."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from rjh_warehouse.messages import say
from rjh_warehouse.yaml_text import YamlFault

MOST_TOLD = 5
LONGEST_FOUND = 60
_KINDS = (  # how the schema library's kinds begin → the message
    ("missing", "fault.missing"),
    ("extra_forbidden", "fault.unknown_key"),
    ("literal_error", "fault.not_one_of"),
    ("enum", "fault.not_one_of"),
    ("date", "fault.not_date"),
    ("bool", "fault.not_bool"),
    ("int", "fault.not_number"),
    ("float", "fault.not_number"),
    ("decimal", "fault.not_number"),
    ("greater", "fault.out_of_range"),
    ("less", "fault.out_of_range"),
    ("string", "fault.not_text"),
    ("list", "fault.not_list"),
    ("tuple", "fault.not_list"),
    ("too_", "fault.wrong_count"),
    ("dict", "fault.not_mapping"),
    ("model", "fault.not_mapping"),
)


def explain_fault(error: ValueError) -> str:
    """The faults of a file in a sentence each, the first few."""
    if isinstance(error, YamlFault):
        return say(error.code, **error.places)
    if isinstance(error, UnicodeDecodeError):
        return say("fault.not_utf8")
    if not isinstance(error, ValidationError):
        return say("fault.value", place=None, found=error)
    told = [_explain(e) for e in error.errors(include_url=False)]
    more = [say("fault.more", count=len(told) - MOST_TOLD)] if len(told) > MOST_TOLD else []
    return "; ".join([*told[:MOST_TOLD], *more])


def _explain(error: Any) -> str:
    place = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in error["loc"]).lstrip(".") or None
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":  # a rule of ours, which says it in words
        return f"{place}: {context['error']}" if place else str(context["error"])
    code = next((c for start, c in _KINDS if kind.startswith(start)), "fault.value")
    return say(code, place=place, found=_shown(error.get("input")), expected=context.get("expected"))


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_FOUND else f"{text[:LONGEST_FOUND]}…"
