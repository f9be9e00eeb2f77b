"""Profiles of Serbian, which langdetect lacks, made from its profile of Croatian.

To n-grams both are one language but for what follows. Standard Serbian is ekavian (mesto, vreme, gde; Croatian mjesto,
vrijeme, gdje) and has words of its own (šta, ko, opšti, Evropa, takođe); see Alexander, "Bosnian, Croatian, Serbian: a
Grammar" (2006). In Cyrillic it has one letter for each Croatian letter or digraph.
"""

Counts = dict[str, float]

_DIGRAPHS = {"dž": "џ", "lj": "љ", "nj": "њ", "Dž": "Џ", "Lj": "Љ", "Nj": "Њ"}
_LETTERS = str.maketrans(
    "abvgdđežzijklmnoprstćufhcčšABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ",
    "абвгдђежзијклмнопрстћуфхцчшАБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ",
)
_SELDOM = (
    "mje vje tje pje bje dje sje cje gdj tko opć vij mij rje rij lij tij jel jek jet jeć ješ đer tvr suć toč jeg "
    "tsk uvj eur Eur azb"
)
"""Trigrams a tenth as frequent as in Croatian."""
_OFTEN_PER_10_000 = {
    8: "del sle ode osl",
    5: "mes sed dse vre sre vet ned ođe ezb zbe evr vek",
    3: "Evr vro reč opš sar sav gde sve niv deo cen reš lep ver mer pre",
    1.5: "šta usl rec veš vde dve zve ceo avg hil lju tev tač",
}
"""Trigrams that are at least so frequent."""
_MORE_OF_THE_OTHERS = 1.01
"""So that a long text without anything Croatian is Serbian."""


def ekavian(croatian: Counts, trigrams: int) -> Counts:
    """Return the counts of n-grams in Serbian for those in Croatian, both of about so many trigrams."""
    counts = dict(croatian)
    for gram in _SELDOM.split():
        counts[gram] = counts.get(gram, 0.0) / 10
    for rate, grams in _OFTEN_PER_10_000.items():
        for gram in grams.split():
            counts[gram] = max(counts.get(gram, 0.0), rate * trigrams / 10_000)
    return {gram: count * (_MORE_OF_THE_OTHERS if len(gram) == 3 else 1.0) for gram, count in counts.items()}


def cyrillic(latin: Counts) -> Counts:
    """Return the counts of the same text in Cyrillic letters: a trigram that holds a digraph becomes a bigram."""
    counts = Counts()
    for gram, count in latin.items():
        written = _in_cyrillic(gram)
        counts[written] = counts.get(written, 0.0) + count
    return counts


def _in_cyrillic(gram: str) -> str:
    for digraph, letter in _DIGRAPHS.items():
        gram = gram.replace(digraph, letter)
    return gram.translate(_LETTERS)
