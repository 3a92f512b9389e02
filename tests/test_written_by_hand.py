"""Origins and contracts are written by people: whatever stands in them is told in words, within time and memory."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rjh_warehouse.contract.contract import Contract, read_contract, read_contracts
from rjh_warehouse.contract.errors import ContractError
from rjh_warehouse.contract.origin import OriginError, read_origin
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.yaml_text import MOST_CHARACTERS, MOST_DEPTH, YamlFault, read_yaml

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
    "title: t\nproducer: p\ndated: 2024-01-01\nstatus: klar": "status är klar, ska vara ett av: 'draft', 'adopted'",
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
        (("'cost_\\d+\\.csv'", "'cost_('"), "file_pattern är inget giltigt mönster"),
        (("contract: cost", "contract: other"), "filen ska heta other.yaml"),
        (("title_en: Cost", "titel: Cost"), "title_en saknas"),
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
