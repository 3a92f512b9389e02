"""The static pages: what stands on them, that data is never markup, and that another's folder is left alone."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import looked_at, needs_browser
from click.testing import CliRunner, Result
from playwright.sync_api import Page
from report_file import report_project

from rjh_warehouse.cli import main
from rjh_warehouse.report.site.pages import swedish_of
from rjh_warehouse.settings import Project

EVIL = "</script><img src=x onerror=alert(1)>"
MORE = f"""
CREATE TABLE mart.frame AS SELECT 'RS' AS board_code, 'Styrelsen {EVIL}' AS board_name, 'plan' AS record_kind,
  CAST(NULL AS DECIMAL(18, 2)) AS amount_sek, FALSE AS is_simulated;
COMMENT ON TABLE mart.frame IS 'One row per frame {EVIL}';
COMMENT ON COLUMN mart.frame.board_code IS 'Board {EVIL}';
CREATE TABLE meta.dictionary AS SELECT 'mart.frame' AS table_name, 'board_code' AS column_name, TRUE AS is_in_grain;
CREATE TABLE meta.lineage AS SELECT * FROM (VALUES
  ('mart.frame', 'amount_sek', 'core.frame', 'amount_sek'), ('core.frame', 'amount_sek', 'staging.frame', 'belopp'),
  ('core.frame', 'amount_sek', 'seed.sign', 'factor'), ('mart.cost_summary', 'net_cost_sek', 'mart.frame', 'amount_sek')
) AS v (table_name, column_name, parent_table_name, parent_column_name);
CREATE TABLE meta.model AS SELECT 'mart.frame' AS model_name, 'core.frame, seed.board' AS parent_names;
CREATE TABLE quality.audit_result AS SELECT 'frame_is_whole' AS audit_name, 'mart.frame' AS model_name,
  'ramen är hel' AS rule, 'the frame is whole' AS rule_en, 'warn' AS severity, 'failed' AS state,
  3 AS failed_row_count, NULL AS override_by;
"""
QUESTIONS = f"""# Frågor

## Plandokumenten (documents)

### 1. Vilka ramar finns? {EVIL}
Which frames are there?
```sql
SELECT board_code, board_name, amount_sek FROM mart.frame
```

## Månader (simulated)

### 2. Vad kostade det?
What did it cost?
```sql
SELECT net_cost_sek FROM mart.cost_summary
```

### 3. Vad finns inte?
What is not there?
```sql
SELECT x FROM mart.gone
```
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = report_project(tmp_path_factory.mktemp("site"), more=MORE)
    (made.root / "docs").mkdir(exist_ok=True)
    (made.root / "docs" / "questions.md").write_text(QUESTIONS, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def site(project: Project) -> Path:
    folder = project.root / "pages"
    done = write(project, folder)
    assert done.exit_code == 0, done.output
    return folder


def write(project: Project, folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["site", str(folder), *words, "--project", str(project.root)])


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_each_published_table_has_its_page_and_the_index_names_it(site: Path) -> None:
    index = text(site / "index.html")
    for name in ("mart.frame", "mart.cost_summary", "quality.audit_result", "meta.lineage"):
        assert f'<a href="{name}.html">{name}</a>' in index
        assert (site / f"{name}.html").is_file()


def test_a_table_tells_grain_codes_audits_questions_and_lineage(site: Path) -> None:
    page = text(site / "mart.frame.html")
    assert "En rad per: <code>board_code</code>" in page
    assert re.search(r"<dt>RS</dt><dd>Styrelsen &lt;/script&gt;", page)
    assert "kronor, intäkt +, kostnad −" in page
    assert re.search(r"frame_is_whole.*ramen är hel.*varnar.*gick inte igenom.*3", page, re.DOTALL)
    assert 'href="questions.html#q1"' in page
    assert "<code>core.frame</code>, <code>seed.board</code>" in page
    assert '<a href="mart.cost_summary.html#net_cost_sek">mart.cost_summary.net_cost_sek</a>' in page
    assert "<code>seed.sign.factor</code>, <code>staging.frame.belopp</code>" in page  # all the way up


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("deviation_sek", {"avvikelse"}),
        ("cost_type_code", {"kostnadsslag", "kostnad"}),
        ("unit_code", {"enhet", "ansvar"}),
        ("united", set()),
        ("prior_year_sek", {"föregående", "år"}),
    ],
)
def test_names_are_found_by_swedish_words(name: str, words: set[str]) -> None:
    assert set(swedish_of(name).split()) == words


def test_the_search_finds_a_column_by_its_swedish_word(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    listed = json.loads(index.split('id="index">')[1].split("</script>")[0])
    names = {name for _, name, *texts in listed if "avvikelse" in " ".join(texts)}
    assert "mart.year_end_forecast.deviation_sek" in names


def test_a_question_shows_its_select_and_this_files_answer(site: Path) -> None:
    page = text(site / "questions.html")
    first, second, third = page.split("<h3 ")[1:]
    assert "SELECT board_code, board_name, amount_sek FROM mart.frame" in first
    assert re.search(r"<td>RS</td><td>Styrelsen .*</td><td>–</td>", first)
    assert "simulerade" not in first
    assert "simulerade" in second
    assert "−1\u00a0234\u00a0567\u00a0890,12" in second
    assert "gick inte att besvara" in third


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_data_is_text_on_every_page_and_in_the_index_and_nothing_is_loaded(site: Path) -> None:
    pages = sorted(site.glob("*.html"))
    assert len(pages) > 8
    for path in pages:
        parser = Tags()
        parser.feed(text(path))
        tags = {tag for tag, _ in parser.found}
        assert not tags & {"img", "link", "iframe", "object", "base"}, path.name
        scripts = [a for tag, a in parser.found if tag == "script"]
        assert scripts == ([{"type": "application/json", "id": "index"}, {}] if path.name == "index.html" else [])
        for tag, attributes in parser.found:
            assert not any(name.startswith("on") or name == "src" for name in attributes), (path.name, tag)
            if tag == "a":
                address = str(attributes["href"]).partition("#")[0]
                assert address == "" or (site / address).is_file(), (path.name, address)
        assert "default-src &#39;none&#39;" in text(path) or "default-src 'none'" in text(path)
    index = re.search(r'id="index">(.*?)</script>', text(site / "index.html"), re.DOTALL)
    assert index
    assert any(EVIL in entry[2] for entry in json.loads(index[1]))


def test_simulated_rows_are_told(site: Path) -> None:
    assert "Simulerat: 4 av 4 rader" in text(site / "mart.cost_summary.html")
    assert "Simulerat:" not in text(site / "mart.frame.html")


def test_a_site_is_replaced_and_another_folder_is_left_alone(project: Project, site: Path, tmp_path: Path) -> None:
    (site / "mart.old.html").write_text("old", encoding="utf-8")
    again = text(site / "mart.frame.html")
    assert write(project, site).exit_code == 0
    assert not (site / "mart.old.html").exists()
    assert text(site / "mart.frame.html") == again
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    done = write(project, tmp_path)
    assert done.exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["index.html"]
    assert text(tmp_path / "index.html") == "mine"


def test_english(project: Project, tmp_path: Path) -> None:
    assert write(project, tmp_path / "en", "--lang", "en").exit_code == 0
    page = text(tmp_path / "en" / "mart.frame.html")
    assert '<html lang="en">' in page
    assert "the frame is whole" in page
    assert "did not pass" in page


def search(page: Page) -> None:
    if page.locator("#found").count():
        page.locator("#q").fill("frame board_c")
        assert page.locator("#found a").first.inner_text() == "mart.frame.board_code"


@needs_browser
@pytest.mark.parametrize("name", ["index", "questions", "mart.frame", "mart.cost_summary"])
def test_a_page_is_accessible_and_loads_nothing(site: Path, name: str) -> None:
    looked_at(site / f"{name}.html", search)
