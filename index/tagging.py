"""Which tag a document gets: what detection finds, what its source declared and what people have set, weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.detection import Detection, detect_many, passages_many
from index.document import SURE, UNDETERMINED, Document, TaggedBy
from index.tags import Trust, agree, declared_tag, more_precise, primary

Shares = tuple[tuple[str, float], ...]
"""Languages of passages, each with its share of a text's letters, the largest first."""

Labels = Mapping[tuple[str, str], str]
"""The tags set by hand in a file, by id and locator; an empty locator stands where the id alone tells a document."""

_CAN_BE_DETECTED = """
    af am ar as bg bn bo ca chr cs cy da de dv el en es et fa fi fr gu he hi hr hu hy id ii it ja ka km kn ko lo lt lv
    mk ml mr my ne nl no nqo or pa pl pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur vi yi zh
"""
"""What detection may answer: of other languages it has no word in the matter."""


def tag_all(documents: Sequence[Document], labels: Labels, trust: Trust) -> list[Document]:
    """Return documents with their tags, and with all that is known about these."""
    texts = [document.text for document in documents]
    return [
        tagged(document, found, others, _label(document, labels), trust)
        for document, found, others in zip(documents, detect_many(texts), passages_many(texts), strict=True)
    ]


def _label(document: Document, labels: Labels) -> str:
    return labels.get((document.id, document.locator)) or labels.get((document.id, "")) or ""


def tagged(document: Document, found: Detection, others: Shares, label: str, trust: Trust) -> Document:
    """Return a document with its tag: `label` if somebody has set one, else as `trust` says.

    `others` are the languages of its passages beside the one that was found.
    """
    declared = declared_tag(document.declared_language)
    tag, by = _chosen(label, declared, found, trust)
    holds_declared = any(agree(declared, other) for other, _ in others)
    return replace(
        document,
        language=tag,
        tagged_by=by,
        detected_language=found.tag,
        language_confidence=round(found.confidence, 4),
        language_runner_up=found.runner_up,
        language_disagrees=_disagree(declared, found) and not label and not holds_declared,
        other_languages=_beside(tag, found.tag, others),
    )


def _chosen(label: str, declared: str, found: Detection, trust: Trust) -> tuple[str, TaggedBy]:
    """Return the tag, and who gave it: a label always counts, else the source is weighed against detection."""
    if label:
        return label, "relabelled"
    if trust != "detected" and found.confidence >= SURE and agree(declared, found.tag):
        return more_precise(found.tag, declared), "detected"
    if not _counts(declared, found, trust):
        return found.tag, "detected"
    return (more_precise(declared, found.tag) if agree(declared, found.tag) else declared), "declared"


def _counts(declared: str, found: Detection, trust: Trust) -> bool:
    """Tell whether what the source declares is to be the tag, where detection does not surely say the same."""
    if declared == UNDETERMINED:
        return False
    if found.tag == UNDETERMINED or trust == "declared":
        return True
    return trust == "best" and not _disagree(declared, found)


def _disagree(declared: str, found: Detection) -> bool:
    """Tell whether a text surely reads like another language than declared, of those that detection can know."""
    if UNDETERMINED in (declared, found.tag) or found.confidence < SURE:
        return False
    return primary(declared) in _CAN_BE_DETECTED.split() and not agree(declared, found.tag)


def _beside(tag: str, found: str, others: Shares) -> Shares:
    """Return the languages beside the tag, the largest share first.

    `others` are those beside the one that was found: where the tag is one of them, that stands beside it instead.
    """
    left = [(other, share) for other, share in others if not agree(other, tag)]
    if len(left) < len(others) and found != UNDETERMINED and not agree(found, tag):
        left.append((found, round(1 - sum(share for _, share in others), 4)))
    return tuple(sorted(left, key=lambda one: -one[1]))
