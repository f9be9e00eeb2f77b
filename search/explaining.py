"""Why a document was found: which form of which word stands where, and what makes it a form of that word."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from index.analysis import analyzer, is_unspaced
from index.document import Document
from index.folding import HAN, fold, surface
from index.languages import language
from search.lexicon import stem_in
from search.matching import Occurrence, Part
from search.query import Fuzzy, Pattern, Prefix, Word
from search.response import How, Reason, Where
from search.vocabulary import Vocabulary

MOST = 20
"""Reasons of a hit."""
MOST_FORMS = 5
"""Forms of a word that are named, the most frequent first; a prefix has hundreds."""
LONGEST = 120
"""Characters of a form that are looked at: between the words of a phrase may stand whole lines of dots."""

_HYPHENS = re.compile("[-‐‑]")
_SEMITIC = re.compile("[\u0590-\u08ff]")


@dataclass(frozen=True, slots=True)
class _Kinship:
    """What makes a form one of the word typed."""

    how: How
    form: str
    detail: str = ""
    language: str = ""


class Explainer:
    """Explains hits by the parts of the query that occur in them."""

    def __init__(self, parts: Sequence[Part], tongue: str, vocabulary: Vocabulary) -> None:
        """`tongue` is the language of the question, empty where it is unclear."""
        self._parts = parts
        self._same = [next(n for n, other in enumerate(parts) if _are_one(other, part)) for part in parts]
        self._tongue = tongue
        self._vocabulary = vocabulary

    def reasons(
        self, document: Document, title: Iterable[Occurrence], text: Iterable[Occurrence]
    ) -> tuple[Reason, ...]:
        """Return why a document was found, the title's reasons first, then in the order of the query's words."""
        tag = document.language
        in_title = self._reasons("title", document.title, title, tag)
        in_text = self._reasons("text", document.text, text, tag)
        return tuple(islice(chain(in_title, in_text), MOST))

    def _reasons(self, where: Where, text: str, occurrences: Iterable[Occurrence], tag: str) -> Iterator[Reason]:
        forms = self._forms(text, occurrences)
        for number in dict.fromkeys(self._same):
            part, counts = self._parts[number], Counter[_Kinship]()
            for form, count in forms[number].most_common(MOST_FORMS):
                if kin := self._kinship(part, form, tag):
                    counts[kin] += count
            for kin, count in counts.items():
                yield Reason(part.text, kin.how, kin.form, kin.detail, kin.language, where, count)

    def _forms(self, text: str, occurrences: Iterable[Occurrence]) -> dict[int, Counter[str]]:
        """Count the forms of each part by its number, those in other case as one: the first of them."""
        spellings: dict[str, str] = {}
        forms: dict[int, Counter[str]] = defaultdict(Counter)
        counted = Counter((text[one.start : one.end][:LONGEST], one.parts) for one in occurrences)
        for (written, numbers), count in counted.items():
            form = " ".join(written.split())
            form = spellings.setdefault(surface(form), form)
            for number in {self._same[number] for number in numbers}:
                forms[number][form] += count
        return forms

    def _kinship(self, part: Part, form: str, tag: str) -> _Kinship | None:
        """Return what makes a form one of what was typed, in a document of a language."""
        if surface(form) == surface(part.text):
            return _Kinship("exact", form)
        words, stems = analyzer(tag).index_forms(form)
        is_whole = not part.text.endswith("*") and not isinstance(part.words[0][1], Pattern | Fuzzy)
        if is_whole and words == analyzer(tag).index_forms(part.text)[0]:
            return _Kinship("folded", form, language=tag)
        asked = part.words[0][1]
        if is_unspaced(part.text) and isinstance(asked, Word):
            return _Kinship("part", form, part.text)
        if part.slop:
            return _Kinship("near", form)
        if len(part.words) > 1:
            return _Kinship("phrase", form, stems, tag)
        # What overlaps is one occurrence: the word is one of those there.
        pieces = [form[token.start : token.end] for token in analyzer(tag).tokens(form)]
        return next(filter(None, (self._kinship_of_word(part, piece, tag) for piece in pieces)), None)

    def _kinship_of_word(self, part: Part, form: str, tag: str) -> _Kinship | None:
        asked = part.words[0][1]
        word = analyzer(tag).word(form)
        if isinstance(asked, Prefix):
            return _Kinship("prefix", form, asked.word) if word.startswith(asked.word) else None
        if isinstance(asked, Pattern):
            return _Kinship("pattern", form) if asked.fits(word) else None
        if surface(form) == surface(part.text.partition("~")[0]):
            return _Kinship("exact", form)
        if isinstance(asked, Fuzzy):
            is_misspelt = asked.fits(word) and word != asked.like.word
            return _Kinship("similar", form) if is_misspelt else self._kinship_to(asked.like, form, tag)
        return self._kinship_to(asked, form, tag)

    def _kinship_to(self, asked: Word, form: str, tag: str) -> _Kinship | None:
        word, stem = analyzer(tag).word(form), analyzer(tag).stem(form)
        if word == asked.word:
            return _Kinship("folded", form, language=tag)
        if stem in self._vocabulary.stems(asked, tag):
            return _Kinship("stem", form, stem, self._language_of(stem, asked, tag))
        if word in self._vocabulary.similar(asked, self._tongue):
            return _Kinship("similar", form)
        return self._kinship_of_compound(asked, form, stem, language(tag).tag)

    def _kinship_of_compound(self, asked: Word, form: str, stem: str, tag: str) -> _Kinship | None:
        for of, compound in self._vocabulary.compounds_with(asked, self._tongue):
            if of == tag and compound.stem == stem:
                return _Kinship("compound", form, _parted(form, len(stem) - len(compound.head)), tag)
        for of, compound in self._vocabulary.parts_of(asked, self._tongue):
            if of == tag and stem in (compound.modifier, compound.head):
                return _Kinship("part", form, asked.surface, tag)
        return None

    def _language_of(self, stem: str, asked: Word, tag: str) -> str:
        """Return a language that gives a word this stem: that of the document, of the question, or another."""
        tags = (tag, self._tongue or tag, *self._vocabulary.lexicon.documents)
        return next((one for one in tags if stem_in(one, asked) == stem), tag)


def _are_one(part: Part, other: Part) -> bool:
    """Tell whether parts are explained as one: the same words, or characters of one run of an unspaced script."""
    return part.words == other.words or (is_unspaced(part.text) and part.text == other.text)


def _parted(form: str, at: int) -> str:
    """Return a form parted before the letter that is number `at` of it folded: "Großstadt", 5 -> "Groß|stadt"."""
    cut = next((end for end in range(len(form)) if len(fold(form[:end])) >= at), len(form))
    return f"{form[:cut]}|{form[cut:]}"


def label(reason: Reason) -> str:
    """Return what a reason is, to stand before its detail: "stem (German): ", "begins with "."""
    name = language(reason.language).name
    match reason.how:
        case "exact":
            return "as typed"
        case "folded":
            return _folding(reason)
        case "stem":
            return f"stem ({name}): "
        case "compound":
            return "part of a compound: "
        case "part":
            return "a part of "
        case "prefix":
            return "begins with "
        case "pattern":
            return "fits the pattern"
        case "similar":
            return "spelt like it"
        case "near":
            return "near each other"
        case "phrase":
            return f"side by side, by their stems ({name}): "


def _folding(reason: Reason) -> str:
    if _HYPHENS.search(reason.word) and len(reason.form.split()) == 1 and not _HYPHENS.search(reason.form):
        return "written together"
    if HAN.search(reason.form):
        return "simplified and traditional alike"
    if language(reason.language).tag == "vi":
        return "tones folded"
    if _bare(reason.word) != _bare(reason.form):
        return "spellings folded"
    return "vowel signs folded" if _SEMITIC.search(reason.form) else "accents folded"


def _bare(text: str) -> str:
    """Return a text without the marks on its letters."""
    return "".join(one for one in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(one) != "Mn")


def place(reason: Reason) -> str:
    """Return where a form was found, and how often: "in the title", "3 times in the text"."""
    times = f"{reason.count:,} times " if reason.count > 1 else ""
    return f"{times}in the {reason.where}"


def in_words(reason: Reason) -> str:
    """Return a reason as a line: "Gespräche for Gespräch · stem (German): gesprach · 3 times in the text"."""
    form = reason.form if reason.how == "exact" else f"{reason.form} for {reason.word}"
    return f"{form} · {label(reason)}{reason.detail} · {place(reason)}"
