"""What a draft shows: rows as they would be loaded, roles with evidence, pages; drafts that feed an existing kind."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from reading_rows import Rows

from rjh_warehouse.answers.trace_cell import Cells
from rjh_warehouse.build.staging import lean_amounts
from rjh_warehouse.cli import main
from rjh_warehouse.cli.draft import ask, ask_of_kind
from rjh_warehouse.contract.contract import Contract, read_contract, read_contracts
from rjh_warehouse.intake.draft.contract_draft import draft_contract
from rjh_warehouse.intake.draft.file_name import file_pattern, wanted_groups
from rjh_warehouse.intake.draft.kind import Target
from rjh_warehouse.intake.draft.words import render_draft
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.views import lake_tables
from rjh_warehouse.reading import read_delivery
from rjh_warehouse.settings import Project

ROOT = Path(__file__).parents[1]
TABLE = "Nämnd;Budget tkr;Utfall tkr\nRS;100;110,5\nHSN;200;190\nRegionen;300;300,5\nKälla: systemet;;\n"
LEDGER = (
    "Bokföringsperiod;Konto;Kst;Text;Ver.nr;Belopp (kr)\n202404;4010;12345;Läkemedel;V1;1 234,50\n"
    "202404;3010;12345;Intäkt;V2;-1 000,00\n"
)
MONTHS = "jan;feb;mar;apr;maj;jun;jul;aug;sep;okt;nov;dec"
BUDGET = f"Budget 2024 tkr\nAnsvar;Benämning;Kostnadsslag;{MONTHS};Helår\n12345;Akuten;Personal;{'-5;' * 12}-60\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "seeds" / "register", tmp_path / "seeds" / "register")
    folder = tmp_path / "contracts"
    folder.mkdir()
    for code in ("ledger", "budget_month"):
        (folder / f"{code}.yaml").write_text((ROOT / "contracts" / f"{code}.yaml").read_text("utf-8"), encoding="utf-8")
    (tmp_path / "config.py").write_text("", encoding="utf-8")
    return tmp_path


def rjh(project: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--project", str(project)], env={"RJH_LANG": "sv"})


def test_a_draft_ends_with_what_can_be_checked_at_a_glance(tmp_path: Path) -> None:
    path = tmp_path / "utfall.csv"
    path.write_text(TABLE, encoding="utf-8")
    text = "\n".join(render_draft(draft_contract(path, {}, answers={"sign": "cost_positive"}), language="sv"))
    shown = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    assert ["2", "data", "RS", "100", "110.5"] in shown and ["4", "summa", "Regionen", "300", "300.5"] in shown
    assert "Summa av data: budget = 300 tkr; utfall = 300.5 tkr" in text
    assert "2 datavärden, 0 delsummor, 1 summa, 1 not." in text
    assert "rad 4 summa" in text and "lika med summan ovanför" in text and "rad 1 rubrik" in text
    assert "Raderna når ingen rapport" in text and "{" not in text


def test_the_sample_is_shown_marked_as_a_page_and_a_workbook(project: Path) -> None:
    path = project / "utfall.csv"
    path.write_text(TABLE.replace("HSN", "<b>"), encoding="utf-8")
    html, xlsx = project / "a.html", project / "a.xlsx"
    done = rjh(project, "contract", "draft", path, "--html", html, "--xlsx", xlsx, "--out", project / "ut.yaml")
    assert done.exit_code == 0, done.output
    page = html.read_text("utf-8")
    assert "&lt;b&gt;" in page and "<b>" not in page and page.count("background:#D9EAD3") == 2  # the key and one total
    rows = list(openpyxl.load_workbook(xlsx).worksheets[1].iter_rows(values_only=True))
    assert [(r[0], r[1]) for r in rows] == [
        ("1", "rubrik"), ("2", "data"), ("3", "data"), ("4", "summa"), ("5", "not"),
    ]  # fmt: skip


def test_a_person_at_the_terminal_is_asked_each_question_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Enhet;Utfall;Budget\nA;1,5;2\nB;2,5;3\n", encoding="utf-8")
    answers = iter(["tkr", ""])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    assert ask(draft_contract(path, {})) == {"unit": "tkr"}


def test_a_ledger_of_another_layout_feeds_the_ledger(project: Path) -> None:
    path = project / "transaktioner april 2024.csv"
    path.write_text(LEDGER, encoding="utf-8")
    out = project / "contracts" / "eget.yaml"
    words = ("contract", "draft", path, "--out", out, "--kind", "ledger", "--sign", "cost_positive")
    asked = rjh(project, *words)
    assert "filen har inga kolumner för voucher_on" in asked.output
    done = rjh(project, *words, "--set", "voucher_on=-", "--set", "board_code=RS")
    assert done.exit_code == 0 and "Inga öppna frågor" in done.output, done.output
    contracts = read_contracts(project / "contracts")
    assert lake_tables(contracts)["ledger"] == lake_tables(dict(read_contracts(ROOT / "contracts")))["ledger"]
    rows = Rows()
    read_delivery(path, contracts["eget"], None, rows)
    loaded = [(r["account_code"], r["unit_code"], r["voucher_number"], r["amount"]) for r in rows.tables["ledger"]]
    assert loaded == [("4010", "12345", "V1", Decimal("1234.5")), ("3010", "12345", "V2", Decimal(-1000))]
    assert contracts["eget"].match("transaktioner maj 2024.csv")
    refused = rjh(project, *words[:-2], "--unit", "tkr")
    assert refused.exit_code == 1 and "kan inte läsas som ledger" in refused.output


def test_a_budget_of_another_layout_feeds_the_budget(project: Path) -> None:
    path = project / "vår budget 2024.csv"
    path.write_text(BUDGET, encoding="utf-8")
    out = project / "contracts" / "var_budget.yaml"
    done = rjh(project, "contract", "draft", path, "--out", out, "--kind", "budget_month", "--sign", "revenue_positive",
               "--set", "board_code=RS", "--set", "version_label=adopted")  # fmt: skip
    assert done.exit_code == 0 and "Inga öppna frågor" in done.output, done.output
    contract = read_contract(out)
    lake_tables(dict(read_contracts(project / "contracts")))
    rows = Rows()
    read_delivery(path, contract, None, rows)
    data = [r for r in rows.tables["budget_month"] if r["column_kind"] == "data"]
    assert [(r["month_number"], r["fiscal_year"], r["board_code"], r["version_label"]) for r in data] == [
        (m, 2024, "RS", "adopted") for m in range(1, 13)
    ]
    assert {(r["amount"], r["amount_unit"], r["amount_sign"]) for r in data} == {(Decimal(-5), "tkr", 1)}


def test_a_draft_of_a_kind_is_held_to_the_kinds_registers_boards_and_parts(project: Path) -> None:
    path = project / "vår budget KTN 2024.csv"
    path.write_text(BUDGET, encoding="utf-8")
    out = project / "contracts" / "var_budget.yaml"
    done = rjh(project, "contract", "draft", path, "--out", out, "--kind", "budget_month", "--sign", "revenue_positive",
               "--set", "version_label=adopted")  # fmt: skip
    assert done.exit_code == 0 and "Inga öppna frågor" in done.output, done.output
    contract, kind = read_contract(out), read_contracts(ROOT / "contracts")["budget_month"]
    assert contract.match("vår budget HSN 2025.csv") == {
        "board_code": "HSN", "fiscal_year": "2025", "version_label": "adopted",
    }  # fmt: skip
    codes = {c.name: c.codes for c in kind.tables[0].columns}
    assert {c.name: c.codes for c in contract.tables[0].columns} == codes and codes["unit_code"] == ("unit_register",)
    assert (contract.replaces.what, contract.replaces.parts) == ("covered", ("unit_code",))


def test_a_kind_of_another_layout_is_refused(project: Path) -> None:
    path = project / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert rjh(project, "contract", "draft", path, "--kind", "budget_month").exit_code == 1
    assert rjh(project, "contract", "draft", path, "--kind", "nothing").exit_code == 5


@pytest.mark.parametrize(
    ("name", "sister"),
    [
        ("utfall_202404.csv", "utfall_202405.csv"), ("Utfall april 2024.xlsx", "Utfall maj 2024.xlsx"),
        ("rapport 2024-04.csv", "rapport 2025-12.csv"), ("T1_2024.csv", "T2_2024.csv"),
        ("uttag_20240430.csv", "uttag_20240531.csv"), ("Utfall HSN 2024-03.xlsx", "Utfall HSN 2024-04.XLSX"),
        ("202403_RS.csv", "202412_RS_v2.csv"), ("mars 2024.xlsx", "april 2024 (2).xlsx"),
        ("bokslut_2023_v2.csv", "bokslut_2024.csv"), ("Kopia av Utfall 2024-03.xlsx", "Utfall 2024-04.xlsx"),
        ("Uppföljning_jan-24.xlsx", "Uppföljning_feb-24.xlsx"), ("RS_Utfall_2403.xlsx", "RS_Utfall_2404.xlsx"),
        ("bok_RS_P03_2024.csv", "bok_RS_P04_2024.csv"), ("Uttag 2024-03-31 14.22.05.csv", "Uttag 2024-04-30 09.11.csv"),
        ("GL_20240331T142205.csv", "GL_20240430T091152.csv"), ("tertial 1 2024.xlsx", "tertial 2 2024.xlsx"),
        ("03 Mars - Utfall.xlsx", "04 April - Utfall.xlsx"), ("2024_03_HSN.csv", "2024_04_HSN.csv"),
        ("HSN 2024.03.xlsx", "HSN 2024.04.xlsx"), ("RAINDANCE_RS_0324.txt", "RAINDANCE_RS_0424.txt"),
        ("31 mars 2024.xlsx", "30 april 2024.xlsx"), ("utfall 31.03.2024.csv", "utfall 30.04.2024.csv"),
        ("utfall_240331.csv", "utfall_240430.csv"), ("verif_RS_2024-3.csv", "verif_RS_2024-11.csv"),
        ("utfall_HSN_202403_rev2.csv", "utfall_HSN_202404.csv"), ("Utfall_HSN_mar.xlsx", "Utfall_HSN_apr.xlsx"),
    ],
)  # fmt: skip
def test_a_drafted_pattern_takes_the_next_period(name: str, sister: str) -> None:
    pattern = file_pattern(name)
    assert re.fullmatch(pattern, name) and re.fullmatch(pattern, sister)
    assert not re.fullmatch(pattern, "-" + name)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("utfall april 2024.csv", ["board_code"]), ("RS.csv", ["period"]), ("utfall.csv", ["board_code", "period"]),
        ("utfall RS apr.csv", ["period"]), ("202401-202404 RS.csv", ["period"]), ("RS 2024-04-05.csv", ["period"]),
        ("RS per 2024-04-30.csv", []), ("bok_RS_P04_2024.csv", []), ("utfall rs 202404.csv", ["board_code"]),
    ],
)  # fmt: skip
def test_what_a_kinds_names_say_and_this_one_does_not_is_asked(project: Path, name: str, asked: list[str]) -> None:
    path = project / name
    path.write_text(LEDGER, encoding="utf-8")
    kind = read_contracts(project / "contracts")["ledger"]
    draft = draft_contract(path, {}, answers={"sign": "cost_positive"}, target=Target(kind, fixed={"voucher_on": "-"}))
    assert [q.column for q in draft.questions] == asked
    said = {"voucher_on": "-", "board_code": "RS", "period": "202404"}
    answered = Target(kind, fixed={k: v for k, v in said.items() if k in {*asked, "voucher_on"}})
    done = draft_contract(path, {}, answers={"sign": "cost_positive"}, target=answered)
    assert not done.questions
    contract = Contract.model_validate(done.fields)
    assert contract.match(name) == {"board_code": "RS", "period": "202404"}
    sister = re.sub("april", "maj", name)
    assert ((contract.match(sister) or {}).get("period") == "202405") == (sister != name)


def test_a_revision_is_no_later_version_of_the_adopted_budget(project: Path) -> None:
    kind = read_contracts(project / "contracts")["budget_month"]
    wanted = wanted_groups(kind.file_pattern)
    pattern = file_pattern("Budget HSN 2024 fastställd.xlsx", wanted, frozenset({"version_label"}))
    assert re.fullmatch(pattern, "Budget HSN 2025 fastställd_v2.xlsx")
    assert not re.fullmatch(pattern, "Budget HSN 2024 fastställd rev1.xlsx")
    named = re.fullmatch(file_pattern("budget_HSN_2024_rev1.xlsx", wanted), "budget_HSN_2024_rev2.xlsx")
    assert named and named["version_label"] == "rev2"


def test_every_kind_asks_for_what_its_names_say(project: Path) -> None:
    for kind in read_contracts(ROOT / "contracts").values():
        wanted = wanted_groups(kind.file_pattern)
        answers = {"board_code": "RS", "fiscal_year": "2024", "version_label": "adopted"}
        fixed = {g: answers.get(g, "202404" if r"\d{6}" in own else "x-1") for g, own in wanted.items()}
        assert all(re.fullmatch(own, fixed[g]) for g, own in wanted.items())
        pattern = file_pattern("fil.csv", wanted, frozenset(fixed))
        own = {"file_pattern": pattern, "given": fixed, "format": "csv"}
        assert kind.model_copy(update=own).match("fil.csv") == fixed
        assert kind.model_copy(update=own).match("fil (2).csv") == fixed


def test_a_name_is_asked_for_at_the_terminal_until_it_can_be_used(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project / "april 2024.csv"
    path.write_text(LEDGER, encoding="utf-8")
    kind = read_contracts(project / "contracts")["ledger"]
    draft = draft_contract(path, {}, answers={"sign": "cost_positive"}, target=Target(kind, fixed={"voucher_on": "-"}))
    said = iter(["Regionstyrelsen", "RS"])
    monkeypatch.setattr("click.prompt", lambda *_a, **_k: next(said))
    assert ask_of_kind(draft) == {"board_code": "RS"}
    wrong = rjh(project, "contract", "draft", path, "--kind", "ledger", "--set", "board_code=Regionstyrelsen")
    assert wrong.exit_code == 2 and "RS|HSN|RUN|KTN" in wrong.output


def test_a_name_without_a_year_is_told(project: Path) -> None:
    for name, is_told in (("utfall mar.csv", True), ("utfall.csv", True), ("utfall 2024.csv", False)):
        (project / name).write_text(TABLE, encoding="utf-8")
        codes = {r.code for r in draft_contract(project / name, {}).remarks}
        assert ("remark.no_period" in codes) == is_told


def test_a_row_loaded_through_a_draft_is_traced_to_the_file_s_own_words(project: Path) -> None:
    path = project / "deliveries" / "transaktioner april 2024.csv"
    path.parent.mkdir()
    text = LEDGER.replace("1 234,50", "−65924,99").replace("202404;3010;12345;Intäkt", '202404;3010;12345;"Intäkt\när"')
    path.write_text(text, encoding="utf-8")
    out = project / "contracts" / "eget.yaml"
    done = rjh(project, "contract", "draft", path, "--out", out, "--kind", "ledger", "--sign", "cost_positive",
               "--set", "voucher_on=-", "--set", "board_code=RS")  # fmt: skip
    assert done.exit_code == 0, done.output
    out.write_text(out.read_text("utf-8").replace("origin: required", "origin: optional"), encoding="utf-8")
    (project / "seeds" / "target").mkdir()
    (project / "seeds" / "target" / "person_contract.csv").write_text("contract_code,shown_column_name\n", "utf-8")
    contracts = {"eget": read_contract(out)}
    lake = Lake(project / "data" / "lake")
    (loaded,) = load_files([path], lake, contracts)
    assert loaded.status == "loaded", loaded
    address = {"delivery_id": lake.records()[0].delivery_id, "sheet": None}
    first, second = Cells(Project(project, project / "data")).of([{**address, "row_number": n} for n in (2, 3)])
    assert (first.column_name, first.lines) == ("Belopp (kr)", (2, 2))
    assert (first.texts["Belopp (kr)"], first.texts["Bokföringsperiod"]) == ("−65924,99", "202404")
    assert (second.lines, second.texts["Text"], second.texts["Belopp (kr)"]) == ((3, 4), "Intäkt\när", "-1 000,00")


def test_a_lean_kind_takes_a_layout_of_another_unit_and_sign(project: Path) -> None:
    path = project / "transaktioner april 2024.csv"
    path.write_text(LEDGER.replace("(kr)", "(tkr)"), encoding="utf-8")
    out = project / "contracts" / "eget.yaml"
    words = ("contract", "draft", path, "--out", out, "--kind", "ledger", "--sign", "revenue_positive")
    done = rjh(project, *words, "--set", "voucher_on=-", "--set", "board_code=RS")
    assert done.exit_code == 0, done.output
    contracts = read_contracts(project / "contracts").values()
    assert ("eget", "ledger", "amount", 1000) in lean_amounts(contracts)
    assert ("ledger", "ledger", "amount", -1) in lean_amounts(contracts)
