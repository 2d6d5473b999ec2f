"""Search beside bare tantivy, in one run: processor time, and above all the ratios.

    python tests/benchmarks/bench_search.py [RECORDS]

Bare tantivy indexes the same texts in one folded and one exact field with its own analysers, and
is asked for the words with "must fold, should match exactly", 20 hits, without counting, facets,
rights, masking, marks or snippets. A page of text has some 60 words here.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import tantivy
from tantivy import Occur

from infra.memory import spare_the_collector
from search.adapters.tantivy import TantivyIndex
from search.index import Kind, SearchRecord
from search.query import FacetField, Sort, parse

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
MIDDLE = "Văn Thị Đức Minh Thanh Quang Ngọc Hữu Xuân Thu Hồng Đình"
GIVEN = "An Ân Bình Cường Dũng Đạt Hà Hoà Hùng Lan Linh Mai Nam Ngân Phúc Sơn Thuỷ Tuấn Yến"
WORDS = (
    "quyết định bổ nhiệm ông bà giữ chức vụ trưởng phó phòng kể từ ngày tháng năm căn cứ luật "
    "cán bộ công chức nghị định chính phủ xét đề nghị của giám đốc sở nội vụ ủy ban nhân dân tỉnh "
    "huyện xã nâng bậc lương hệ số thời gian điều động khen thưởng kỷ luật nơi nhận lưu văn thư"
)
QUESTIONS = {
    "name with marks": "Nguyễn Văn Ân",
    "name without marks": "tran thi hoa",
    "two common words": "quyết định",
    "three words of text": "nâng bậc lương",
}
BATCH = 2000


def records(count: int) -> list[SearchRecord]:
    chance, words = random.Random(1), WORDS.split()
    made = []
    for at in range(count):
        name = " ".join(chance.choice(part.split()) for part in (FAMILY, MIDDLE, GIVEN))
        text = " ".join([*chance.choices(words, k=55), name, *chance.choices(words, k=5)])
        made.append(
            SearchRecord(
                record_id=f"page:{at}",
                kind=Kind.PERSON if at % 10 == 0 else Kind.PAGE,
                position=at + 1,
                title=name if at % 10 == 0 else "",
                text="" if at % 10 == 0 else text,
                restricted=(f"paper/unit:{at % 30}",),
                unit=f"u{at % 30}",
                event_type=f"t{at % 12}",
                day=date(1990, 1, 1) + timedelta(days=at % 12000),
            )
        )
    return made


class Bare:
    """tantivy as its own examples use it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("exact", stored=True, tokenizer_name="vi_exact")
        builder.add_text_field("folded", tokenizer_name="vi_fold")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, str(folder))
        simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        self.exact = simple.filter(tantivy.Filter.lowercase()).build()
        simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        lower = simple.filter(tantivy.Filter.lowercase())
        self.folded = lower.filter(tantivy.Filter.ascii_fold()).build()
        self.index.register_tokenizer("vi_exact", self.exact)
        self.index.register_tokenizer("vi_fold", self.folded)

    def write(self, made: list[SearchRecord]) -> None:
        for start in range(0, len(made), BATCH):
            writer = self.index.writer(64_000_000, 1)
            for record in made[start : start + BATCH]:
                text = f"{record.title} {record.text}"
                writer.add_document(tantivy.Document(exact=text, folded=text))
            writer.commit()
            writer.wait_merging_threads()
        self.index.reload()

    def search(self, text: str) -> int:
        parts = [
            (Occur.Must, tantivy.Query.term_query(self.schema, "folded", word))
            for word in self.folded.analyze(text)
        ]
        parts += [
            (Occur.Should, tantivy.Query.term_query(self.schema, "exact", word))
            for word in self.exact.analyze(text)
        ]
        searcher = self.index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(parts), 20, count=False)
        return sum(len(searcher.doc(at)["exact"]) for _, at in found.hits)


def middle_ms(act: Callable[[], object], times: int = 15) -> float:
    took = []
    for _ in range(times):
        started = time.process_time()
        act()
        took.append((time.process_time() - started) * 1000)
    return statistics.median(took)


def main(count: int) -> None:
    made = records(count)
    with tempfile.TemporaryDirectory() as name:
        ours, bare = TantivyIndex(Path(name) / "ours"), Bare(Path(name) / "bare")
        started = time.process_time()
        for start in range(0, count, BATCH):
            batch = made[start : start + BATCH]
            ours.write(batch, position=batch[-1].position)
        ours_s = time.process_time() - started
        started = time.process_time()
        bare.write(made)
        bare_s = time.process_time() - started
        print(f"{count} records, batches of {BATCH}")
        print(f"{'':28}{'ours':>10}{'bare':>10}{'ratio':>8}")
        row(
            "write, records a CPU second",
            count / ours_s,
            count / bare_s,
            bare_s and ours_s / bare_s,
        )
        sizes = [
            sum(file.stat().st_size for file in (Path(name) / part).iterdir()) / count
            for part in ("ours", "bare")
        ]
        row("bytes a record", *sizes, sizes[0] / sizes[1])
        for label, text in QUESTIONS.items():
            compare(ours, bare, label, text)
        reader = tuple(f"paper/unit:{at}" for at in range(3))
        for label, asked in {
            "  with all facets": {"facets": tuple(FacetField)},
            "  of three units": {"acl": reader},
            "  newest first": {"sort": Sort.NEWEST},
            "  200 hits": {"limit": 200},
        }.items():
            given = {"acl": ("*",), "facets": ()} | asked
            query = parse("quyết định", **given)
            print(f"{label:28}{middle_ms(lambda q=query: ours.search(q)):10.1f} ms")
        one = made[0].model_copy(update={"position": count + 1})
        took = middle_ms(lambda: ours.write([one], position=count + 1), 5)
        print(f"{'one record, findable after':28}{took:10.1f} ms")


def row(label: str, ours: float, bare: float, ratio: float) -> None:
    print(f"{label:28}{ours:10.1f}{bare:10.1f}{ratio:8.1f}")


def compare(ours: TantivyIndex, bare: Bare, label: str, text: str) -> None:
    query = parse(text, acl=("*",), facets=())
    mine = middle_ms(lambda: ours.search(query))
    theirs = middle_ms(lambda: bare.search(text))
    row(f"{label}, ms", mine, theirs, mine / theirs)


if __name__ == "__main__":
    spare_the_collector()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
