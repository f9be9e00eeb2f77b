"""What a page says about a document's language tag: how sure it is, and what speaks against it."""

from collections.abc import Iterator

from index.document import UNDETERMINED, Document
from index.languages import language, name_of
from index.tags import declared_tag
from web.contexts.parts import TagView

_GIVEN_BY = {"declared": "as its source says", "relabelled": "set by hand"}


def tag_view(document: Document) -> TagView:
    """Return what a page says about the tag of a document."""
    found = language(document.language)
    unknown = document.language == UNDETERMINED
    return TagView(
        language=found,
        tag=document.language,
        is_doubtful=document.is_doubtful and not unknown,
        name="Language not recognised" if unknown else found.name,
        certainty=_certainty(document),
        remarks=tuple(_remarks(document)),
    )


def _certainty(document: Document) -> str:
    """Return how sure the tag is: "62% sure; perhaps Dutch"; or who else gave it."""
    if document.tagged_by != "detected":
        return _GIVEN_BY[document.tagged_by]
    if document.language == UNDETERMINED:
        return ""
    runner_up = document.language_runner_up if document.is_doubtful else ""
    perhaps = f"; perhaps {name_of(runner_up)}" if runner_up else ""
    return f"{_percent(document.language_confidence)} sure{perhaps}"


def _remarks(document: Document) -> Iterator[str]:
    """Yield what a reader should know beside the tag."""
    others = [f"{name_of(tag)}, {_percent(share)}" for tag, share in document.other_languages]
    if others:
        yield f"partly {' and '.join(others)}"
    if document.language_disagrees:
        declared, detected = (
            name_of(tag) for tag in (declared_tag(document.declared_language), document.detected_language)
        )
        yield f"declared {declared}, reads like {detected}"
    if document.tagged_by == "relabelled":
        yield "tag set by hand"


def _percent(share: float) -> str:
    return f"{int(100 * share + 1e-9)}%"  # never rounded up: what is below 70% shall not be called that
