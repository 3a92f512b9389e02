"""One meaning for a name: what the vocabulary shares, and what contradicts it."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_runs import copy_project, rjh

from rjh_warehouse.build.vocabulary import Described, contradictions, meanings

SHARED = {"board_code": "Board", "deciding_board": "Board that decided it"}


def test_a_models_own_words_win_over_the_shared_ones() -> None:
    texts = {"amount_sek": "Amount", "board_code": "own: Board that gives"}
    assert meanings(["board_code", "amount_sek", "note"], texts, SHARED) == {
        "board_code": "Board that gives",
        "amount_sek": "Amount",
    }
    assert meanings(["board_code"], {"board_code": "as deciding_board"}, SHARED) == {
        "board_code": "Board that decided it"
    }
    assert meanings(["board_code"], {}, SHARED) == {"board_code": "Board"}


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({"unit": "own: In kronor"}, {"unit": "In thousands"}, []),
        ({"unit": "In kronor"}, {"unit": "In thousands"}, ["unit: “In kronor” in core.a, “In thousands” in core.b"]),
        ({"unit": "In kronor"}, {"unit": "In kronor"}, ["unit: “In kronor” in core.a, “In kronor” in core.b"]),
        ({"unit": "as nothing"}, {}, ["core.a.unit: models/vocabulary.yaml has no nothing"]),
        (
            {"board_code": "A board"},
            {},
            ["core.a.board_code: models/vocabulary.yaml says “Board”, the model “A board”"],
        ),
        ({"board_code": "own: Board"}, {}, ["core.a.board_code: the shared meaning again; leave it out"]),
    ],
)
def test_two_meanings_of_a_name_contradict_unless_one_is_marked(
    first: dict[str, str], second: dict[str, str], found: list[str]
) -> None:
    types = {"board_code": "TEXT"}
    models = [Described("core.a", first, types), Described("core.b", second, types)]
    assert contradictions(models, {"board_code": "Board"}) == found


def test_two_types_of_a_name_contradict_unless_one_is_marked() -> None:
    first = Described("core.a", {}, {"board_code": "TEXT"})
    assert contradictions([first, Described("core.b", {}, {"board_code": "INT"})], {"board_code": "Board"}) == [
        "board_code: TEXT in core.a, INT in core.b"
    ]
    other = Described("core.b", {"board_code": "own: Number of the board"}, {"board_code": "INT"})
    assert contradictions([first, other], {"board_code": "Board"}) == []


def test_a_shared_meaning_that_no_column_has_is_told() -> None:
    assert contradictions([Described("core.a", {}, {"board_code": "TEXT"})], SHARED) == [
        "deciding_board: in models/vocabulary.yaml, and no column uses it"
    ]


def test_the_dictionary_is_not_built_on_a_contradiction(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", deliveries=False)
    for path in (project / "models").rglob("*.*"):
        if path.suffix in (".sql", ".py") and path.name not in ("board.sql", "area.sql"):
            path.unlink()
    (project / "models" / "vocabulary.yaml").write_text("board_code: Board\n", encoding="utf-8")
    done = rjh("generate", "--project", str(project), data=tmp_path / "data", project=project)
    assert done.returncode == 1
    assert "Samma kolumnnamn" in done.stderr
    assert "seed.area.board_code" in done.stderr or "models/vocabulary.yaml has no" in done.stderr
    assert not (project / "docs" / "dictionary.md").exists()
