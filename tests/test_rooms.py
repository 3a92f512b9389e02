"""The rooms of the package are those that docs/architecture.md names, and who knows whom goes one way."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "rjh_warehouse"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def _order() -> list[set[str]]:
    """The page's list of rooms, from the top floor down."""
    (line,) = re.findall(r"^(`cli` →.*?`yaml_text`)$", PAGE, re.MULTILINE | re.DOTALL)
    return [set(re.findall(r"`(\w+)`", floor)) for floor in line.split("→")]


def _room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def _known(path: Path) -> set[str]:
    """The rooms that a file imports from, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rjh_warehouse."):
            found.add(str(node.module).split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "rjh_warehouse":
            found |= {a.name for a in node.names if not a.name.startswith("__")}
    return found - {_room(path)}


FILES = [p for p in sorted(PACKAGE.rglob("*.py")) if _room(p) not in ("__init__", "__main__")]


def test_every_room_stands_on_the_page_and_every_room_of_the_page_stands() -> None:
    rooms = {_room(p) for p in FILES}
    assert rooms == set().union(*_order())
    assert {r for r in rooms if not re.search(rf"\| .*`{r}(/|\.py|`)", PAGE)} - {"evaluation", "reading"} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_knows_only_rooms_below_it(path: Path) -> None:
    floor = {room: n for n, rooms in enumerate(_order()) for room in rooms}
    above = {room for room in _known(path) if floor[room] <= floor[_room(path)]}
    assert not above, f"{path.relative_to(PACKAGE)} knows {above}"
