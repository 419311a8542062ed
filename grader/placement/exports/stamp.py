"""The line that every paper bears: to be handled with care, who took it out, when, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records.dates import japanese_date
from grader.records.excel import one_line
from grader.text import Text

if TYPE_CHECKING:
    from grader.records.access_log import Access
    from grader.text import Lang

CARE = Text("取扱注意", "Handle with care")
_LINE = Text(
    "{care}　出力者：{who}　出力日時：{when}　目的：{purpose}",
    "{care} · exported by {who} on {when} for: {purpose}",
)


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
    day = japanese_date(access.when.date()) if lang == "ja" else access.when.date().isoformat()
    return _LINE.get(lang).format(
        care=CARE.get(lang),
        who=one_line(access.who),
        when=f"{day} {access.when:%H:%M} (UTC{access.when:%z})",
        purpose=one_line(access.purpose),
    )
