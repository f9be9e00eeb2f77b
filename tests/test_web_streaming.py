"""Exports over HTTP and their receipts."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from web.models.about import ReceiptAnswer
from web.streaming import download

pytest_plugins = ["tests.web_fixtures"]


def test_an_export_names_its_receipt(client: httpx.Client) -> None:
    export = client.get("/api/v1/export?q=entry&lang=en&from=2000&format=csv")
    assert export.headers["content-disposition"] == 'attachment; filename="fundstelle.csv"'
    address = export.links["describedby"]["url"]
    receipt = ReceiptAnswer.model_validate_json(client.get(address).content, strict=True)
    rows = list(csv.DictReader(io.StringIO(export.text, newline="")))
    assert receipt.total == len(rows) == sum(value.count for value in receipt.languages)
    assert receipt.request == {"q": "entry", "languages": ["en"], "date_from": "2000"}
    assert client.get(receipt.export).text.count("\n") == len(rows)
    again = ReceiptAnswer.model_validate_json(client.get(address).content)
    assert again.model_copy(update={"made": ""}) == receipt.model_copy(update={"made": ""})


def test_the_page_of_results_leads_to_every_form(client: httpx.Client) -> None:
    page = client.get("/search?q=river&lang=en&offset=10&sort=date").text
    (line,) = re.findall(r'<p class="downloads">.*</p>', page)
    addresses = [unescape(address) for address in re.findall(r'href="([^"]+)"', line)]
    types = [client.get(address).headers["content-type"].partition(";")[0] for address in addresses]
    assert types == [
        "text/csv", "application/x-ndjson", "application/vnd.apache.parquet", "application/json", "application/json",
    ]  # fmt: skip
    assert addresses[3] == "/api/v1/receipt?q=river&lang=en"


def test_an_error_is_raised_before_the_answer_has_begun() -> None:
    def failing() -> Iterator[str]:
        raise ValueError
        yield ""

    with pytest.raises(ValueError):
        download(failing(), "list.csv")
