"""The query language by examples; each is a link on the help page, and a test asks each of the bundled texts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A query and what it finds."""

    query: str
    meaning: str


SECTIONS = (
    (
        "Words",
        (
            Example("bread water", "Documents with all of the words; if there are none, with any of them."),
            Example(
                "Leuchttürme", "Other forms of a word are found too: Leuchtturm, Leuchtturms. So are other accents."
            ),
            Example("Bahn", "Compounds are found too, below the word itself: Straßenbahn."),
            Example("=Bahn", "Only as it is typed: no other forms, accents or compounds."),
            Example('="Deutsche Bahn"', "So for a phrase."),
            Example("灯塔", "Chinese, Japanese, Korean and Thai need no spaces between words."),
        ),
    ),
    (
        "Parts of words, and typing mistakes",
        (
            Example("archaeo*", "Every word that begins like this."),
            Example(
                "*bahn", "That ends like this. * stands for any letters, at the beginning, in the middle or at the end."
            ),
            Example("L?uchtturm", "? stands for one letter. At either end of a word it is a question mark."),
            Example(
                "/(bee|honey)s?/",
                "Words that fit a regular expression as a whole, whatever their accents and case. It may have letters, "
                ". \\d \\w [a-z] [^a-z] (…|…) and how often: * + ? {2,3}.",
            ),
            Example("honye~", "The word, and below it words that are a typing mistake away."),
            Example("Leuchttrum~2", "Two typing mistakes: letters too much, too few, wrong or in the wrong order."),
        ),
    ),
    (
        "Phrases",
        (
            Example('"wild yeasts"', "These words, side by side, in any of their forms."),
            Example(
                '"yeasts wild"~5',
                "Near each other, in any order: with at most 5 other words between each of them and the next one.",
            ),
            Example("„Alte Weser“", "Any quotation marks will do: „…“, »…«, “…”, 「…」."),
        ),
    ),
    (
        "All, any, not",
        (
            Example("bees AND honey", "Both. The same as without AND."),
            Example("bees OR bread", "At least one of them."),
            Example("bread -bees", "The first without the second. NOT does the same."),
            Example("(bees OR bread) flour", "Parentheses group."),
            Example("bread^3 OR bees", "The first counts three times as much. So do phrases and parentheses."),
        ),
    ),
    (
        "Where to look",
        (
            Example("title:bread", "In the title only."),
            Example("title:(bees OR bread)", "So for all in parentheses, which may stand behind any of these names."),
            Example("lang:de Brot", "In German documents, or German in part. zh covers zh-Hans and zh-Hant."),
            Example("lang:french lune", "A language by its name."),
            Example("author:rédaction", "By this author."),
            Example("source:eclipse", "From sources with this in their path."),
            Example("type:html", "From files of this type, archives opened: text, pdf, docx, spreadsheet, mail …"),
            Example("site:example.org", "From this site: the host of their address, without www."),
            Example(
                "meta.series:Rundbrief",
                "With this in a field of their own that the sources have; meta.series:* with anything in it.",
            ),
            Example("date:2024", "From that year."),
            Example("date:1999-08..2024-04", "Between two dates, both included. Either may be left out."),
            Example("date:>=2024-04", "From a date on. Also <, <= and >."),
            Example("year:2009..2011", "Between two years; also year:>2009."),
            Example("words:>190", "Longer than so many words; also words:100..200."),
        ),
    ),
    (
        "Doubtful languages",
        (
            Example("lang:und", "Documents whose language was not recognised."),
            Example("lang:disagrees", "Documents that declare one language and read like another."),
            Example(
                "confidence:<0.7", "Documents whose language is less than 70% sure. Also >=0.9, 0.5..0.7 and 0.7.."
            ),
        ),
    ),
    ("Everything", (Example("*", "Every document."),)),
)
