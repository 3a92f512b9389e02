"""Origins and contracts are written by people: whatever stands in them is told in words, within time and memory."""

from __future__ import annotations

import datetime as dt
import math
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rjh_warehouse.build.expectations import Suite, read_suites
from rjh_warehouse.build.trace_paths import read_trace_paths
from rjh_warehouse.contract.contract import Contract, read_contract, read_contracts
from rjh_warehouse.contract.errors import ContractError, WrittenError
from rjh_warehouse.contract.fault import explain_fault
from rjh_warehouse.contract.origin import Origin, OriginError, read_origin
from rjh_warehouse.contract.region_codes import with_region_codes
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.yaml_text import MOST_CHARACTERS, MOST_DEPTH, YamlFault, read_yaml

ROOT = Path(__file__).resolve().parents[1]
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{above}'] * 9)}]\n" for above, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "bomb": (BOMB, "fault.yaml_many"),
    "merged bomb": (BOMB.replace("[", "{k: [").replace("]", "]}"), "fault.yaml_many"),
    "deep": ("[" * 100_000, "fault.yaml_deep"),
    "deep mappings": ("{a: " * 100_000, "fault.yaml_deep"),
    "deep blocks": ("- " * 100_000, "fault.yaml_deep"),
    "deep keys": ("? " * 100_000, "fault.yaml_deep"),
    "deep lines": ("".join(f"{' ' * n}a:\n" for n in range(1000)), "fault.yaml_deep"),
    "in itself": ("a: &a [*a]", "fault.yaml"),
    "long": ("a" * (MOST_CHARACTERS + 1), "fault.yaml_long"),
    "many": ("[" + "1, " * 200_000 + "]", "fault.yaml_many"),
    "object": ("!!python/object/apply:os.system ['true']", "fault.yaml"),
    "control": ("a: \x00", "fault.yaml"),
    "unfinished": ("a: [", "fault.yaml"),
    "twice": ("unit: kr\nunit: tkr", "fault.yaml_twice"),
    "two documents": ("a: 1\n---\nb: 2", "fault.yaml"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_yaml_is_refused_within_bounds(name: str) -> None:
    text, code = HOSTILE[name]
    began = time.process_time()
    with pytest.raises(YamlFault) as found:
        read_yaml(text)
    assert found.value.code == code
    assert time.process_time() - began < 2


@given(st.text(alphabet="[]{}&*a:,- \n?|>'\"#%!", max_size=60))
def test_any_text_is_a_value_or_a_fault(text: str) -> None:
    try:
        read_yaml(text)
    except ValueError:
        return


def test_aliases_in_reason_are_read() -> None:
    assert read_yaml("a: &x [1, 2]\nb: *x\nc: {<<: {d: 1}}") == {"a": [1, 2], "b": [1, 2], "c": {"d": 1}}
    assert read_yaml("[" * (MOST_DEPTH - 1) + "]" * (MOST_DEPTH - 1)) is not None


ORIGINS = {
    "title: t\nproducer: p": "dated saknas",
    "title: t\nproducer: p\ndated: igår": "dated är igår, ska vara ett datum",
    "title: t\nproducer: p\ndated: 2024-01-01\nenheter: tkr": "enheter är ingen känd nyckel",
    "title: t\nproducer: p\ndated: 2024-01-01\nstatus: klar": "är klar, ska vara ett av: draft, adopted, revised",
    "title: t\nproducer: p\ndated: 2024-02-30": "rad 3: 2024-02-30 är varken ett tal, en dag",
    "title: t\nproducer: p\ndated: !!timestamp igår": "rad 3: igår är varken ett tal, en dag",
    "title:\nproducer: p\ndated: 2024-01-01": "title är tom, ska vara text",
    "title: t\nproducer: p\ndated: 2024-01-01\nattributes: {1: a}": "attributes: nyckeln 1 ska vara text",
    "title: 2024\nproducer: p\ndated: 2024-01-01": "title är 2024, ska vara text",
    "title: t\nproducer: p\ndated: 2024-01-01\nis_simulated: kanske": "is_simulated är kanske, ska vara true eller",
    "title: t\nproducer: p\ndated: 2024-01-01\nsource_lines: 4": "source_lines är 4, ska vara en lista",
    "title: t\nproducer: p\ndated: 2024-01-01\nsource_lines: [1, 2, 3]": "source_lines har fel antal",
    "- a": "ska vara nycklar med värden",
    "": "ska vara nycklar med värden",
    "title: t: u": "rad 1 kan inte läsas som YAML",
    BOMB: "fler än 100000 värden",
}
ENGLISH = ("field", "input", "valid", "should", "pydantic", "extra", "mapping", "expected")


@pytest.mark.parametrize("text", ORIGINS)
def test_an_origin_is_explained_in_the_readers_language(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv.origin.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(OriginError) as found:
        read_origin(tmp_path / "a.csv")
    assert ORIGINS[text] in str(found.value)
    assert not [word for word in ENGLISH if word in str(found.value).lower()]


CONTRACT = """
contract: cost
title_sv: Kostnad
title_en: Cost
description: A small table.
source: a test
file_pattern: 'cost_\\d+\\.csv'
format: csv
tables: [{name: cost, columns: [{name: amount, type: amount, unit: kr, aliases: [belopp]}]}]
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("format: csv", "format: pdf"), "format är pdf, ska vara ett av"),
        (("unit: kr, ", ""), "ett belopp behöver en enhet"),
        (("'cost_\\d+\\.csv'", "'cost_('"), "file_pattern: cost_\\( är inget giltigt mönster; felet står vid tecken 6"),
        (("contract: cost", "contract: other"), "filen ska heta other.yaml"),
        (("title_en: Cost", "titel: Cost"), "title_en saknas"),
        (("name: cost,", "name: Kostnad,"), "name är Kostnad, ska vara små bokstäver"),
        (("name: cost,", "name: cost, rows: {total: '(summa'},"), "rows.total: .summa är inget giltigt mönster"),
        (("title_en: Cost", "title_en: [" + "[" * 500), "nivåer i varandra"),
    ],
)
def test_a_contract_is_explained_in_the_readers_language(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    path = tmp_path / "cost.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    assert isinstance(read_contract(path), Contract)
    path.write_text(CONTRACT.replace(*change), encoding="utf-8")
    with pytest.raises(ContractError, match=said):
        read_contract(path)


def test_an_origin_or_a_contract_that_is_a_folder_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "cost_1.csv").write_text("belopp\n1\n", encoding="utf-8")
    (tmp_path / "in" / "cost_1.csv.origin.yaml").mkdir()
    (outcome,) = load_files([tmp_path / "in"], Lake(tmp_path / "lake"), read_contracts(tmp_path / "contracts"))
    assert outcome.error and outcome.error.code == "error.not_a_file"
    (tmp_path / "contracts" / "other.yaml").mkdir()
    with pytest.raises(ContractError, match="kan inte läsas som fil"):
        read_contracts(tmp_path / "contracts")


# -- no English of a library, whatever is written -------------------------------------------------------

ODD = (
    5,
    -1,
    1.5,
    math.nan,
    True,
    None,
    "x",
    "2024-13-45",
    "(",
    [],
    {},
    [1],
    [[]],
    {"a": 1},
    {1: 2},
    dt.date(2024, 1, 1),
)
FULL_ORIGIN = {
    "title": "t", "producer": "p", "dated": dt.date(2024, 1, 1), "received_on": "2024-02-01", "unit": "kr",
    "status": "draft", "source_lines": [1, 2], "attributes": {"base_year": "2023"}, "is_simulated": True,
}  # fmt: skip
LIBRARY = "should|valid|input|expected|unexpected|must|missing|unterminated|field|or|and|got|position|range|None"


def places_in(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every value in a YAML file's plain values, the first of each list."""
    yield place
    if isinstance(value, dict):
        for key in value:
            yield from places_in(value[key], (*place, key))
    elif isinstance(value, list) and value:
        yield from places_in(value[0], (*place, 0))


def changed(value: Any, place: tuple[Any, ...], to: Any) -> Any:
    if not place:
        return to
    if isinstance(value, dict):
        return {k: changed(v, place[1:], to) if k == place[0] else v for k, v in value.items()}
    return [changed(v, place[1:], to) if i == place[0] else v for i, v in enumerate(value)]


WRITTEN_KINDS: list[tuple[str, Any, Callable[[Any], Any]]] = [
    *((c, with_region_codes(read_yaml((ROOT / "contracts" / f"{c}.yaml").read_text("utf-8")), ROOT / "seeds"),
       Contract.model_validate)
      for c in ("ledger", "budget_month", "unit_forecast", "indicator_outcome")),
    ("origin", FULL_ORIGIN, Origin.model_validate),
    ("suite", {"table": "t", "severity": "warn", "expectations": [{"type": "e", "kwargs": {}}]}, Suite.model_validate),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "checked"), WRITTEN_KINDS, ids=[k for k, _, _ in WRITTEN_KINDS])
def test_no_wrong_value_is_explained_in_a_librarys_own_words(
    kind: str, fields: Any, checked: Callable[[Any], Any]
) -> None:
    checked(fields)
    told = 0
    for place in places_in(fields):
        for odd in ODD:
            try:
                checked(changed(fields, place, odd))
            except ValueError as error:
                told += 1
                said = explain_fault(error)
                assert not re.search(rf"(?<![\w.])(?:{LIBRARY})(?![\w.])", said), (place, odd, said)
    assert told > 20


def test_a_file_of_the_project_that_is_something_else_is_named_with_its_fault(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("table: t\nseverity: hard\nexpectations: []", encoding="utf-8")
    with pytest.raises(WrittenError, match=r"a\.yaml: severity är hard, ska vara ett av: block, warn"):
        read_suites(tmp_path)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "ways.yaml").write_text("mart.cost: [{of: a}]", encoding="utf-8")
    with pytest.raises(WrittenError, match=r"ways\.yaml: mart\.cost\[1\]: en väg går till en tabell"):
        read_trace_paths(tmp_path)
