"""A sentence in the two languages of the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

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
