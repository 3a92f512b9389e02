"""A region's boards and cost types stand in its own lists; contracts say `@boards` and `@cost_types` for them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.contract.errors import ContractError
from rjh_warehouse.contract.region_codes import region_codes

ROOT = Path(__file__).parents[1]


def test_contracts_follow_another_regions_codes(tmp_path: Path) -> None:
    (tmp_path / "seeds" / "register").mkdir(parents=True)
    (tmp_path / "seeds" / "register" / "board.csv").write_text(
        "board_code,is_own_frame\nXR,false\nLEAD,true\nH.1,true\n", encoding="utf-8"
    )
    (tmp_path / "seeds" / "register" / "cost_type.csv").write_text(
        "cost_type_code,is_operating\nFEE,true\nNET,false\n", encoding="utf-8"
    )
    (tmp_path / "contracts").symlink_to(ROOT / "contracts")
    contracts = read_contracts(tmp_path / "contracts")
    assert contracts["ledger"].match("huvudbok_H.1_202401.csv") == {"board_code": "H.1", "period": "202401"}
    assert contracts["ledger"].match("huvudbok_H11_202401.csv") is None  # a code is no pattern
    column = next(c for c in contracts["unit_register"].tables[0].columns if c.name == "board_code")
    assert column.values == ("LEAD", "H.1")
    column = next(c for c in contracts["account_plan"].tables[0].columns if c.name == "cost_type_code")
    assert column.values == ("FEE",)


def test_no_contract_lists_the_regions_boards() -> None:
    known = set(region_codes("@boards", ROOT / "seeds"))
    for path in (ROOT / "contracts").glob("*.yaml"):
        for text in _texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
            assert known - set(text if isinstance(text, list) else text.replace(")", "|").replace(">", "|").split("|"))


def _texts(fields: object) -> list[str | list[str]]:
    """Every text and list of texts of a contract."""
    if isinstance(fields, dict):
        return [t for value in fields.values() for t in _texts(value)]
    if isinstance(fields, list):
        own: list[str | list[str]] = [fields] if all(isinstance(f, str) for f in fields) else []
        return own + [t for value in fields for t in _texts(value)]
    return [fields] if isinstance(fields, str) else []


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "contracts").symlink_to(ROOT / "contracts")
    with pytest.raises(ContractError, match=r"^(board|cost_type)\.csv: "):
        read_contracts(tmp_path / "contracts")
