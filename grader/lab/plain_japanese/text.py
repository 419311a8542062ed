"""Text as the rules see it: one way of writing characters, no ruby, one sentence after the other."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

KANJI = "\u3400-\u4dbf\u4e00-\u9fff\u3005\u3006"
"""Kanji with 々 and 〆, as a range of a regular expression."""
KANA = "\u3041-\u3096\u309d\u309e\u30fc"
"""Hiragana with the long mark, as a range of a regular expression."""

_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u301c": "~"}
)
_RUBY = re.compile(
    rf"(?P<kanji>[{KANJI}]+)(?P<ending>[{KANA}]{{0,3}})\((?P<reading>[{KANA} ・]+)\)"
)
_END = re.compile(r"(?<=[。!?])")
_BULLET = re.compile(r"^\s*(?:[・●■◆○◎※*-]|[(]?\d{1,2}[).:](?!\d))\s*")
_UNFINISHED = re.compile(r"(?<!もの|こと|つい)[、,はがをにでとものて]$")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a line that is none (a heading, an item of a list).

    Parameters
    ----------
    number : int
        Place in the text, from 1.
    text : str
        Its characters without ruby and without the mark at its end.
    closed : bool
        True if it ends in 。, ! or ?, so that it must be a whole sentence.
    """

    number: int
    text: str
    closed: bool

    @property
    def size(self) -> int:
        """Count its characters.

        Returns
        -------
        int
            Spaces are left out.
        """
        return len(re.sub(r"\s", "", self.text))


# ①②③ stand before the items of a list; as 1, 2, 3 they would look like facts.
_CIRCLED = str.maketrans(dict.fromkeys(map(chr, range(0x2460, 0x2474)), "・"))


def normal(text: str) -> str:
    """Bring the ways of writing one character together.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        NFKC, with one kind of hyphen and one kind of tilde; ①②③ as bullets; lines ended by a line feed.

    Examples
    --------
    >>> normal("１１月３０日（月）")
    '11月30日(月)'
    """
    plain = unicodedata.normalize("NFKC", text.translate(_CIRCLED)).translate(_DASHES)
    return "\n".join(line.strip() for line in plain.splitlines())


def without_ruby(text: str) -> str:
    """Take readings out: what stands in brackets behind a kanji or its ending, in hiragana and no longer than a reading.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Normal text in which readings neither lengthen a sentence nor lessen its share of kanji.

    Examples
    --------
    >>> without_ruby("避難所（ひなんじょ）に行（い）く（歩いて）")
    '避難所に行く(歩いて)'
    """
    return _RUBY.sub(
        lambda m: m["kanji"] + m["ending"] + ("" if _reads(m) else f"({m['reading']})"),
        normal(text),
    )


def _reads(match: re.Match[str]) -> bool:
    """Tell a reading from an explanation in hiragana, which is longer than any reading of so many kanji."""
    kanji, ending = len(match["kanji"]), len(match["ending"])
    return len(match["reading"]) <= max(5, 3 * kanji + 1) + ending


def readings(text: str) -> dict[str, str]:
    """Return the words that have a reading behind them.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    dict
        From a run of kanji to its reading.

    Examples
    --------
    >>> readings("市役所（しやくしょ）で聞いてください。")
    {'市役所': 'しやくしょ'}
    """
    return {m["kanji"]: m["reading"] for m in _RUBY.finditer(normal(text)) if _reads(m)}


def sentences(text: str) -> list[Sentence]:
    r"""Cut a text into sentences and lines.

    A line break ends a sentence, unless the line breaks off in the middle of one: after a comma or a particle.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Sentence
        Without those that hold no letter.

    Examples
    --------
    >>> [(s.text, s.closed) for s in sentences("お知らせ\n水を\n止めます。ためてください。")]
    [('お知らせ', False), ('水を止めます', True), ('ためてください', True)]
    """
    pieces = [
        piece for line in _lines(without_ruby(text)) for piece in _END.split(line) if piece.strip()
    ]
    found: list[Sentence] = []
    for piece in pieces:
        bare = _BULLET.sub("", piece).strip()
        body = bare.rstrip("。!?").lstrip(")」 ").strip()
        if _LETTER.search(body):
            found.append(Sentence(len(found) + 1, body, bare[-1] in "。!?"))
    return found


def _lines(text: str) -> list[str]:
    """Join a line with the next one where it breaks off."""
    lines: list[str] = []
    broken = False
    for line in text.splitlines():
        if broken and line and not _BULLET.match(line):
            lines[-1] += line
        elif line:
            lines.append(line)
        broken = bool(_UNFINISHED.search(line))
    return lines
