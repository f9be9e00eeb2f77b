import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sites import site_called, site_of


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.Example.org:8080/page?q=1#top", "example.org"),
        ("http://user:secret@news.example.org./", "news.example.org"),
        ("https://xn--bcher-kva.example/", "bücher.example"),
        ("https://bücher.example/", "bücher.example"),
        ("http://[::1]:8000/", "[::1]"),
        ("http://[::1", ""),
        (f"https://{'a' * 300}.org/", ""),
        ("mailto:a@example.org", ""),
        ("page/7", ""),
        ("", ""),
    ],
)
def test_the_site_of_an_address(url: str, site: str) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize("name", ["example.org", " www.EXAMPLE.org", "https://example.org/page", "//example.org"])
def test_a_site_is_called_by_its_host_or_address(name: str) -> None:
    assert site_called(name) == "example.org"


@given(st.text())
def test_a_site_is_called_by_its_own_name(text: str) -> None:
    for site in (site_of(f"https://{text}"), site_called(text)):
        assert len(site) <= 253
        assert site_called(site) in {site, ""}
