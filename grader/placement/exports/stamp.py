"""The line that every paper bears: to be handled with care, who took it out, when, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records.access_log import taken_out
from grader.text import Text

if TYPE_CHECKING:
    from grader.records.access_log import Access
    from grader.text import Lang

CARE = Text("取扱注意", "Handle with care")
_BETWEEN = Text("　", " · ")


def stamp(access: Access, lang: Lang) -> str:
    """Return the watermark of a paper.

    Parameters
    ----------
    access : Access
        Who, when and for what.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        One line.
    """
    return CARE.get(lang) + _BETWEEN.get(lang) + taken_out(access, lang)
