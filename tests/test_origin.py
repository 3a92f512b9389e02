"""The origin file: in the words a controller knows, and written by a command."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from rjh_warehouse.cli import main
from rjh_warehouse.contract.origin import SWEDISH_KEYS, Origin, OriginError, read_origin

SWEDISH = """titel: Budget RS 2024
Avsändare: Ekonomi
daterad: 2023-11-28
mottagen: 2023-11-29
enhet: tkr
status: Fastställd
beslut: Fastställd 2023-11-28 § 13
beslutad av: Regionstyrelsen
dnr: RS/1/2023
simulerad: true
uppgifter: {fiscal_year: "2024"}
"""


def _beside(folder: Path, text: str) -> Path:
    file = folder / "budget.xlsx"
    Path(f"{file}.origin.yaml").write_text(text, encoding="utf-8")
    return file


def test_swedish_keys_say_the_same_as_english_ones(tmp_path: Path) -> None:
    for text in (SWEDISH, unicodedata.normalize("NFD", SWEDISH)):
        assert read_origin(_beside(tmp_path, text)) == Origin(
            title="Budget RS 2024", producer="Ekonomi", dated=dt.date(2023, 11, 28), received_on=dt.date(2023, 11, 29),
            unit="tkr", status="adopted", decision=read_origin(_beside(tmp_path, text)).decision,  # type: ignore[union-attr]
            decided_by="Regionstyrelsen", case_number="RS/1/2023", is_simulated=True,
            attributes={"fiscal_year": "2024"},
        )  # fmt: skip


def test_every_swedish_key_names_a_field() -> None:
    assert set(SWEDISH_KEYS.values()) == set(Origin.model_fields)


def test_a_field_said_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OriginError, match="title står två gånger"):
        read_origin(_beside(tmp_path, "titel: a\ntitle: b\nproducer: p\ndated: 2024-01-01\n"))


def _origin(file: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["origin", str(file), *words])
    return done.exit_code, done.output


def test_a_command_writes_the_origin(tmp_path: Path) -> None:
    file = tmp_path / "huvudbok_RS_202404.csv"
    file.write_text("x", encoding="utf-8")
    words = ("--title", "Huvudbok", "--producer", "Ekonomi", "--dated", "2024-05-05")
    code, said = _origin(file, *words[:2])
    assert (code, "--producer, --dated" in said) == (5, True)
    code, said = _origin(file, *words[:4], "--dated", "5 maj")
    assert (code, "2024-05-01" in said) == (1, True)  # what a date looks like
    assert _origin(file, *words, "--status", "fastställd", "--attribute", "fiscal_year=2024")[0] == 0
    assert read_origin(file) == Origin(
        title="Huvudbok",
        producer="Ekonomi",
        dated=dt.date(2024, 5, 5),
        status="adopted",
        attributes={"fiscal_year": "2024"},
    )
    code, said = _origin(file, *words)
    assert (code, "finns redan" in said) == (5, True)
