"""Data is never markup, and no output stops the work: any name is printed, on any terminal, also on none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_publication import small_build, small_project

from rjh_warehouse.build.publish import publish
from rjh_warehouse.cli import main
from rjh_warehouse.cli.table import show_table
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

SOURCES = sorted((Path(__file__).parents[1] / "src").rglob("*.py"))
MARKUP = ["[/kök]", "[behovet]", "[red]", "[bold]a[/bold]", ":smile:", "[link=x]", "\\[", "[/]", "[@click=x]"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = small_project(tmp_path_factory.mktemp("printing") / "project")
    publish(made, small_build(made, 1, -7300000))
    return made


@pytest.mark.parametrize("text", MARKUP)
def test_text_is_printed_as_it_stands(text: str, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    show_table([text], [[f"{text} b"]], title=f"{text} c")
    printed = capsys.readouterr().out
    assert [f"{text}{end}" in printed for end in ("", " b", " c")] == [True] * 3
    quoted = text.replace("'", "''")
    asked = CliRunner().invoke(main, ["query", f"SELECT '{quoted}' AS \"{text}\"", "--project", str(project.root)])
    assert asked.output.count(text) == 2


def test_what_a_terminal_would_obey_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(["a"], [["\x1b[31mröd\x07\u202e"]])
    printed = capsys.readouterr().out
    assert "röd" in printed
    assert not [c for c in "\x1b\x07\u202e" if c in printed]


def test_a_name_with_a_line_end_makes_no_line_of_its_own() -> None:
    said = say("load.refused", file="a\nPublicerat: /b\r\nc\u2028d.csv", reason="r")
    assert len(said.splitlines()) == 1
    assert "a⏎Publicerat: /b⏎c⏎d.csv" in said


def test_only_one_place_knows_the_library_of_tables() -> None:
    """Whoever prints through it must go by `cli.table`, which takes text for text."""
    users = {p.name for p in SOURCES if "from rich" in (text := p.read_text(encoding="utf-8")) or "import rich" in text}
    assert users == {"table.py"}
    writers = {
        p.name for p in SOURCES if re.search(r"click\.s?echo|stdout\.write|(?<![.\w])print\(", p.read_text("utf-8"))
    }
    assert writers <= {"base.py", "xls_child.py"}  # the child's output is read by its parent


def _run(project: Project, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "rjh_warehouse", *words, "--project", str(project.root)],
        env={**os.environ, **environment}, capture_output=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "cp437"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_an_output_that_cannot_hold_a_character_gets_another(project: Project, environment: dict[str, str]) -> None:
    sql = "SELECT '−7 → ★' AS \"ö\", amount_sek FROM mart.cost"
    asked = _run(project, environment, "query", sql)
    assert asked.returncode == 0, asked.stderr
    text = asked.stdout.decode(environment.get("PYTHONIOENCODING", "ascii"))
    assert "-7 " in text
    assert "-7300000.00" in text
    assert _run(project, environment, "status").returncode == 0
    assert _run(project, environment, "query", "SELECT").returncode == 2


WORK = """
import sys
from pathlib import Path
from rjh_warehouse.cli.base import prepare_output, show
from rjh_warehouse.cli.table import show_table
prepare_output()
for number in range(20000):
    show(f"rad {number}")
show_table(["a"], [["b"]])
Path(sys.argv[1]).write_text("done")
"""


@pytest.mark.parametrize("output", ["closed pipe", "full disk"])
def test_work_goes_on_when_nobody_can_read(tmp_path: Path, output: str) -> None:
    done = tmp_path / "done"
    out = subprocess.PIPE if output == "closed pipe" else Path("/dev/full").open("w")  # noqa: SIM115
    process = subprocess.Popen([sys.executable, "-c", WORK, str(done)], stdout=out, stderr=subprocess.PIPE)
    if process.stdout:
        process.stdout.close()
    assert process.wait() == 0
    assert done.read_text() == "done"
    assert process.stderr and process.stderr.read() == b""
