"""The tables that the evaluation prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from modules.__main__ import main
from modules.economy import evaluation
from modules.economy.back_test import Task
from modules.economy.ledger import recorded
from tests.modules.economy.made_up import change_log, task


@pytest.fixture(scope="module")
def told() -> Task:
    log = change_log()
    return task(log[log["vintage"] <= "2013-02-28"])


def test_the_tables_have_every_method_beside_the_published_baselines(told: Task, tmp_path: Path) -> None:
    baseline = tmp_path / evaluation.BASELINE_FILE
    baseline.write_text("q,h,first,third,spf,ar1,mean15y\n2012Q2,0,1,2.0,1.0,5.0,2.0\n2012Q3,0,1,2.0,3.0,2.0,2.0\n")
    record = recorded(told, before=False, months=(2,))
    text = "\n".join(evaluation.report(told, record, "2012Q1", "2013Q4", baseline))
    lines = text.splitlines()
    head = next(line for line in lines if line.startswith("| quarters ahead | n"))
    first = next(line for line in lines if line.startswith("| 0 "))
    assert [cell.strip() for cell in head.split("|")[1:-1]] == [
        "quarters ahead", "n", *evaluation.METHODS, "SPF", "AR(1), published", "mean, published",
    ]  # fmt: skip
    assert [cell.strip() for cell in first.split("|")[-4:-1]] == ["1.000", "2.121", "0.000"]
    assert "runs of a method had no answer" in text


def test_a_window_without_outcomes_says_so(told: Task) -> None:
    record = recorded(told, before=False, months=(2,))
    assert list(evaluation.report(told, record, "1990Q1", "1991Q4", None)) == [
        "No forecast made from 1990Q1 to 1991Q4 has an outcome yet."
    ]


def test_the_command_evaluates_any_file_of_vintages(
    told: Task, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modules.economy.back_test.YEARS_BEFORE", 0)
    file = tmp_path / "atlantis.parquet"
    told.log.rename(columns={"series_id": "series", "period_start": "date"}).to_parquet(file)
    call = ["evaluate", "economy", "--from", str(file), "--first", "2012Q1", "--last", "2013Q4"]
    assert main(call) == 0
    printed = capsys.readouterr().out
    assert "; 4 indicators" in printed, printed[:300]
    assert "gdp, growth on the year before; forecasts of 2012Q1 to 2013Q4" in printed
    assert main([*call, "--target", "income"]) == 1
    assert main(["evaluate", "economy", "--from", str(tmp_path / "nothing")]) == 1


def test_numbers_are_rounded_and_what_cannot_be_said_is_empty() -> None:
    assert (
        evaluation.table([{"a": 1.23456, "b": float("nan"), "c": None, "d": 7}]).splitlines()[-1]
        == "| 1.235 |   |   | 7 |"
    )
