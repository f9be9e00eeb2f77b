"""What was found in a text that tells its language, and how sure that makes.

The formulas are logistic fits over sentences and documents of which the language is known, every other one of each
kind; `bench/detection.py --fit` prints them and how well they hold for the rest.
"""

import math
from dataclasses import dataclass, field

CERTAINTY = (-2.14, 0.236, 1.97)
"""Weights of 1, the margin and the fit."""
FAMILIARITY = (2.45, 3.48, -3.3, 0.148)
"""Weights of 1 and of `signs_of_familiarity`."""
FAMILIAR = -2.0
"""Text of less is undetermined. (At 0, what was fitted to is as likely of a language that has no profile.)"""
FEW_STRANGERS = 3.0
"""In nats: one text in twenty, and not every other, is expected to be in a language that has no profile."""
CLEARLY_FAMILIAR, CLEAR, CLEAR_BY_SCRIPT = 0.0, 0.97, 0.8
"""With so much familiarity and confidence there is no need to read more of a text."""
SURE, SURE_BY_SCRIPT, SURE_LETTERS = 0.99, 0.9, 40
"""With so much confidence, and so many letters, one may rely on a part of a text."""
FEW_LETTERS = 5
"""A text of no more different letters, and of more than their square in all, is in no language: "hahaha"."""
_ENOUGH = 250
"""More letters than that do not make the fit to a profile more telling."""


@dataclass(frozen=True, slots=True)
class ByScript:
    """A script that says the language: the tag and the next likeliest, how many letters say so, their share of all.

    `distinct`, from 0 to 1, is how clearly the script says this language and not the next.
    """

    tag: str
    runner_up: str
    letters: int
    share: float
    distinct: float = 1.0

    @property
    def confidence(self) -> float:
        """How sure that is, from 0 to 1: low where another script has about as many letters, or there are few."""
        return self.distinct * (1.0 - (1.0 - self.share) ** 2) * self.letters / (self.letters + 0.25)

    @property
    def is_familiar(self) -> bool:
        """Whether that is enough for a tag: as the script is that of one language, it is."""
        return True

    @property
    def is_clear(self) -> bool:
        """Whether there is no need to read more of the text."""
        return self.confidence >= CLEAR_BY_SCRIPT

    @property
    def is_sure(self) -> bool:
        """Whether one may rely on it for a part of a text."""
        return self.confidence >= SURE_BY_SCRIPT


@dataclass(frozen=True, slots=True)
class ByProfiles:
    """The languages of the likeliest two profiles among those of the script.

    `margin` is how far in nats the first is before the second, `lead` before the first of another kind (Croatian and
    Serbian are of one kind). `fit` is its score as a share of what text of the language itself has (1 for such text).
    `letters` is how many characters were read, `different` how many different ones. `familiarity` (in nats) says how
    much the text looks like one in any of the languages, `confidence` (from 0 to 1) how sure the tag is.
    """

    tag: str
    runner_up: str
    margin: float
    lead: float
    fit: float
    letters: int
    different: int
    familiarity: float = field(init=False)
    confidence: float = field(init=False)

    def __post_init__(self) -> None:
        of_fit, of_root, of_lead = self.signs_of_familiarity
        familiarity = FAMILIARITY[0] + FAMILIARITY[1] * of_fit + FAMILIARITY[2] * of_root + FAMILIARITY[3] * of_lead
        if self.different <= FEW_LETTERS and self.different**2 < self.letters:
            familiarity = -math.inf
        certainty = CERTAINTY[0] + CERTAINTY[1] * self.margin + CERTAINTY[2] * self.fit
        object.__setattr__(self, "familiarity", familiarity)
        object.__setattr__(self, "confidence", _logistic(familiarity + FEW_STRANGERS) * _logistic(certainty))

    @property
    def signs_of_familiarity(self) -> tuple[float, float, float]:
        """The fit, 1 and the logarithm of the lead a letter, each times the root of the number of letters."""
        root = math.sqrt(min(self.letters, _ENOUGH))
        return root * self.fit, root, root * math.log(self.lead / max(self.letters, 1) + 0.02)

    @property
    def is_familiar(self) -> bool:
        """Whether it is like text of one of the languages at all."""
        return self.margin > 0.0 and self.familiarity >= FAMILIAR

    @property
    def is_clear(self) -> bool:
        """Whether there is no need to read more of the text."""
        return self.familiarity >= CLEARLY_FAMILIAR and self.confidence >= CLEAR

    @property
    def is_sure(self) -> bool:
        """Whether one may rely on it for a part of a text."""
        return self.letters >= SURE_LETTERS and self.is_clear and self.confidence >= SURE


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(value, -700.0)))
