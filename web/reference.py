"""The API's OpenAPI description to a page for people."""

from collections.abc import Iterator
from typing import Any

from search.counts.concordance import ConcordanceRequest
from search.request import SearchRequest
from web import errors, urls
from web.contexts.about import DocsPage, Endpoint, ErrorView, Field, Parameter

_EXAMPLES = {
    urls.API_SEARCH: urls.api_search(SearchRequest(q="water", limit=3, facets=("language",))),
    urls.API_CONCORDANCE: urls.api_concordance(ConcordanceRequest(SearchRequest(q="water"), "after", limit=3)),
    urls.API_EXPORT: urls.export(SearchRequest(q="water"), "csv"),
    urls.API_RECEIPT: urls.receipt(SearchRequest(q="water")),
    urls.API_SUGGEST: urls.api_suggest("wat"),
    urls.API_TRENDS: f"{urls.API_TRENDS}?q=water&q=bread",
    urls.API_COLLOCATES: f"{urls.API_COLLOCATES}?q=water&limit=10",
    urls.API_KEYWORDS: f"{urls.API_KEYWORDS}?q=water&limit=10",
    urls.API_INFO: urls.API_INFO,
    urls.API_FAILURES: urls.API_FAILURES,
    urls.HEALTH: urls.HEALTH,
}

Schema = dict[str, Any]


def docs_page(openapi: Schema) -> DocsPage:
    """Return the page that describes the API."""
    schemas = openapi["components"]["schemas"]
    return DocsPage(
        endpoints=tuple(
            _endpoint(path, method, operation, schemas)
            for path, item in openapi["paths"].items()
            for method, operation in item.items()
        ),
        errors=tuple(ErrorView(code, kind.status, kind.meaning) for code, kind in errors.KINDS.items()),
    )


def _endpoint(path: str, method: str, operation: Schema, schemas: Schema) -> Endpoint:
    response = operation["responses"]["200"]
    fields = tuple(_fields(response["content"].get("application/json", {}).get("schema", {}), schemas))
    return Endpoint(
        method=method.upper(),
        path=path,
        summary=operation["description"],
        parameters=tuple(_parameter(one) for one in _asked(operation, schemas)),
        example=_EXAMPLES.get(path, ""),
        media_types=" or ".join(response["content"]),
        answer="" if fields else response["description"],
        fields=fields,
        table=response["content"].get("text/csv", {}).get("schema", {}).get("description", ""),
    )


def _asked(operation: Schema, schemas: Schema) -> Iterator[Schema]:
    """Yield the parameters of an operation, the fields of its body too."""
    yield from operation.get("parameters", ())
    if body := operation.get("requestBody"):
        fields = _resolved(body["content"]["application/json"]["schema"], schemas)["properties"]
        yield from ({"name": name, "schema": one, "description": one["description"]} for name, one in fields.items())


def _parameter(parameter: Schema) -> Parameter:
    schema = parameter["schema"]
    default = schema.get("default", "")
    return Parameter(
        name=parameter["name"],
        kind=_kind(schema),
        default="" if default == [] else str(default),
        limits=_limits(schema),
        description=parameter.get("description", ""),
    )


def _limits(schema: Schema) -> str:
    known = {"minimum": "at least {:,.10g}", "maximum": "at most {:,.10g}", "maxItems": "at most {:,} times"}
    limits = [words.format(schema[name]) for name, words in known.items() if name in schema]
    if "maxLength" in schema:
        limits.append(f"at most {schema['maxLength']:,} characters")
    return ", ".join(limits)


def _fields(schema: Schema, schemas: Schema, depth: int = 0) -> Iterator[Field]:
    """Yield the fields of an object, those of the objects in it after their own."""
    for name, field in _resolved(schema, schemas).get("properties", {}).items():
        yield Field(name, _kind(field), field.get("description", ""), depth)
        yield from _fields(_inner(field), schemas, depth + 1)


def _resolved(schema: Schema, schemas: Schema) -> Schema:
    found: Schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


def _inner(schema: Schema) -> Schema:
    """Return what the schema holds at last: the items of an array, the values of a map, what is not null."""
    if "items" in schema:
        return _inner(schema["items"])
    if isinstance(values := schema.get("additionalProperties"), dict):
        return _inner(values)
    return next((_inner(one) for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)


def _kind(schema: Schema) -> str:
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "prefixItems" in schema:
        return "[start, end]"
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("type", "object"))
