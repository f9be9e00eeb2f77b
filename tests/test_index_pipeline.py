import os

import pytest

import index.pipeline
import index.writing
from index.pipeline import index_sources
from search.errors import RequestError
from search.request import SearchRequest
from tests.conftest import TEXTS, Library, contents, records


def test_every_document_is_found_with_what_is_known_of_it(library: Library) -> None:
    library.write(TEXTS | {"d.csv": "id,title,text,date,author,url\n7,T,A comet.,2025-05,Ann Lee,https://x.org\n"})
    summary = library.update()
    assert (summary.read, summary.documents, summary.failures.first) == (4, 4, ())
    by_id = {document.id: document for document in contents(library)}
    assert set(by_id) == {"texts/a.txt", "texts/sub/b.md", "1", "7"}
    assert by_id["texts/a.txt"].title == "First"
    comet = by_id["7"]
    assert (comet.title, comet.date, comet.author, comet.url) == ("T", "2025-05", "Ann Lee", "https://x.org")
    assert comet.path == "texts/d.csv"
    assert comet.locator


def test_ids_may_clash_without_a_loss(library: Library) -> None:
    library.write(
        {
            "a.jsonl": records({"id": "1", "text": "moon"}, {"id": "1", "text": "The moon"}),
            "b.jsonl": records({"id": "1", "text": "A moon"}),
        }
    )
    library.update()
    hits = library.search("moon").hits
    assert [hit.document.id for hit in hits] == ["1", "1", "1"]
    assert all(hit.id_is_shared for hit in hits)
    searcher = library.searcher()
    for hit in hits:
        assert searcher.document("1", hit.document.path, hit.document.locator) == hit.document
        assert searcher.document("1", hit.document.path).path == hit.document.path
    with pytest.raises(RequestError, match="name the path"):
        searcher.document("1", locator="line 1")
    assert searcher.document("1").path == "texts/a.jsonl"


def test_what_cannot_be_indexed_is_listed_with_its_reason(library: Library) -> None:
    library.write(
        {
            "empty.txt": "",
            "broken.jsonl": '{"text": "fine"}\n{"text": \n{"title": "no text"}\n',
            "image.png": b"\x89PNG\r\n\x1a\n\0\0",
            "ok.txt": "Fine\n\nFine.",
        }
    )
    os.mkfifo(library.folder / "pipe")
    summary = library.update()
    assert summary.documents == 2
    assert {(skipped.path, skipped.locator) for skipped in summary.failures.first} == {
        ("texts/empty.txt", ""), ("texts/broken.jsonl", "line 2, column 9"), ("texts/broken.jsonl", "line 3"),
        ("texts/image.png", ""), ("texts/pipe", ""),
    }  # fmt: skip
    assert all(skipped.reason for skipped in summary.failures.first)
    assert set(library.searcher().overview().failures.first) == set(summary.failures.first)
    library.write({"empty.txt": "Now\n\nNo longer empty."})
    assert "texts/empty.txt" not in {skipped.path for skipped in library.update().failures.first}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_large_file_in_batches_and_several_workers_give_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(index.pipeline, "SERIAL_BYTES", 0)
    monkeypatch.setattr(index.pipeline, "WHOLE_FILE_BYTES", 10_000)
    monkeypatch.setattr(index.pipeline, "BATCH_CHARACTERS", 5_000)
    monkeypatch.setattr(index.writing, "COMMIT_DOCUMENTS", 100)
    rows = [{"id": str(number), "text": f"The moon and the number {number} in a sentence."} for number in range(600)]
    few = [{"id": row["id"], "title": "Few", "text": row["text"]} for row in rows[:5]]
    library.write({"many.jsonl": records(*rows), "few.jsonl": records(*few), "bad.jsonl": '{"text": \n' * 3})
    summary = library.update(workers)
    assert summary.documents == 605
    assert len(summary.failures.first) == 3
    exported = [document.id for document in library.searcher().export(SearchRequest(q="moon"))]
    assert exported == [row["id"] for row in rows[:5]] + [row["id"] for row in rows]


def test_every_record_of_an_id_that_many_share_can_be_opened(library: Library) -> None:
    library.write({"a.jsonl": records(*({"id": "x", "text": f"moon {number}"} for number in range(1_200)))})
    library.update()
    assert library.searcher().document("x", "texts/a.jsonl", "line 1200").text == "moon 1199"


def test_the_language_of_a_record_counts_where_none_is_found(library: Library) -> None:
    library.write({"a.jsonl": records({"id": "1", "text": "12345", "language": "DE"}, {"id": "2", "text": "67890"})})
    library.update()
    assert {document.id: document.language for document in contents(library)} == {"1": "de", "2": "und"}


def test_progress_hears_of_every_byte(library: Library) -> None:
    class Heard:
        total = size = documents = 0

        def start(self, total: int) -> None:
            self.total = total

        def advance(self, size: int, documents: int) -> None:
            self.size += size
            self.documents += documents

    library.write(TEXTS)
    heard = Heard()
    index_sources([library.folder], library.index, progress=heard)
    assert (heard.size, heard.documents) == (heard.total, 3)
    assert heard.total == sum(len(text.encode()) for text in TEXTS.values())


def test_the_bundled_texts_are_many_languages_and_all_indexed(examples: Library) -> None:
    overview = examples.searcher().overview()
    assert overview.failures.total == 0
    assert overview.documents >= 40
    assert len(overview.languages) >= 14
