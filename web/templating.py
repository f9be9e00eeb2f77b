"""Templates to answers: a context goes in, a page comes out."""

from dataclasses import fields

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from index.text import counted
from web import formats, urls
from web.contexts.parts import Page

environment = Environment(
    loader=PackageLoader("web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
environment.globals["urls"] = urls
environment.filters.update(number=formats.number, counted=counted, day=formats.day)


def render(page: Page, status: int = 200) -> HTMLResponse:
    """Return the page as its template shows it."""
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    return HTMLResponse(environment.get_template(page.template).render(values), status)
