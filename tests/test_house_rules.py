"""The law of the house, as far as a machine can hold it; that of the models stands in `linter/`."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import yaml

from rjh_warehouse.contract.contract import contracts_for, read_contracts
from rjh_warehouse.contract.origin import read_origin
from rjh_warehouse.contract.person import read_person_columns
from rjh_warehouse.intake.load import find_files
from rjh_warehouse.messages import catalogue
from rjh_warehouse.yaml_text import read_yaml

ROOT = Path(__file__).parents[1]
MODELS = sorted((ROOT / "models").rglob("*.sql"))
SEEDS = {p.stem for p in (ROOT / "seeds").glob("*/*.csv")}
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def test_every_audit_is_used() -> None:
    loader = ROOT / "src" / "rjh_warehouse" / "build" / "model_loader.py"  # lists what follows from a model
    held = loader.with_name("kept_rows.py")  # and what follows from the contracts
    texts = "".join(p.read_text(encoding="utf-8") for p in (*MODELS, *(ROOT / "models").rglob("*.py"), loader, held))
    for path in (ROOT / "audits").glob("*.sql"):
        for name in re.findall(r"AUDIT\s*\(\s*name\s+([a-z_0-9]+)", path.read_text(encoding="utf-8")):
            assert re.search(rf"\b{name}\b", texts), f"no model lists the audit {name}"


def test_no_query_names_a_code_of_this_region() -> None:
    """Boards, areas and the ledger's cost types stand in seeds/register; models say @region_code, a report $region."""
    lists = [csv.DictReader(_register(name)) for name in ("board", "area", "cost_type", "cost_type_line")]
    boards, areas, cost_types, lines = lists
    own = {row["board_code"] for row in boards} | {row["area_code"] for row in areas}
    own |= {row["cost_type_code"] for row in cost_types if row["is_operating"] == "true"}
    own |= {row["cost_type_code"] for row in lines if row["sums"] in ("staff", "on_cost", "unclassified")}
    codes = "|".join(sorted(own))
    code = [p for p in (ROOT / "src").rglob("*") if p.suffix in (".py", ".sql", ".yaml") and "simulate" not in p.parts]
    code = [p for p in code if p.name != "planning.sql"]  # an export's measures have codes of their own
    audits, macros = (ROOT / "audits").glob("*.sql"), (ROOT / "macros").glob("*.py")
    for path in (*MODELS, ROOT / "models" / "ways.yaml", *audits, *macros, *code):
        found = re.search(rf"(?<![\w'])['\"]({codes})['\"]", path.read_text(encoding="utf-8"))
        assert not found, f"{path.relative_to(ROOT)}: {found and found[0]}"


def _register(name: str) -> list[str]:
    return (ROOT / "seeds" / "register" / f"{name}.csv").read_text(encoding="utf-8").splitlines()


def test_every_seed_stands_in_one_theme_and_every_theme_is_told() -> None:
    told = re.findall(r"^\| `(\w+)/` \|", (ROOT / "seeds" / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    files = sorted(p.relative_to(ROOT / "seeds").as_posix() for p in (ROOT / "seeds").rglob("*.csv"))
    assert {f.split("/")[0] for f in files} == set(told)
    assert len(files) == len(SEEDS), "a seed stands outside its theme, or two have one name"
    for path in (ROOT / "models" / "seed").glob("*.sql"):
        (file,) = re.findall(r"\.\./\.\./seeds/(\S+\.csv)'", path.read_text(encoding="utf-8"))
        assert Path(file).stem == path.stem
        assert file in files


def test_only_the_command_line_prints() -> None:
    for path in SOURCES:
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        names = {getattr(c.func, "id", "") for c in calls}
        assert "print" not in names or "cli" in path.parts, f"{path} prints"


SWALLOWING = {
    "glob", "rglob", "iglob", "iterdir", "exists", "lexists", "is_file", "is_dir", "isfile", "isdir", "islink",
    "is_symlink", "walk", "listdir", "scandir",
}  # fmt: skip
MAY_LIST = {  # file → what it may call, and why
    "folders.py": {"scandir"},  # the one place that lists
    "messages/__init__.py": {"iterdir"},  # the package's own resources
    "reading/workbook/bounds.py": {"is_dir"},  # of a zip's entry
    "intake/files.py": {"walk", "lexists"},  # the inbox: what cannot be listed is told as a refused file
}


def test_no_listing_takes_what_it_cannot_read_for_absent() -> None:
    """pathlib and os.walk pass over folders that may not be read; `folders` does not."""
    found = {}
    for path in SOURCES:
        name = path.relative_to(ROOT / "src" / "rjh_warehouse").as_posix()
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        used = {c.func.attr for c in calls if isinstance(c.func, ast.Attribute)} & SWALLOWING
        if used - MAY_LIST.get(name, set()):
            found[name] = used
    assert found == {}


def test_every_message_has_both_languages_and_the_same_places() -> None:
    for code, texts in catalogue().items():
        assert set(texts) == {"sv", "en"}, code
        places = [set(re.findall(r"\{(\w+)", t)) for t in texts.values()]
        assert places[0] == places[1], f"{code}: {places}"


def test_every_message_that_the_code_names_exists() -> None:
    pattern = re.compile(r"\"((?:run|load|error|reject|finding|report|status|clean|trace)\.[a-z_0-9.]+)\"")
    for path in SOURCES:
        for code in pattern.findall(path.read_text(encoding="utf-8")):
            assert code in catalogue() or code.endswith("."), f"{path.name}: no message {code}"


def test_every_pattern_of_a_contract_is_said_in_words() -> None:
    for contract in read_contracts(ROOT / "contracts").values():
        columns = [column for table in contract.tables for column in table.value_columns]
        for column in columns:
            words = [column.pattern_sv, column.pattern_en]
            assert all(words) if column.pattern else not any(words), f"{contract.contract}: {column.name}"
            assert not any(set(r"\\[]{}^$*+?|") & set(text or "") for text in words), (
                f"{contract.contract}: {column.name}"
            )


def test_every_code_of_a_contract_names_its_list_or_says_why_it_has_none() -> None:
    contracts = read_contracts(ROOT / "contracts")
    tables = {table.name for contract in contracts.values() for table in contract.tables}
    for contract in contracts.values():
        for column in (c for table in contract.tables for c in table.value_columns):
            place = f"{contract.contract}: {column.name}"
            assert column.type != "code" or sum(map(bool, (column.codes, column.values, column.no_list))) == 1, place
            for name in column.codes:
                seed = name.removeprefix("seed.").split("/")[0]
                is_there = seed in SEEDS if name.startswith("seed.") else name in tables
                assert is_there and f"register.{name}" in catalogue(), f"{place}: {name}"


def test_every_audit_that_warns_says_in_words_what_it_means() -> None:
    audits = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "audits").glob("*.sql"))
    warning = set(re.findall(r"AUDIT\s*\(\s*name\s+([a-z_0-9]+)\s*,\s*blocking\s+false", audits, re.IGNORECASE))
    assert warning
    assert sorted(name for name in warning if f"audit.{name}" not in catalogue()) == []


def test_every_delivery_has_one_contract_and_an_origin() -> None:
    contracts = read_contracts(ROOT / "contracts")
    files = [p for p in find_files([ROOT / "deliveries"]) if "inbox" not in p.parts]
    assert files
    for path in files:
        assert len(contracts_for(path.name, contracts)) == 1, path.name
        assert read_origin(path) is not None, path.name


def test_the_lock_has_hashes_and_no_addresses() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "http" not in text
    assert "find-links" not in text
    requirements = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert len(requirements) > 50
    assert all("--hash=sha256:" in r for r in requirements)


def test_every_expectation_suite_is_of_a_model() -> None:
    names = {f"{p.parent.name}.{p.stem}" for p in MODELS}
    suites = sorted((ROOT / "audits" / "expectations").glob("*.yaml"))
    assert suites
    for path in suites:
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["table"] in names, path.name


def test_the_registers_that_audits_need_are_models_and_the_audits_are_there() -> None:
    audits = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "audits").glob("*.sql"))
    for name, tables in read_yaml((ROOT / "audits" / "needs.yaml").read_text(encoding="utf-8")).items():
        assert re.search(rf"name {name}\b", audits), name
        for table in tables:
            assert (ROOT / "models" / f"{table.replace('.', '/')}.sql").is_file(), table


def test_every_audit_says_in_words_what_is_wrong_when_it_fails() -> None:
    named = {
        n for p in (ROOT / "audits").glob("*.sql") for n in re.findall(r"AUDIT \(\s*name (\w+)", p.read_text("utf-8"))
    }
    assert len(named) > 60
    assert {n for n in named if f"audit.{n}" not in catalogue()} == set()


MOST_LINES_OF_SQL = 8


def test_no_long_query_stands_in_python() -> None:
    """A query of more than a few lines is a model, a macro, or a `.sql` file beside the module that asks it."""
    assert {
        p.relative_to(ROOT).as_posix(): found for p in SOURCES if (found := long_queries(p.read_text("utf-8")))
    } == {}


def test_a_long_query_in_python_is_found() -> None:
    lines = "\n  a," * (MOST_LINES_OF_SQL + 1)
    assert long_queries(f'QUERY = """SELECT{lines} b FROM t"""') == [1]
    assert long_queries(f'QUERY = f"""WITH x AS (SELECT{lines} {{one}} FROM t)"""') == [1]
    assert long_queries('QUERY = """SELECT a\nFROM t"""') == []


def long_queries(source: str) -> list[int]:
    """The lines of a module where a string holds a query of more than a few lines, not counting what it fills in."""
    tree = ast.parse(source)
    within = {id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in n.values}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "?" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
            text = node.value
        else:
            continue
        if text.strip().count("\n") > MOST_LINES_OF_SQL and re.search(r"\bSELECT\b.*\bFROM\b", text, re.DOTALL):
            found.append(node.lineno)
    return found


def test_a_contract_that_tells_women_from_men_is_about_persons() -> None:
    """Numbers of such a contract's cells are left out of the quality tables; what Kolada has published is public."""
    contracts = read_contracts(ROOT / "contracts")
    told = {
        c.contract
        for c in contracts.values()
        if any(column.name == "gender_code" for t in c.tables if t.layout != "kolada" for column in t.value_columns)
    }
    assert "outcome_confirmation" in told
    assert told <= read_person_columns(ROOT).keys()


def test_what_the_six_usual_changes_name_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w*./]+/[\w*./]*)`", page.partition("## Six usual changes")[2]))
    paths = {name for name in named if "NAME" not in name}
    package = ROOT / "src" / "rjh_warehouse"
    missing = {name for name in paths if not any((*ROOT.glob(name), *package.glob(name)))}
    assert len(paths) > 10 and not missing
