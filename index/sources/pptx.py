"""PPTX, the presentations of Microsoft PowerPoint: slides in their order, each with its notes and comments."""

import re
from collections.abc import Iterator

from index.document import Document, Skip
from index.sources.assembly import Section, from_sections
from index.sources.blocks import sections
from index.sources.docx import GRAMMAR
from index.sources.packages import Package, facts_in, open_package
from index.sources.source import Columns, SourceFile

_MAIN = "ppt/presentation.xml"
_WITH_A_SLIDE = re.compile(r"ppt/(notesSlides/notesSlide|comments/\w*comment\w*|charts/chart|diagrams/data)[\w-]*\.xml")


def read(file: SourceFile, _columns: Columns) -> Iterator[Document | Skip]:
    """Yield the one document of a file, its parts named "slide 2"; SourceError if it is broken or has no text."""
    with open_package(file) as package:
        yield from_sections(file, _sections(package), facts_in(package.events("docProps/core.xml")))


def _sections(package: Package) -> Iterator[Section]:
    for number, slide in enumerate(dict.fromkeys(_slides(package)), 1):
        members = [slide, *filter(_WITH_A_SLIDE.fullmatch, package.related(slide).values())]
        texts = [section.text for member in members for section in sections(package.events(member), GRAMMAR)]
        yield Section("\n\n".join(filter(None, texts)), f"slide {number}")


def _slides(package: Package) -> Iterator[str]:
    members = package.related(_MAIN)
    for kind, name, attributes in package.events(_MAIN):
        # "id" stands there twice, as a number and, in the namespace of relations, as the name of a member.
        if (kind, name) == ("start", "sldId") and attributes["id"] in members:
            yield members[attributes["id"]]
