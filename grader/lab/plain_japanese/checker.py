"""The report on a text: what is hard in it, where, and how much of it is easy."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.lab.plain_japanese.rules import RULES, Finding, whole
from grader.lab.plain_japanese.text import Sentence, sentences
from grader.lab.session import shown_lang

if TYPE_CHECKING:
    from grader.text import Lang

_WEIGHT = {"kana": 3}
_SHOWN = 16
"""Characters of a phrase that a table shows."""
_ENOUGH = 3
"""A sentence that breaks so many rules is wholly hard; kana only is as hard as three."""


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What the rules say of a text.

    Parameters
    ----------
    sentences : tuple of Sentence
        Sentences and lines, without ruby.
    findings : tuple of Finding
        By sentence, in the order of the rules.
    """

    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]

    @property
    def size(self) -> int:
        """Count the characters.

        Returns
        -------
        int
            Without ruby and spaces.
        """
        return sum(sentence.size for sentence in self.sentences)

    @property
    def hard(self) -> float:
        """Count the hard characters.

        Returns
        -------
        float
            A sentence counts with a third of its characters for each rule it breaks, with all from three rules on.
        """
        broken: dict[int, set[str]] = {}
        for finding in self.findings:
            broken.setdefault(finding.sentence, set()).add(finding.rule)
        return sum(
            sentence.size
            * min(1.0, sum(_WEIGHT.get(r, 1) for r in broken.get(sentence.number, ())) / _ENOUGH)
            for sentence in self.sentences
        )

    @property
    def rate(self) -> float:
        """Tell how much of the text is easy.

        Returns
        -------
        float
            Share of the characters that is not hard, in [0, 1]; 0 for an empty text.
        """
        return 1.0 - self.hard / self.size if self.size else 0.0

    def of(self, rule: str) -> list[Finding]:
        """Return the findings of one rule.

        Parameters
        ----------
        rule : str
            A key of `RULES`.

        Returns
        -------
        list of Finding
            In the order of the text.
        """
        return [finding for finding in self.findings if finding.rule == rule]

    def kept(self, rule: str) -> float:
        """Return how far one rule is kept.

        Parameters
        ----------
        rule : str
            A key of `RULES`.

        Returns
        -------
        float
            Share of the characters in sentences without a finding of the rule; 0 for an empty text. Splitting a
            sentence never lowers it for ``length``.
        """
        broken = {finding.sentence for finding in self.of(rule)}
        fine = sum(s.size for s in self.sentences if s.number not in broken)
        return fine / self.size if self.size else 0.0

    def rows(self, lang: Lang) -> list[dict[str, str]]:
        """Return the findings as rows of a table.

        Parameters
        ----------
        lang : {'ja', 'en'}
            Language of headings and messages.

        Returns
        -------
        list of dict
            Number of the sentence, rule, phrase, message.
        """
        heads = (
            ("文", "決まり", "箇所", "直し方")
            if lang == "ja"
            else ("sentence", "rule", "phrase", "what to do")
        )
        return [
            dict(
                zip(
                    heads,
                    (
                        str(found.sentence),
                        RULES[found.rule][0].get(lang),
                        _short(found.phrase),
                        found.message.get(lang),
                    ),
                    strict=True,
                )
            )
            for found in self.findings
        ]

    def summary(self, lang: Lang) -> str:
        """Return the report in one line.

        Parameters
        ----------
        lang : {'ja', 'en'}
            Language of the line.

        Returns
        -------
        str
            Characters, findings, share that is easy.
        """
        if lang == "ja":
            return f"{self.size} 字、指摘 {len(self.findings)} 件、やさしい文の割合 {self.rate:.0%}"
        return f"{self.size} characters, {len(self.findings)} findings, {self.rate:.0%} easy"

    def __repr__(self) -> str:
        """Return the report as lines of text: what a trainee without HTML sees."""
        lang = shown_lang()
        lines = [" / ".join(row.values()) for row in self.rows(lang)]
        return "\n".join([self.summary(lang), *lines])

    def _repr_html_(self) -> str:
        """Show the report in a notebook as a table."""
        lang = shown_lang()
        rows = self.rows(lang)
        cell = '<td style="text-align:left;padding:.2em .8em;max-width:26em;white-space:normal">{}</td>'
        body = "".join(
            "<tr>" + "".join(cell.format(html.escape(text)) for text in row.values()) + "</tr>"
            for row in rows
        )
        head = "".join(
            f'<th style="text-align:left;padding:.2em .8em">{name}</th>'
            for name in (rows[0] if rows else ())
        )
        return f"<p>{self.summary(lang)}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _short(phrase: str) -> str:
    return phrase if len(phrase) <= _SHOWN else phrase[:_SHOWN] + "…"


def report(text: str, *, ruby: bool = False) -> Report:
    """Check a text against the rules of plain Japanese.

    Parameters
    ----------
    text : str
        Any text; ruby is written 漢字（かんじ）.
    ruby : bool
        Whether kanji beyond the first two school years need a reading.

    Returns
    -------
    Report
        The same for full-width and half-width characters.

    Examples
    --------
    >>> found = report("本状をご持参ください。")
    >>> [(each.rule, each.phrase) for each in found.findings]
    [('word', '持参'), ('polite', 'ご持参ください')]
    >>> report("この紙を持ってきてください。").rate
    1.0
    """
    known = whole(text)
    cut = tuple(sentences(text))
    found = tuple(
        Finding(rule, sentence.number, phrase, message)
        for sentence in cut
        for rule, (_, look) in RULES.items()
        if ruby or rule != "ruby"
        for phrase, message in look(sentence, known)
    )
    return Report(cut, found)


def improvement(text: str, original: str) -> float:
    """Tell how much of what was hard is gone.

    Parameters
    ----------
    text : str
        The new version.
    original : str
        The version before.

    Returns
    -------
    float
        1 − hard characters of the new version / those of the original, in [0, 1]. The original itself gives 0, and so
        does an empty text; easy sentences that are only added change nothing.

    Examples
    --------
    >>> improvement("紙を持ってきてください。", "本状をご持参願います。")
    1.0
    """
    new, old = report(text), report(original)
    if not new.size or not old.hard:
        return 0.0
    return max(0.0, 1.0 - new.hard / old.hard)
