"""A sentence in the two languages of the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Lang = Literal["ja", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Japanese and in English.

    Parameters
    ----------
    ja : str
        Japanese, shown first.
    en : str
        English.
    """

    ja: str
    en: str

    def get(self, lang: Lang) -> str:
        """Return the sentence in one language.

        Parameters
        ----------
        lang : {'ja', 'en'}
            The language wanted.

        Returns
        -------
        str
            The sentence.
        """
        return self.ja if lang == "ja" else self.en


def sayer(words: Mapping[str, Text]) -> Callable[..., str]:
    """Make the function with which a page says its words.

    Parameters
    ----------
    words : mapping of str to Text
        The words by key, with names in braces where values are put in.

    Returns
    -------
    callable
        Takes language, key and the values by name; returns one sentence.

    Examples
    --------
    >>> say = sayer({"hint": Text("ヒント {n}", "Hint {n}")})
    >>> say("en", "hint", n=1)
    'Hint 1'
    """

    def say(lang: Lang, key: str, **values: object) -> str:
        return words[key].get(lang).format(**values)

    return say
