"""What sources say of a document beside the known fields can be asked for, and is shown."""

import csv
import io
import json

import pytest

from index.document import Document
from search.output.records import csv_rows, document_record
from search.request import SearchRequest
from tests.conftest import Library, hold, records


def document(id: str, **meta: str) -> Document:
    return Document(id, "", f"moon {id}", "somewhere", f"line {id}", meta=tuple(meta.items()))


@pytest.fixture
def library_with_metadata(library: Library) -> Library:
    hold(
        library,
        document("tide", publisher="Tide Press", topic="red moon", price="3.14"),
        document("ebb", publisher="Ebb & Tide", topic="moon, red", price="14.3"),
        document("café", publisher="Café Presse", date="2025-05-20T10:00:00Z", number="5"),
        document("many", number="5 apples", city="北京大学出版社", long="needle " * 40),
        document("none"),
    )
    return library


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("meta.publisher:tide", {"tide", "ebb"}),
        ("meta.publisher:press", {"tide"}),
        ("meta.publisher:cafe", {"café"}),
        ('meta.publisher:"tide press"', {"tide"}),
        ('meta.publisher:"press tide"', set()),
        ("meta.PUBLISHER:(tide OR cafe)", {"tide", "ebb", "café"}),
        ("-meta.publisher:tide", {"café", "many", "none"}),
        ("meta.topic:red moon", {"tide", "ebb"}),
        ('meta.topic:"red moon"', {"tide"}),
        ('meta.topic:"3.14"', set()),
        ("meta.price:3.14", {"tide"}),
        ("meta.price:14", set()),
        ("meta.number:5", {"café", "many"}),
        ("meta.date:2025-05-20", {"café"}),
        ("meta.date:2025-05-20T10:00:00Z", {"café"}),
        ("meta.city:北京大学", {"many"}),
        ("meta.city:学京", set()),
        ("meta.long:needle", set()),
        ("meta.long:*", {"many"}),
        ("meta.number:*", {"café", "many"}),
        ("needle", set()),
    ],
)
def test_what_is_found_by_metadata(library_with_metadata: Library, query: str, ids: set[str]) -> None:
    assert library_with_metadata.found(query, match="all") == ids


def test_a_phrase_does_not_run_from_one_value_into_the_next(library: Library) -> None:
    hold(library, Document("1", "", "moon", "a", meta=(("A b", "red"), ("a_b", "sun"))))
    assert library.found('meta.a_b:"red"') == {"1"}
    assert not library.found('meta.a_b:"red sun"')


def test_a_name_that_no_document_has_is_said(library_with_metadata: Library) -> None:
    (notice,) = library_with_metadata.search("meta.publishr:tide").notices
    assert notice.code == "metadata-unknown"
    assert notice.message.startswith("No document has metadata of the name “publishr”; there are publisher, ")
    assert not library_with_metadata.search("meta.publisher:nobody").notices


def test_without_metadata_the_notice_says_so(library: Library) -> None:
    hold(library, document("none"))
    (notice,) = library.search("-meta.publisher:tide").notices
    assert notice.message == "No document has metadata of the name “publisher”; there is none at all."


def test_metadata_comes_back(library_with_metadata: Library) -> None:
    searcher = library_with_metadata.searcher()
    meta = {"publisher": "Tide Press", "topic": "red moon", "price": "3.14"}
    assert document_record(searcher.document("tide"))["meta"] == meta
    (row,) = csv.DictReader(io.StringIO("".join(csv_rows(searcher.export(SearchRequest(q="meta.price:3.14"))))))
    assert json.loads(row["meta"]) == meta


def test_columns_of_a_file_are_found(library: Library) -> None:
    library.write(
        {
            "a.jsonl": records({"text": "The moon.", "Place of birth": "Köln"}, {"text": "The sun.", "colour": "red"}),
            "b.md": "---\ntitle: Tides\nseries: Blue\n---\nThe tide comes in.",
        }
    )
    library.update()
    assert library.found("meta.place_of_birth:koln") == {"texts/a.jsonl#1"}
    assert library.found("meta.series:blue") == {"texts/b.md"}
