"""What columns mean: the shared vocabulary (models/vocabulary.yaml), and what a model says of its own columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from rjh_warehouse.contract.fault import read_written
from rjh_warehouse.folders import stands

SHARED = re.compile(r"as ([a-z_0-9]+)")
OWN = "own: "


class MeaningsContradict(Exception):
    """One name with two meanings or two types; `faults` has a line for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Described:
    """A model's columns: what its file says beside them, and the types they have."""

    model: str
    texts: Mapping[str, str]
    types: Mapping[str, str]


def vocabulary_of(root: Path) -> Path:
    """Where a project keeps its shared meanings."""
    return root / "models" / "vocabulary.yaml"


def read_vocabulary(path: Path) -> dict[str, str]:
    """The shared meanings by name; none where there is no such file."""
    return read_written(path, TypeAdapter(dict[str, str]).validate_python) if stands(path) else {}


def meanings(columns: Iterable[str], texts: Mapping[str, str], vocabulary: Mapping[str, str]) -> dict[str, str]:
    """Each column's meaning: the model's own words where it has some, else the shared ones of its name."""
    found = {}
    for column in columns:
        text = texts.get(column, vocabulary.get(column, ""))
        shared = SHARED.fullmatch(text)
        meaning = vocabulary.get(shared[1], "") if shared else text.removeprefix(OWN)
        if meaning:
            found[column] = meaning
    return found


def contradictions(models: Iterable[Described], vocabulary: Mapping[str, str]) -> list[str]:
    """Every name with two meanings or types that no mark beside the column tells apart, and every text kept twice."""
    faults, used = [], set()
    unmarked: dict[str, tuple[str, str]] = {}  # name → model, text
    types: dict[str, tuple[str, str]] = {}  # what a column is said to be → model, type
    for model in models:
        for column, text in model.texts.items():
            shared = SHARED.fullmatch(text)
            used.add(shared[1] if shared else column)
            if shared and shared[1] not in vocabulary:
                faults.append(f"{model.model}.{column}: models/vocabulary.yaml has no {shared[1]}")
            elif text.startswith(OWN) and text.removeprefix(OWN) == vocabulary.get(column):
                faults.append(f"{model.model}.{column}: the shared meaning again; leave it out")
            elif not shared and not text.startswith(OWN) and column in vocabulary:
                faults.append(
                    f"{model.model}.{column}: models/vocabulary.yaml says “{vocabulary[column]}”, the model “{text}”"
                )
            elif not shared and not text.startswith(OWN):
                first = unmarked.setdefault(column, (model.model, text))
                if first[0] != model.model:
                    faults.append(f"{column}: “{first[1]}” in {first[0]}, “{text}” in {model.model}")
        for column, kind in model.types.items():
            text = model.texts.get(column, column)
            shared = SHARED.fullmatch(text)
            said = shared[1] if shared else text if text.startswith(OWN) else column
            used.add(said)
            first = types.setdefault(said, (model.model, kind))
            if first[1] != kind:
                faults.append(f"{column}: {first[1]} in {first[0]}, {kind} in {model.model}")
    faults += [f"{name}: in models/vocabulary.yaml, and no column uses it" for name in vocabulary if name not in used]
    return faults
