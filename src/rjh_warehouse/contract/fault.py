"""What is wrong with a file that people write by hand (origin, contract, suite …), in words from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from rjh_warehouse.contract.errors import WrittenError
from rjh_warehouse.messages import say
from rjh_warehouse.yaml_text import YamlFault, read_yaml

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
    ("finite", "fault.not_number"),
    ("decimal", "fault.not_number"),
    ("greater", "fault.out_of_range"),
    ("less", "fault.out_of_range"),
    ("string_pattern", "fault.not_name"),  # the only pattern of ours is that of names
    ("string", "fault.not_text"),
    ("list", "fault.not_list"),
    ("tuple", "fault.not_list"),
    ("too_", "fault.wrong_count"),
    ("dict", "fault.not_mapping"),
    ("model", "fault.not_mapping"),
)
_LITERAL = re.compile(r"'([^']*)'")
T = TypeVar("T")


def read_written(path: Path, checked: Callable[[Any], T]) -> T:
    """A YAML file of the project, as `checked` makes it of the plain values.

    Raises:
        WrittenError: it is no YAML, or `checked` refuses it.
    """
    try:
        return checked(read_yaml(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise WrittenError(f"{path.name}: {explain_fault(error)}") from error


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
    kind, context, where, found = error["type"], error.get("ctx", {}), list(error["loc"]), _shown(error.get("input"))
    if kind == "invalid_key" or where[-1:] == ["[key]"]:  # a key that is no text stands in the place itself
        where = where[:-2] if where[-1] == "[key]" else where[:-1]
        return say("fault.key_not_text", place=_place(where), found=found)
    place = _place(where)
    if kind == "value_error":  # a rule of ours, which says it in words
        return f"{place}: {context['error']}" if place else str(context["error"])
    code = next((c for start, c in _KINDS if kind.startswith(start)), "fault.value")
    allowed = ", ".join(_LITERAL.findall(context.get("expected") or ""))
    return say(code, place=place, found=found, expected=allowed)


def _place(where: list[Any]) -> str | None:
    return "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in where).lstrip(".") or None


def _shown(value: Any) -> str:
    """A value as it is written in the file, in one line and not too long."""
    if value is None:
        return say("fault.nothing")
    text = value if isinstance(value, str) else yaml.safe_dump(value, default_flow_style=True, allow_unicode=True)
    text = " ".join(text.removesuffix("...\n").split())
    return text if len(text) <= LONGEST_FOUND else f"{text[:LONGEST_FOUND]}…"
