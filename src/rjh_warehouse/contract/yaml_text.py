"""YAML → values, by the fast parser where PyYAML was built with it."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """The value of one YAML document; only plain values are made, never objects. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)
