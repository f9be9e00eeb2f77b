"""Which tag a document gets: what detection finds, what its source declared and what people have set, weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.detection import Detection, detect_many, passages
from index.document import SURE, UNDETERMINED, Document
from index.tags import Trust, agree, declared_tag, more_precise, primary

Labels = Mapping[tuple[str, str], str]
"""The tags set by hand in a file, by id and locator; an empty locator stands where the id alone tells a document."""

_CAN_BE_DETECTED = frozenset(
    str.split("""
    af am ar bg bn ca cs cy da de el en es et fa fi fr gu he hi hr hu hy id it ja ka km kn ko lo lt lv mk ml mr my ne
    nl no pa pl pt ro ru sk sl so sq sv sw ta te th tl tr uk ur vi zh
""")
)


def tag_all(documents: Sequence[Document], labels: Labels, trust: Trust) -> list[Document]:
    """Return documents with their tags, and with all that is known about these."""
    found = detect_many([document.text for document in documents])
    return [
        tagged(document, one, _label(document, labels), trust) for document, one in zip(documents, found, strict=True)
    ]


def _label(document: Document, labels: Labels) -> str:
    return labels.get((document.id, document.locator)) or labels.get((document.id, "")) or ""


def tagged(document: Document, found: Detection, label: str, trust: Trust) -> Document:
    """Return a document with its tag: `label` if somebody has set one, else as `trust` says."""
    declared = declared_tag(document.declared_language)
    known = replace(
        document,
        detected_language=found.tag,
        language_confidence=round(found.confidence, 4),
        language_runner_up=found.runner_up,
        language_disagrees=_disagree(declared, found),
        other_languages=passages(document.text),
    )
    if label:
        return labelled(known, label)
    if _is_confirmed(declared, found) and trust != "detected":
        return _with_tag(replace(known, tagged_by="detected"), more_precise(found.tag, declared))
    if _counts(declared, found, trust):
        tag = more_precise(declared, found.tag) if agree(declared, found.tag) else declared
        return _with_tag(replace(known, tagged_by="declared"), tag)
    return _with_tag(replace(known, tagged_by="detected"), found.tag)


def labelled(document: Document, label: str) -> Document:
    """Return a document with the tag that somebody has set, which settles every disagreement."""
    return _with_tag(replace(document, tagged_by="relabelled", language_disagrees=False), label)


def _with_tag(document: Document, tag: str) -> Document:
    others = tuple((other, share) for other, share in document.other_languages if not agree(other, tag))
    return replace(document, language=tag, other_languages=others)


def _is_confirmed(declared: str, found: Detection) -> bool:
    return found.confidence >= SURE and agree(declared, found.tag)


def _disagree(declared: str, found: Detection) -> bool:
    """Tell whether a text surely reads like another language than declared, of those that detection can know."""
    if UNDETERMINED in (declared, found.tag) or found.confidence < SURE:
        return False
    return primary(declared) in _CAN_BE_DETECTED and not agree(declared, found.tag)


def _counts(declared: str, found: Detection, trust: Trust) -> bool:
    """Tell whether what the source declared is to be the tag, where detection does not confirm it."""
    if declared == UNDETERMINED:
        return False
    if found.tag == UNDETERMINED or trust == "declared":
        return True
    return trust == "best" and not _disagree(declared, found)
