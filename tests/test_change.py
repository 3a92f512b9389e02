"""A build of what has changed gives what a build of everything gives, whatever has happened in between."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb
import openpyxl
import pytest
from project_runs import copy_project, prune
from sqlglot import parse_one

from rjh_warehouse.build import compute
from rjh_warehouse.build.audit import audit
from rjh_warehouse.build.comparison import compare_with_whole, differences, is_due, note_compared
from rjh_warehouse.build.content import content_of
from rjh_warehouse.build.earlier import read_notes
from rjh_warehouse.build.generation import Generation, generations, published_id, sweep
from rjh_warehouse.build.publish import _changed as changed_rows
from rjh_warehouse.build.publish import publish
from rjh_warehouse.build.recipe import Model, told_by_no_clock
from rjh_warehouse.build.session import begin, build_models, opened
from rjh_warehouse.build.slices import is_volatile, slices
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.acceptance import accept
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.withdrawal import withdraw, withdrawals, withdrawn
from rjh_warehouse.settings import Project

TARGETS = (
    "mart.cost_development",
    "mart.cost_revision",
    "mart.indicator_trend",
    "quality.rejection",
    "quality.withdrawal",
)
LEDGER = "Period;Konto;Ansvar;Verksamhet;Projekt;Motpart;Verifikat;Verifikatdatum;Text;Belopp"
PLAN = "Konto;Benämning;Kostnadsslag"
UNITS = "Ansvar;Benämning;Avdelningskod;Avdelning;Områdeskod;Område;Nämnd;Giltig från;Giltig till"
MAPPING = "Från ansvar;Till ansvar;Andel (%);Gäller från;Diarienummer"
ORIGIN = "title: Prov\nproducer: Prov\ndated: {day}\nreceived_on: {day}\nstatus: adopted\nunit: kr\n"
SHEET = [
    "Nyckeltalskod", "Nyckeltal", "Organisation", "Period", "Periodstart", "Periodtyp", "Kön", "Utfall", "Enhet",
    "Antal personer", "Status", "Trend", "Förklaring", "Prognos helår", "Förslag till åtgärd",
]  # fmt: skip
MONTHS = ("202401", "202402", "202403")


class Killed(BaseException):
    """Stands for the end of the process in the middle of a build."""


@dataclass
class Site:
    """A small region whose lake, models and days change at random."""

    project: Project
    inbox: Path
    chance: random.Random
    day: dt.date = dt.date(2024, 5, 1)
    number: int = 0
    done: list[str] = field(default_factory=list)

    @property
    def lake(self) -> Lake:
        return Lake(self.project.lake)

    def deliver(self, name: str, *lines: str) -> None:
        """Load a file; a day later each, so that a later one is the newer version of its subject."""
        self.number += 1
        self.day += dt.timedelta(1)
        stem, suffix = name.rsplit(".", 1)
        path = self.inbox / (f"{stem}_v{self.number}.{suffix}" if self.number > 1 else name)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        Path(f"{path}.origin.yaml").write_text(ORIGIN.format(day=self.day), encoding="utf-8")
        (outcome,) = load_files([path], self.lake, read_contracts(self.project.contracts))
        self.done.append(f"{path.name}: {outcome.status}")
        if outcome.status == "blocked" and outcome.record and self.chance.random() < 0.7:
            accept(self.lake, outcome.record.delivery_id, "Ekonom", "Prövad", dt.date(2999, 1, 1))

    def ledger(self, month: str | None = None, board: str | None = None) -> None:
        """A month of a board: a first one, or a corrected one; now and then with a row that is rejected."""
        month, board = month or self.chance.choice(MONTHS), board or self.chance.choice(("RS", "HSN"))
        unit = "01210" if board == "RS" else "11010"
        amounts = [f"{self.chance.choice((100, 200, 7))},{self.chance.choice(('00', '50'))}" for _ in range(2)]
        if self.chance.random() < 0.2:
            amounts.append("många")
        day = f"{month[:4]}-{month[4:]}-03"
        rows = [f"{month};{4610 + 1400 * (n % 2)};{unit};;;;{n};{day};x;{a}" for n, a in enumerate(amounts)]
        self.deliver(f"huvudbok_{board}_{month}.csv", LEDGER, *rows)

    def units(self) -> None:
        area = self.chance.choice(("O1", "O2"))
        until = self.chance.choice(("", "2024-02-29"))
        self.deliver(
            "enhetsregister.csv",
            UNITS,
            f"01210;HR;A1;HR;{area};Ett;RS;2000-01-01;{until}",
            "11010;Akuten;B1;Akut;O3;Tre;HSN;2000-01-01;",
        )

    def accounts(self) -> None:
        kind = self.chance.choice(("OTHER_EXT", "HIRED_STAFF"))
        self.deliver("kontoplan.csv", PLAN, "4610;Hyr;HIRED_STAFF", f"6010;Hyra;{kind}")

    def mapping(self) -> None:
        share = self.chance.choice((100, 60))
        rest = [f"01210;11010;{100 - share};2024-03-01;R 1"] if share < 100 else []
        self.deliver("enhetsmappning.csv", MAPPING, f"01210;01210;{share};2024-03-01;R 1", *rest)

    def indicators(self) -> None:
        """A sheet of one board: its values are free, its organisations and periods few."""
        self.number += 1
        self.day += dt.timedelta(1)
        board = self.chance.choice(("RS", "HSN"))
        path = self.inbox / f"nyckeltal_{board}_202404_v{self.number}.xlsx"
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Nyckeltal"
        sheet.append(SHEET)
        for year in range(2018, 2018 + self.chance.randint(1, 6)):
            start = dt.date(year, 1, 1)
            value = self.chance.choice((3, 40, 41.5))
            sheet.append(["N1", "Antal fall", board, str(year), start, "år", "T", value, "antal", None])
        book.save(path)
        Path(f"{path}.origin.yaml").write_text(ORIGIN.format(day=self.day), encoding="utf-8")
        (outcome,) = load_files([path], self.lake, read_contracts(self.project.contracts))
        self.done.append(f"{path.name}: {outcome.status}")

    def withdrawal(self) -> None:
        """Take a delivery out, or put back one that was."""
        out = set(withdrawn(withdrawals(self.lake)))
        record = self.chance.choice(self.lake.records())
        back = record.delivery_id in out
        withdraw(self.lake, record.delivery_id, "Ekonom", "Fel fil", back=back)
        self.done.append(f"{'put back' if back else 'withdraw'} {record.file_name}")

    def model(self) -> None:
        """Another definition in the middle of the models; the first of a text that is turned to and fro."""
        path = self.project.root / "models" / "core" / "cost_month.sql"
        text = path.read_text(encoding="utf-8")
        plain, edited = "SUM(entry.amount_sek)::DECIMAL(18, 2)", "(2 * SUM(entry.amount_sek))::DECIMAL(18, 2)"
        assert plain in text or edited in text
        path.write_text(text.replace(edited, plain) if edited in text else text.replace(plain, edited))
        self.done.append("model edited")

    def build(self, as_of: dt.date | None = None) -> Generation:
        """As a night does it: sweep, build what has moved, audit; complete unless an audit blocks."""
        sweep(self.project.generations, published_id(self.project))
        generation = begin(self.project, as_of)
        with opened(self.project, generation) as session:
            build_models(session)
            audit(self.project, session)
            generation.write("descriptions", session.recipe.descriptions)
            generation.write("definitions", session.recipe.definitions)
        generation.write("complete", {"audited_at": "for the test, whatever the audits say"})
        return generation

    def unclean(self) -> None:
        """A build that is killed after some of its tables: what it leaves is no ground for the next."""
        create, left = compute.create, [self.chance.randint(0, 30)]

        def until_killed(connection: duckdb.DuckDBPyConnection, model: Model, *folders: Path) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            create(connection, model, *folders)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(compute, "create", until_killed)
            try:
                self.build()
                self.done.append("built")
            except Killed:
                self.done.append("killed")

    def hold(self, as_of: dt.date | None = None) -> Generation:
        """Build what has changed and publish it; everything must be as a build of everything gives it."""
        changed = self.build(as_of)
        whole = begin(self.project, as_of, whole=True)
        with opened(self.project, whole) as session:
            build_models(session)
            audit(self.project, session)
            whole.write("descriptions", session.recipe.descriptions)
        assert differences(changed, whole) == [], self.done
        assert unlike_tables(changed, whole) == [], self.done
        publish(self.project, changed)
        assert unlike_published(self.project.published, whole) == [], self.done
        shutil.rmtree(whole.folder)
        return changed


def unlike_tables(changed: Generation, whole: Generation) -> list[str]:
    """Every table and view of the models, held row by row against the other build's."""
    names = (
        "SELECT schema_name || '.' || {0}_name FROM duckdb_{0}s()"
        " WHERE NOT internal AND NOT schema_name IN ('lake', 'seed')"
    )
    rows = []
    for generation in (changed, whole):
        with duckdb.connect(str(generation.database), read_only=True) as connection:
            tables = [n for k in ("table", "view") for (n,) in connection.execute(names.format(k)).fetchall()]
            rows.append({t: sorted(map(repr, connection.execute(f"FROM {t}").fetchall())) for t in sorted(tables)})
    assert rows[0].keys() == rows[1].keys()
    return [t for t in rows[0] if rows[0][t] != rows[1][t]]


def unlike_published(published: Path, whole: Generation) -> list[str]:
    """Every published model held against a build by EXCEPT ALL both ways, and what the file says of its columns."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{published}' AS published (READ_ONLY)")
        connection.execute(f"ATTACH '{whole.database}' AS whole (READ_ONLY)")
        said = connection.execute("SELECT table_name FROM published.meta.dictionary GROUP BY 1").fetchall()
        assert {t for (t,) in said} == set(whole.read("descriptions"))
        pairs = [(t, a, b) for (t,) in said for a, b in (("published", "whole"), ("whole", "published"))]
        return [
            t
            for t, a, b in pairs
            if connection.execute(f"SELECT 1 FROM (FROM {a}.{t} EXCEPT ALL FROM {b}.{t}) LIMIT 1").fetchone()
        ]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of a few marts and what they read; what SQLMesh says of it is kept in it."""
    return prune(copy_project(tmp_path_factory.mktemp("models") / "project", deliveries=False), TARGETS)


@pytest.fixture
def site(models: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A region with two months and its registers."""
    seed = getattr(request, "param", 1)
    (tmp_path / "inbox").mkdir()
    shutil.copytree(models, tmp_path / "project", symlinks=True)
    made = Site(Project(tmp_path / "project", tmp_path / "data"), tmp_path / "inbox", random.Random(seed))
    made.units()
    made.accounts()
    for board in ("RS", "HSN"):
        made.ledger("202401", board)
    yield made
    kept = models / ".cache"  # rendering is most of what a build costs here: the next test begins with it
    if not kept.exists():
        shutil.copytree(tmp_path / "project" / ".cache", kept)


def _sequence(site: Site, steps: int, *, edits: bool) -> None:
    usual: list[Callable[[], None]] = [
        site.ledger, site.ledger, site.ledger, site.units, site.accounts, site.mapping, site.indicators,
        site.withdrawal, site.unclean,
    ]  # fmt: skip
    site.hold()
    for number in range(steps):
        for _ in range(site.chance.randint(0, 2)):
            site.chance.choice(usual)()
        if edits and number % 4 == 2:
            site.model()
        as_of = site.chance.choice((None, None, dt.date(2024, 5, 1) + dt.timedelta(site.chance.randint(2, 12))))
        site.done.append(f"hold {as_of}")
        site.hold(as_of)


@pytest.mark.parametrize("site", [20240506], indirect=True)
def test_what_changed_gives_what_everything_gives(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rjh_warehouse.build.moved.MOST_SHARE", 1.0)  # however small the region is
    monkeypatch.setattr("rjh_warehouse.build.publish.CHANGED_SHARE", 1.0)
    _sequence(site, 4, edits=False)
    site.model()
    site.hold()


@pytest.mark.slow
@pytest.mark.parametrize("site", range(3), indirect=True)
def test_what_changed_gives_what_everything_gives_in_long_sequences(site: Site) -> None:
    _sequence(site, 16, edits=True)


def test_a_change_stops_where_it_changes_nothing(site: Site) -> None:
    first = site.hold()
    again = read_notes(site.hold())
    assert again is not None
    assert [n for n, t in again.tables.items() if t.why] == []
    site.indicators()
    notes = read_notes(site.hold())
    assert notes is not None
    computed = {n for n, t in notes.tables.items() if t.why}
    assert "core.delivery" in computed
    assert "core.indicator_value" in computed
    assert not {"core.ledger_entry", "core.cost_month", "core.unit", "mart.cost_development"} & computed
    assert notes.tables["core.cost_month"].computed_in == first.generation_id


@pytest.mark.slow
def test_the_library_says_of_every_suite_what_the_engine_said_and_leaves_its_documents(site: Site) -> None:
    generation = site.build()
    engine = generation.read("audits")["outcomes"]
    with opened(site.project, generation) as session:
        library = [asdict(outcome) for outcome in audit(site.project, session, ask_library=True)]
    assert [(o["model_name"], o["audit_name"], o["state"], o["failed_row_count"]) for o in library] == [
        (o["model_name"], o["audit_name"], o["state"], o["failed_row_count"]) for o in engine
    ]
    folder = generation.folder / "expectations"
    asked = {o["model_name"] for o in library if o["model_name"].startswith("lake.")}
    assert "lake.ledger" in asked
    for table in asked:
        document = json.loads((folder / f"{table}.json").read_text(encoding="utf-8"))
        assert {"success", "results", "statistics"} <= document.keys()


def test_a_corrected_amount_changes_the_rows_that_it_reaches(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The marts of months are made again for the organisations of the amount, and published so."""
    monkeypatch.setattr("rjh_warehouse.build.moved.MOST_SHARE", 1.0)  # five organisations of nine are most of them
    monkeypatch.setattr("rjh_warehouse.build.publish.CHANGED_SHARE", 1.0)
    whole = []
    monkeypatch.setattr("rjh_warehouse.build.publish._changed", lambda *a: _noting(whole, changed_rows(*a), a[2]))
    first = site.hold()
    site.deliver("huvudbok_RS_202401.csv", LEDGER, "202401;4610;01210;;;;1;2024-01-03;x;321,00")
    generation = site.hold()
    notes = read_notes(generation)
    assert notes is not None and notes.began_from == first.generation_id
    assert {n for n, t in notes.tables.items() if t.part} >= {"core.cost_line", "mart.cost_development"}
    assert "mart.cost_development" not in whole
    assert not {n for n, t in notes.tables.items() if t.why} & {"core.unit", "core.account_cost_type", "seed.board"}
    with duckdb.connect(str(generation.database), read_only=True) as connection:
        keys = f"SELECT DISTINCT organisation_code FROM '{compute.keys_file(generation, 'mart.cost_development')}'"
        assert "11010" not in {code for (code,) in connection.execute(keys).fetchall()}  # the other board's unit
        left = "SELECT COUNT(*) FROM duckdb_tables() WHERE table_name LIKE '%earlier'"
        assert connection.execute(left).fetchone() == (0,)


def _noting(noted: list[str], is_changed: bool, name: str) -> bool:
    if not is_changed:
        noted.append(name)
    return is_changed


@pytest.mark.slow
def test_a_damage_is_taken_over_by_no_build_and_no_publication(site: Site) -> None:
    """A disk changes bytes and no time of the file: what stands is held against the digest of what was made."""
    generation, published = site.hold(), site.project.published
    for path, table in ((generation.database, "core.cost_month"), (published, "mart.cost_development")):
        with duckdb.connect(str(path if path == generation.database else shutil.copy(path, site.inbox))) as file:
            amount = "amount_sek" if table == "core.cost_month" else "actual_sek"
            file.execute(f"UPDATE {table} SET {amount} = {amount} + 1000")
    shutil.copyfile(site.inbox / published.name, published)
    now = published.stat()
    cache = published.with_name(f".{published.name}.verified")
    key = [now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino]
    digest = json.loads(published.with_name(f"{published.name}.json").read_text(encoding="utf-8"))[0]["sha256"]
    cache.write_text(json.dumps({"file": key, "sha256": digest}), encoding="utf-8")
    site.indicators()  # moves no table that was damaged
    notes = read_notes(site.hold())
    assert notes is not None
    assert notes.began_from is None
    site.indicators()
    again = read_notes(site.hold())
    assert again is not None
    assert again.began_from is not None


@pytest.mark.slow
def test_a_kept_recipe_whose_seed_is_damaged_is_made_again(site: Site) -> None:
    site.build()
    (seed,) = (site.project.root / ".cache" / "builds").glob("*/seed.board.parquet")
    whole = seed.read_bytes()
    seed.write_bytes(whole[:50] + bytes([whole[50] ^ 1]) + whole[51:])
    site.ledger("202402", "RS")
    site.hold()
    assert seed.read_bytes() != whole[:50] + bytes([whole[50] ^ 1]) + whole[51:]


@pytest.mark.slow
def test_a_week_later_all_is_held_against_a_whole_build(site: Site) -> None:
    today = dt.date(2024, 6, 1)
    first = site.build()
    assert not is_due(site.project, first, today)  # it is whole
    note_compared(site.project, first, today)
    site.ledger("202402", "RS")
    generation = site.build()
    assert not is_due(site.project, generation, today + dt.timedelta(6))
    assert is_due(site.project, generation, today + dt.timedelta(7))
    assert compare_with_whole(site.project, generation) == []
    with duckdb.connect(str(generation.database)) as connection:
        connection.execute("UPDATE core.cost_month SET amount_sek = amount_sek + 1 WHERE unit_code = '01210'")
        changed = connection.execute("SELECT COUNT(*) FROM core.cost_month WHERE unit_code = '01210'").fetchone()
        notes = generation.read("tables")
        notes["tables"]["core.cost_month"]["content"], _ = content_of(connection, "core.cost_month")
    generation.write("tables", notes)
    (unlike,) = compare_with_whole(site.project, generation)
    assert (unlike.table, unlike.only_changed, unlike.only_whole) == ("core.cost_month", *changed, *changed)
    assert not generation.is_complete
    assert not generations(site.project.generations)[-1].is_complete


def test_content_is_of_rows_and_not_of_their_order() -> None:
    with duckdb.connect() as connection:

        def content(rows: str) -> str:
            connection.execute(f"CREATE OR REPLACE TABLE t AS SELECT * FROM (VALUES {rows}) AS v (a, b)")
            return content_of(connection, "t")[0]

        one = content("(1, 'x'), (2, 'y'), (2, NULL)")
        assert one == content("(2, NULL), (1, 'x'), (2, 'y')")
        others = ("(1, 'y'), (2, 'x'), (2, NULL)", "(1, 'x'), (2, 'y')", "(1, 'x'), (2, 'y'), (2, NULL), (2, NULL)")
        assert len({one, *map(content, others), content("(1.0, 'x'), (2, 'y'), (2, NULL)")}) == 5


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT * FROM s.x AS x JOIN c.d AS d ON d.delivery_id = x.delivery_id", {"c.d": ("s.x",)}),
        ("SELECT * FROM s.x AS x LEFT JOIN c.d AS d ON x.a = d.a AND d.delivery_id = x.delivery_id", {"c.d": ("s.x",)}),
        ("SELECT * FROM c.d AS d JOIN s.x AS x ON d.delivery_id = x.delivery_id", {"c.d": ("s.x",)}),
        ("SELECT * FROM c.d AS d LEFT JOIN s.x AS x ON d.delivery_id = x.delivery_id", {}),
        ("SELECT * FROM s.x AS x FULL JOIN c.d AS d ON d.delivery_id = x.delivery_id", {}),
        ("SELECT * FROM s.x AS x JOIN c.d AS d ON d.delivery_id = x.delivery_id OR d.a = 1", {}),
        ("SELECT * FROM s.x AS x JOIN c.d AS d ON d.delivery_id = x.other_id", {}),
        ("SELECT * FROM s.x AS x JOIN c.d AS d ON d.delivery_id = x.delivery_id, (SELECT MAX(a) FROM c.d)", {}),
        ("WITH x AS (SELECT 1) SELECT * FROM x JOIN c.d AS d ON d.delivery_id = x.delivery_id", {}),
        ("SELECT * FROM s.x AS x ANTI JOIN c.d AS d ON d.delivery_id = x.delivery_id", {}),
        (
            "SELECT * FROM s.x AS x JOIN c.d AS d ON d.delivery_id = x.delivery_id"
            " UNION ALL SELECT * FROM s.y AS y JOIN c.d AS e ON y.delivery_id = e.delivery_id",
            {"c.d": ("s.x", "s.y")},
        ),
    ],
)
def test_a_slice_holds_every_row_that_a_query_can_see(query: str, found: dict[str, tuple[str, ...]]) -> None:
    assert slices(parse_one(query, read="duckdb"), {"c.d"}) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT a FROM s.x WHERE b = CURRENT_DATE", True),
        ("SELECT now()", True),
        ("SELECT RANDOM() FROM s.x", True),
        ("SELECT * FROM read_csv('x.csv')", True),
        ("SELECT * FROM 'x.parquet'", True),
        ("WITH x AS (SELECT a FROM s.x) SELECT a FROM x", False),
    ],
)
def test_what_reads_more_than_tables_is_always_computed(query: str, found: bool) -> None:
    assert is_volatile(parse_one(query, read="duckdb")) is found


def test_a_python_model_reads_only_what_it_declares() -> None:
    model = Model("mart.x", "python", "x.py", {}, ("core.a",), {}, {}, None, (), "d", False, None, (), ())
    with duckdb.connect() as connection:
        tables = compute.Tables(connection, model)
        assert tables.resolve_table("core.a") == "core.a"
        with pytest.raises(compute.Undeclared, match=r"mart\.x reads core\.b"):
            tables.resolve_table("core.b")


def test_a_model_that_asks_sqlmesh_for_the_time_is_not_built() -> None:
    told_by_no_clock("SELECT @whole_sum(a, w) FROM s.x")
    with pytest.raises(ValueError, match="@execution_date"):
        told_by_no_clock("SELECT YEAR(@execution_date)")
