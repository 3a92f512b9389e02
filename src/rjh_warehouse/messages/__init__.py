"""The one catalogue of sentences that people read: code → Swedish and English.

Each YAML file of this folder holds the sentences of one room (`reject.*` and `finding.*` of reading,
`error.*` of deliveries, `report.*` of printouts …) as `code: {sv: …, en: …}`; places are
filled as in `str.format`, and `{count:rad|rader}` is the word for one or for many.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from rjh_warehouse.yaml_text import read_yaml

Language = Literal["sv", "en"]


_ENTRY = re.compile(r"^([^\s#][^:\n]*):.*(?:\n(?![^\s#]).*)*", re.MULTILINE)  # from its code to the next one's


@cache
def _written() -> dict[str, str]:
    """Every sentence by code as its file has it. Raises ValueError when a code stands twice."""
    written: dict[str, str] = {}
    for entry in sorted(resources.files(__package__).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            for found in _ENTRY.finditer(entry.read_text(encoding="utf-8")):
                if found[1] in written:
                    raise ValueError(f"{entry.name}: the message {found[1]} stands twice")
                written[found[1]] = found[0]
    return written


@cache
def _sentence(code: str) -> dict[str, str]:
    texts: dict[str, str] = read_yaml(_written()[code])[code]
    return texts


class Catalogue(Mapping[str, dict[str, str]]):
    """Every sentence by code, each read when it is asked for: a short command says few, and reading all costs more."""

    def __getitem__(self, code: str) -> dict[str, str]:
        return _sentence(code)

    def __iter__(self) -> Iterator[str]:
        return iter(_written())

    def __len__(self) -> int:
        return len(_written())


def catalogue() -> Catalogue:
    """Every sentence by code. Raises ValueError when a code stands twice."""
    return Catalogue()


def default_language() -> Language:
    """Swedish, unless the environment variable RJH_LANG says `en`."""
    return "en" if os.environ.get("RJH_LANG", "sv").lower().startswith("en") else "sv"


def say(code: str, language: Language | None = None, /, **places: object) -> str:
    """The sentence of a code with its places filled; a place without a value reads as "–".

    Raises:
        KeyError: no such code in the catalogue.
    """
    texts = _sentence(code)
    return texts[language or default_language()].format_map(_Places(places))


class _Count(int):
    """A whole number that `{count:rad|rader}` turns into the word for one or for many."""

    def __format__(self, form: str) -> str:
        words = form.split("|")
        return words[self != 1] if len(words) == 2 else super().__format__(form)


def _place(value: object) -> object:
    """A value as it stands in a sentence: a name or a cell with a line end in it makes no line of its own."""
    if value is None:
        return "–"
    if type(value) is int:
        return _Count(value)
    return "⏎".join(str(value).splitlines()) if isinstance(value, str | Path | Exception) else value


class _Places(dict[str, object]):
    def __init__(self, places: dict[str, object]) -> None:
        super().__init__({k: _place(v) for k, v in places.items()})

    def __missing__(self, key: str) -> str:
        return "–"
