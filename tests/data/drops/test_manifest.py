"""A drop is written whole or not at all, and its manifest says what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.drops import manifest
from data.drops.manifest import DropError, Manifest, SourceEntry, TableData, read_manifest, sha256_of, write_drop

SOURCE = SourceEntry(publisher="Riverton", licence="CC0-1.0", retrieved=date(2025, 7, 1))
BALANCES = pd.DataFrame(
    {"month": [date(2025, 1, 1), date(2025, 2, 1)], "measure": ["cash", "debt"], "amount_lcu": [1, 2]}
)


def drop(outputs: Path, tables: dict[str, TableData], run_id: str | None = None) -> Path:
    return write_drop(
        outputs, "riverton", "fiscal", tables, module="tests", module_version="1", data_as_of=date(2025, 6, 30),
        cadence="P1M", sources=[SOURCE], simulated=False, notes=["Two rows."], run_id=run_id,
    )  # fmt: skip


def test_a_drop_says_what_it_holds(tmp_path: Path) -> None:
    folder = drop(tmp_path, {"balances": BALANCES}, "run-1")
    assert folder == tmp_path / "riverton" / "fiscal" / "run-1"
    told = read_manifest(folder)
    assert (told.contract, told.contract_version) == ("citydeck.fiscal", "1.3.0")
    assert (told.data_as_of, told.cadence, told.simulated) == (date(2025, 6, 30), "P1M", False)
    assert (told.sources, told.notes) == ((SOURCE,), ("Two rows.",))
    assert datetime.now(UTC) >= told.generated_at
    (entry,) = told.files
    assert (entry.path, entry.table, entry.rows) == ("balances.parquet", "balances", 2)
    assert entry.sha256 == sha256_of(folder / "balances.parquet")


def test_columns_get_the_types_of_the_contract(tmp_path: Path) -> None:
    folder = drop(tmp_path, {"balances": BALANCES.astype({"amount_lcu": "int32"})})
    types = {field.name: str(field.type) for field in pq.read_schema(folder / "balances.parquet")}
    assert types == {"month": "date32[day]", "measure": "string", "amount_lcu": "double"}


def test_a_large_table_becomes_several_files_and_is_never_held_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "ROWS_A_FILE", 4)

    def batches() -> Iterator[pa.RecordBatch]:
        for month in range(1, 6):
            yield pa.RecordBatch.from_pydict(
                {"month": [date(2025, month, 1)] * 2, "measure": ["cash", "debt"], "amount_lcu": [1.0, 2.0]}
            )

    told = read_manifest(drop(tmp_path, {"balances": batches()}))
    assert [(entry.path, entry.rows) for entry in told.files] == [
        ("balances-000.parquet", 4),
        ("balances-001.parquet", 4),
        ("balances-002.parquet", 2),
    ]


def test_finished_files_are_taken_as_they_are(tmp_path: Path) -> None:
    first = tmp_path / "first.parquet"
    pq.write_table(pa.Table.from_pandas(BALANCES, preserve_index=False), first)
    folder = drop(tmp_path, {"balances": [first, first]})
    assert [entry.rows for entry in read_manifest(folder).files] == [2, 2]
    assert sha256_of(folder / "balances-001.parquet") == sha256_of(first)


def test_an_empty_table_keeps_its_columns(tmp_path: Path) -> None:
    folder = drop(tmp_path, {"balances": BALANCES.head(0)})
    assert pq.read_table(folder / "balances.parquet").column_names == ["month", "measure", "amount_lcu"]
    assert read_manifest(folder).files[0].rows == 0


@pytest.mark.parametrize(
    ("tables", "run_id", "sentence"),
    [
        ({"ledgers": BALANCES}, "run-1", "has no table ledgers"),
        ({"balances": BALANCES.assign(amount_lcu=["much", "more"])}, "run-1", "balances.amount_lcu is not a number"),
        ({"balances": BALANCES}, "../run", "is not a plain name"),
        ({"balances": iter([])}, "run-1", "no batch was given"),
    ],
)
def test_what_cannot_be_written_leaves_nothing(
    tmp_path: Path, tables: dict[str, TableData], run_id: str, sentence: str
) -> None:
    with pytest.raises(DropError, match=sentence):
        drop(tmp_path, tables, run_id)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert list(tmp_path.glob("riverton/fiscal/*")) == []


def test_a_run_is_written_once(tmp_path: Path) -> None:
    drop(tmp_path, {"balances": BALANCES}, "run-1")
    with pytest.raises(DropError, match="exists already"):
        drop(tmp_path, {"balances": BALANCES}, "run-1")


def test_a_drop_that_fails_half_way_is_never_seen(tmp_path: Path) -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.RecordBatch.from_pandas(BALANCES)
        assert list((tmp_path / "riverton" / "fiscal").glob("[!.]*")) == []
        raise RuntimeError("the source went away")

    with pytest.raises(RuntimeError, match="went away"):
        drop(tmp_path, {"balances": batches()})
    assert list((tmp_path / "riverton" / "fiscal").iterdir()) == []


def test_a_folder_without_a_manifest_is_not_finished(tmp_path: Path) -> None:
    with pytest.raises(DropError, match="not finished"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cadence": "daily"}, "cadence"),
        ({"data_as_of": "soon"}, "data_as_of"),
        ({"files": [{"path": "../../etc/passwd", "table": "balances", "rows": 1, "sha256": "0" * 64}]}, "path"),
        ({"files": [{"path": "balances.csv", "table": "balances", "rows": -1, "sha256": "0" * 64}]}, "rows"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_manifest_that_is_wrong_says_where(tmp_path: Path, change: dict[str, object], sentence: str) -> None:
    folder = drop(tmp_path, {"balances": BALANCES})
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps(told | change), "utf-8")
    with pytest.raises(DropError, match=sentence):
        read_manifest(folder)


def test_a_moment_stays_a_moment() -> None:
    told = {
        "contract": "c", "contract_version": "1", "module": "m", "module_version": "1", "sources": [],
        "generated_at": "2025-07-01T00:00:00Z", "cadence": "PT1H", "simulated": True, "files": [],
    }  # fmt: skip
    assert Manifest.model_validate_json(json.dumps(told | {"data_as_of": "2025-06-30"})).data_as_of == date(2025, 6, 30)
    moment = Manifest.model_validate_json(json.dumps(told | {"data_as_of": "2025-06-30T12:30:00"})).data_as_of
    assert moment == datetime(2025, 6, 30, 12, 30)
