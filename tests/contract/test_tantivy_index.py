"""The embedded index: a folder, its lock, what a killed writer leaves, damage."""

import json
import random
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import tantivy

from search.adapters.tantivy import TantivyIndex
from search.adapters.tantivy_terms import checkpoint_document, schema
from search.errors import IndexBusy, IndexDamaged, IndexOutdated, IndexUnavailable
from search.plan import FORM
from tests.kit.indexes import ask, found, record

HOLDS_THE_LOCK = """
import sys, time, tantivy
from search.adapters.tantivy_terms import schema
writer = tantivy.Index(schema(), sys.argv[1]).writer(15_000_000, 1)
print("held", flush=True)
time.sleep(60)
"""

WRITES_UNTIL_KILLED = """
import sys
from pathlib import Path
from search.adapters.tantivy import TantivyIndex
from search.index import Kind, SearchRecord
index = TantivyIndex(Path(sys.argv[1]), memory_bytes=15_000_000)
at = index.position()
while True:
    records = [
        SearchRecord(record_id=f"person:{at + n}", kind=Kind.PERSON, position=at + n,
                     title="Nguyễn Văn An", restricted=())
        for n in range(1, 21)
    ]
    at += 20
    index.write(records, position=at)
    print(at, flush=True)
"""


def started(program: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True
    )


def test_a_second_writer_waits_and_then_is_told_that_the_index_is_busy(tmp_path: Path):
    index = TantivyIndex(tmp_path / "index", lock_wait_s=0.1)
    index.write([record("person:1", "An")], position=1)
    with started(HOLDS_THE_LOCK, tmp_path / "index") as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"

        with pytest.raises(IndexBusy):
            index.write([record("person:2", "An", position=2)], position=2)
        with pytest.raises(IndexBusy):
            index.clear()
        assert found(index, "an") == ["person:1"]

        other.kill()
    index.write([record("person:2", "An", position=2)], position=2)
    assert found(index, "an") == ["person:1", "person:2"]


def test_a_writer_killed_at_any_moment_loses_nothing_and_half_writes_nothing(tmp_path: Path):
    folder, chance, said = tmp_path / "index", random.Random(11), 0
    for _ in range(5):
        with started(WRITES_UNTIL_KILLED, folder) as writer:
            assert writer.stdout is not None
            for _ in range(chance.randint(1, 5)):
                said = int(writer.stdout.readline())
            threading.Event().wait(chance.random() * 0.1)
            writer.send_signal(signal.SIGKILL)
            said = max([said, *(int(line) for line in writer.stdout if line.endswith("\n"))])

        index = TantivyIndex(folder)
        position = index.position()
        assert position >= said
        assert ask(index, "nguyen van an", limit=1).total == position
        index.close()


def test_what_a_killed_writer_left_does_not_stop_the_next_one(tmp_path: Path):
    index = TantivyIndex(tmp_path / "index")
    index.write([record("person:1", "An")], position=1)
    meta = json.loads((tmp_path / "index" / "meta.json").read_text(encoding="utf-8"))
    segment = meta["segments"][0]["segment_id"].replace("-", "")
    for ahead in range(1, 20):
        (tmp_path / "index" / f"{segment}.{meta['opstamp'] + ahead}.del").write_bytes(b"half")

    index.write([record("person:2", "An", position=2)], position=2)

    assert found(index, "an") == ["person:1", "person:2"]


def test_an_index_of_another_layout_asks_to_be_made_again(tmp_path: Path):
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=True)
    (tmp_path / "index").mkdir()
    tantivy.Index(builder.build(), str(tmp_path / "index"))
    index = TantivyIndex(tmp_path / "index")

    with pytest.raises(IndexOutdated):
        ask(index, "an")
    with pytest.raises(IndexOutdated):
        index.write([], position=1)

    index.clear()
    index.write([record("person:1", "An")], position=1)
    assert found(index, "an") == ["person:1"]


def test_an_index_of_an_older_form_asks_to_be_made_again(tmp_path: Path):
    (tmp_path / "index").mkdir()
    writer = tantivy.Index(schema(), str(tmp_path / "index")).writer(15_000_000, 1)
    writer.add_document(checkpoint_document(5, form=FORM + 1))
    writer.commit()
    writer.wait_merging_threads()
    index = TantivyIndex(tmp_path / "index")

    with pytest.raises(IndexOutdated):
        index.position()
    index.clear()
    assert index.position() == 0


@pytest.mark.parametrize("damage", ["meta", "segments", "emptied"])
def test_a_damaged_index_asks_to_be_made_again(tmp_path: Path, damage: str):
    folder = tmp_path / "index"
    index = TantivyIndex(folder)
    index.write([record(f"person:{at}", "An") for at in range(50)], position=1)
    index.close()
    for file in folder.iterdir():
        if damage == "meta" and file.name == "meta.json":
            file.write_text("{")
        elif damage != "meta" and file.suffix in {".store", ".term", ".idx", ".fast", ".pos"}:
            file.write_bytes(b"" if damage == "emptied" else b"\0" * file.stat().st_size)

    again = TantivyIndex(folder)
    with pytest.raises(IndexDamaged):
        ask(again, "an")
    again.clear()
    again.write([record("person:1", "An")], position=1)
    assert found(again, "an") == ["person:1"]


def test_a_folder_taken_away_is_an_empty_index(tmp_path: Path):
    index = TantivyIndex(tmp_path / "index")
    index.write([record("person:1", "An")], position=1)
    shutil.rmtree(tmp_path / "index")

    assert (index.position(), found(index, "an")) == (0, [])


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path):
    (tmp_path / "index").write_text("a file")

    with pytest.raises(IndexUnavailable):
        TantivyIndex(tmp_path / "index").position()
