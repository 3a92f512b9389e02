"""A month refused, closed, proved, corrected, closed again, compared and taken back, by the command line alone."""

from __future__ import annotations

import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from project_runs import copy_project, prune, rjh, stand_in
from test_whole_run import REPORTED

pytestmark = pytest.mark.slow

BOARDS = {"RS": "01010", "HSN": "11010", "RUN": "21010", "KTN": "31010"}
TARGETS = [f"quality.{name}" for name in ("month_requirement", "month_unmapped", "withdrawal", "delivery")]
ORIGIN = "title: Prov\nproducer: Ekonomisystemet\ndated: {day}\nreceived_on: {day}\n"


class Month:
    """A project with four boards' ledgers of April 2024, and the commands on it."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.inbox = project / "deliveries" / "inbox"
        self.file = project / "data" / "published" / "rjh.duckdb"
        self.inbox.mkdir(parents=True)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return rjh(*words, data=self.project / "data", project=self.project)

    def deliver(self, name: str, lines: list[str], day: str, encoding: str = "utf-8") -> None:
        path = self.inbox / name
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        path.with_name(name + ".origin.yaml").write_text(ORIGIN.format(day=day), encoding="utf-8")

    def ledger(self, board: str, amounts: dict[str, str], day: str, version: str = "") -> None:
        """Amounts by account, or by account and unit (`6010/31099`)."""
        head = "Period;Konto;Ansvar;Verksamhet;Projekt;Motpart;Verifikat;Verifikatdatum;Text;Belopp"
        rows = [
            f"202404;{key[:4]};{key[5:] or BOARDS[board]};;;;V{n};2024-04-15;Prov;{amount}"
            for n, (key, amount) in enumerate(amounts.items(), 1)
        ]
        self.deliver(f"huvudbok_{board}_202404{version}.csv", [head, *rows], day, "cp1252")

    def register(self, units: dict[str, str], day: str, version: str = "") -> None:
        head = "Ansvar;Benämning;Avdelningskod;Avdelning;Områdeskod;Område;Nämnd;Giltig från;Giltig till"
        rows = [
            f"{code};Enhet {name};A{name[:3]};Avdelning;O{name[:3]};Område;{name.split()[0]};2020-01-01;"
            for name, code in units.items()
        ]
        self.deliver(f"enhetsregister{version}.csv", [head, *rows], day)

    def query(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def nightly(self) -> None:
        done = self.run("nightly")
        assert done.returncode in (0, 1), done.stdout + done.stderr

    def net(self, board: str) -> Decimal:
        ((amount,),) = self.query(
            f"SELECT SUM(amount_sek) FROM mart.cost_revision WHERE board_code = '{board}' AND is_current"
        )
        assert isinstance(amount, Decimal)
        return amount


@pytest.fixture(scope="module")
def month(documents_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Month:
    project = copy_project(tmp_path_factory.mktemp("month") / "project", deliveries=False)
    needs = (project / "seeds" / "month" / "needed_delivery.csv").read_text(encoding="utf-8").splitlines()
    kept = [needs[0], *(line for line in needs if line.startswith("ledger,"))]
    (project / "seeds" / "month" / "needed_delivery.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    prune(project, [*TARGETS, "mart.cost_revision"])
    stand_in(project, documents_project / "data" / "published" / "rjh.duckdb", REPORTED)
    month = Month(project)
    month.deliver(
        "kontoplan.csv",
        ["Konto;Benämning;Kostnadsslag", "3010;Intäkter;EXT_REV", "4010;Löner;PERSONNEL", "6010;Övrigt;OTHER_EXT"],
        "2023-12-01",
    )
    month.register(BOARDS, "2023-12-01")
    for board in ("RS", "HSN", "RUN"):
        month.ledger(board, {"4010": "1000000,00", "3010": "-100000,00", "6010": "50000,00"}, "2024-05-06")
    month.nightly()
    return month


def test_a_month_is_closed_proved_corrected_and_taken_back(month: Month, tmp_path: Path) -> None:
    refused = month.run("close", "2024-04", "--by", "Controller")
    assert refused.returncode == 3 and "ledger från KTN har inte kommit" in refused.stdout

    month.ledger("KTN", {"4010": "700000,00", "6010/31099": "250000,00"}, "2024-05-06")
    month.nightly()
    refused = month.run("close", "2024-04", "--by", "Controller")
    assert refused.returncode == 3 and "250 000 kr" in refused.stdout and "31099" in refused.stdout

    month.register({**BOARDS, "KTN ny": "31099"}, "2024-05-07", "_v2")
    month.nightly()
    closed = month.run("close", "2024-04", "--by", "Controller")
    assert closed.returncode == 0, closed.stdout + closed.stderr
    first = month.project / "data" / "releases" / "2024-04" / "r1"
    assert month.query("SELECT month::TEXT, closing_number, closed_by FROM quality.closed_month") == [
        ("2024-04-01", 1, "Controller")
    ]
    assert month.run("close", "2024-04", "--by", "Controller", "--reason", "Igen").returncode == 3  # nothing is new

    elsewhere = tmp_path / "annan-dator" / "r1"
    shutil.copytree(first, elsewhere)
    proved = rjh("verify", str(elsewhere), data=tmp_path / "tom", project=month.project)
    assert proved.returncode == 0, proved.stdout + proved.stderr
    assert "är bevisad" in proved.stdout

    month.ledger("RS", {"4010": "1000000,00", "3010": "-100000,00", "6010": "90000,00"}, "2024-05-20", "_v2")
    month.nightly()
    assert month.net("RS") == Decimal("-990000.00")
    assert "--reason" in month.run("close", "2024-04", "--by", "Controller").stdout
    again = month.run("close", "2024-04", "--by", "Controller", "--reason", "Rättad RS")
    assert again.returncode == 0, again.stdout + again.stderr

    compared = json.loads(month.run("diff", "2024-04/r1", "2024-04", "--json").stdout)
    changed = {t["difference"]["table"]: t for t in compared["tables"]}
    revision = changed["mart.cost_revision"]
    assert [c["name"] for c in revision["causes"]] == ["huvudbok_RS_202404_v2.csv"]
    book = tmp_path / "skillnad.xlsx"
    assert month.run("diff", "2024-04/r1", "published", "--xlsx", str(book)).returncode == 1
    assert book.stat().st_size > 5000

    named = "SELECT delivery_id FROM quality.delivery WHERE file_name = 'huvudbok_RS_202404_v2.csv'"
    ((delivery_id,),) = month.query(named)
    withdrawn = month.run("withdraw", str(delivery_id), "--by", "Controller", "--reason", "Fel fil")
    assert withdrawn.returncode == 0, withdrawn.stderr
    month.nightly()
    assert month.net("RS") == Decimal("-950000.00")
    assert month.query(f"SELECT state FROM quality.delivery WHERE delivery_id = '{delivery_id}'") == [("withdrawn",)]

    back = month.run("rollback")
    assert back.returncode == 0, back.stderr
    assert month.net("RS") == Decimal("-990000.00")
    assert "taget tillbaka" in month.run("nightly").stdout
    assert month.net("RS") == Decimal("-990000.00")
    assert month.run("restore", str(delivery_id), "--by", "Controller", "--reason", "Rätt ändå").returncode == 0
    month.nightly()
    assert month.net("RS") == Decimal("-990000.00")
    assert json.loads(month.run("status", "--json").stdout)["closed_months"] == ["2024-04/r1", "2024-04/r2"]

    for place in ("tables/mart.cost_revision.parquet", "manifest.json", "rjh.duckdb"):
        path = first / place
        whole = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
        found = month.run("verify", "2024-04/r1")
        assert found.returncode == 3 and place in found.stdout, place
        path.write_bytes(whole)
