"""Templates and contexts agree, and the colours can be read."""

import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from jinja2 import meta, nodes

import web
from web import contexts
from web.contexts.parts import Page
from web.templating import environment

CONTEXTS = [import_module(f"web.contexts.{module.name}") for module in iter_modules(contexts.__path__)]
FOLDER = Path(web.__file__).parent


def pages(kind: type[Page] = Page) -> list[type[Page]]:
    """Return the kinds of pages that a template shows."""
    below = [page for child in kind.__subclasses__() for page in pages(child)]
    return [kind, *below] if hasattr(kind, "template") else below


PAGES = pages()


def used(template: str) -> set[str]:
    """Return the names that a template and those it is made of expect to be given."""
    assert environment.loader
    tree = environment.parse(environment.loader.get_source(environment, template)[0])
    names = meta.find_undeclared_variables(tree)
    given_by_parts = {"parts"} | {macro.name for macro in tree.find_all(nodes.Macro)}
    parents = [name for name in meta.find_referenced_templates(tree) if name]
    return (names - given_by_parts - set(environment.globals)).union(*map(used, parents))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.template)
def test_a_context_has_what_its_template_uses_and_nothing_else(page: type[Page]) -> None:
    assert used(page.template) == {field.name for field in fields(page)}


def test_every_template_has_its_context() -> None:
    templates = {path.name for path in (FOLDER / "templates").iterdir()}
    assert templates == {page.template for page in PAGES} | {"base.html", "parts.html"}


def test_every_field_of_a_part_is_used_somewhere() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "templates").iterdir())
    every = [(module, part) for module in CONTEXTS for part in vars(module).values()]
    for part in [part for module, part in every if getattr(part, "__module__", "") == module.__name__]:
        if not issubclass(part, Page):
            assert {field.name for field in fields(part) if f".{field.name}" not in text} == set(), part


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def schemes() -> list[dict[str, str]]:
    css = (FOLDER / "static" / "style.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w{6});", root)) for root in re.findall(r":root \{(.*?)\}", css, re.S)
    )
    return [light, light | dark]


@pytest.mark.parametrize("scheme", schemes(), ids=["light", "dark"])
def test_contrasts_reach_wcag_aa(scheme: dict[str, str]) -> None:
    text = [(ink, ground) for ink in ("ink", "quiet", "accent") for ground in ("paper", "raised")]
    text += [("ink", "marker"), ("ink", "bar"), ("on-ink", "ink"), ("paper", "accent"), ("ink", "line")]
    shapes = [(edge, ground) for edge in ("edge", "accent") for ground in ("paper", "raised")]
    low = {pair: contrast(scheme[pair[0]], scheme[pair[1]]) for pair in text + shapes}
    assert {pair: value for pair, value in low.items() if value < (3 if pair in shapes else 4.5)} == {}
