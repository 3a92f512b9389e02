"""YAML → values inside stated bounds: the only place that reads YAML, since people deliver it beside their files.

The parser's events are looked at before anything is made of them: a value in a value in a value … ends the process in
the fast loader, and a few lines of aliases of aliases become more values than there is memory for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

MOST_CHARACTERS = 1_000_000
MOST_DEPTH = 32  # values in one another
MOST_VALUES = 100_000  # with what aliases stand for counted each time
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlFault(ValueError):
    """A text that is no YAML, or goes beyond the bounds; `code` and `places` are the message."""

    def __init__(self, code: str, **places: Any) -> None:
        super().__init__(code)
        self.code = code
        self.places = places


class _Loader(_PARSER):  # type: ignore[misc]
    """Plain values alone; one that looks like a day or a number that does not exist is told by its line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (YamlFault, yaml.YAMLError):
            raise
        except (ValueError, LookupError, AttributeError, TypeError, OverflowError) as error:  # the library's own words
            raise YamlFault("fault.yaml_value", line=node.start_mark.line + 1, found=str(node.value)[:60]) from error


def read_yaml(text: str) -> Any:
    """The value of one YAML document; only plain values are made, never objects.

    Raises:
        YamlFault: no YAML, a key twice in a place, a day or number that does not exist, or more than the bounds allow.
    """
    if len(text) > MOST_CHARACTERS:
        raise YamlFault("fault.yaml_long", most=MOST_CHARACTERS)
    try:
        _hold_to_bounds(text)
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise YamlFault("fault.yaml", line=mark.line + 1 if mark else None) from error


@dataclass
class _Open:
    """A list or a mapping whose end has not come."""

    anchor: str | None
    is_mapping: bool
    values: int = 0  # in it so far, aliases counted as what they stand for
    items: int = 0
    keys: set[str] = field(default_factory=set)


def _hold_to_bounds(text: str) -> None:
    open_now, sizes = [_Open(None, False)], dict[str, int]()
    for event in yaml.parse(text, Loader=_PARSER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.CollectionStartEvent):
            open_now.append(_Open(event.anchor, isinstance(event, yaml.MappingStartEvent)))
            if len(open_now) > MOST_DEPTH:
                raise YamlFault("fault.yaml_deep", most=MOST_DEPTH, line=line)
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            ended = open_now.pop()
            anchor, size = ended.anchor, ended.values + 1
        elif isinstance(event, yaml.ScalarEvent):
            anchor, size = event.anchor, 1
            _hold_key(open_now[-1], event.value, line)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in sizes:  # stands for something that it is in itself, or for nothing
                raise YamlFault("fault.yaml", line=line)
            anchor, size = None, sizes[event.anchor]
        else:
            continue
        if anchor:
            sizes[anchor] = size
        open_now[-1].values += size
        open_now[-1].items += 1
        if open_now[-1].values > MOST_VALUES:
            raise YamlFault("fault.yaml_many", most=MOST_VALUES, line=line)


def _hold_key(inside: _Open, text: str, line: int) -> None:
    """A key twice in one mapping: the first value would be lost without a word."""
    if inside.is_mapping and inside.items % 2 == 0:
        if text in inside.keys and text != "<<":
            raise YamlFault("fault.yaml_twice", key=text, line=line)
        inside.keys.add(text)
