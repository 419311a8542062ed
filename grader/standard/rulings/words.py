"""The words of which bid rules and cases are made, each with its name in Japanese and English.

A rule in YAML and a case use the same words. Whoever needs another word adds it here and, if it is a tie
between companies, says in `grader.standard.rulings.companies` when it holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from grader.errors import InputError
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Verdict = Literal[
    "not_barred", "act_forbidden", "exemption_may_be_applied_for", "barred", "to_be_confirmed"
]

VERDICTS: Mapping[str, Text] = {
    "not_barred": Text("制限されない", "not barred"),
    "act_forbidden": Text(
        "本人の行為だけが禁じられる（企業は制限されない）",
        "the person may not act (the company is not barred)",
    ),
    "exemption_may_be_applied_for": Text(
        "適用除外を申請できる（認められるまでは制限される）",
        "an exemption may be applied for (barred until it is granted)",
    ),
    "barred": Text("制限される", "barred"),
    "to_be_confirmed": Text("要確認", "to be confirmed"),
}
ACTS: Mapping[str, Text] = {
    "draft_specification": Text("仕様書の作成", "drafting the specification"),
    "review_or_evaluate": Text("審査・評価", "reviewing or evaluating"),
    "supervise": Text(
        "仕様書の作成や審査・評価をする職員の管理・監督",
        "managing those who draft, review or evaluate",
    ),
    "advise": Text("助言", "advising"),
    "select_vendor": Text("業者の選定", "selecting the vendor"),
    "run_bid": Text("入札の執行", "running the bid"),
    "contract_work": Text("契約に関する業務", "work on the contract"),
    "permits_and_applications": Text(
        "許認可・申請に関する業務", "work on permits and applications"
    ),
}
SCOPES: Mapping[str, Text] = {
    "system_development": Text("システムの設計・開発", "system design and development"),
    "system_operation": Text("システムの運用・保守", "system operation and maintenance"),
    "system_audit": Text("システム監査", "system audit"),
    "it_equipment": Text("情報機器の調達", "IT equipment"),
    "software": Text("ソフトウェアの調達", "software"),
    "it_services": Text(
        "情報システムに関するその他の役務", "other services for information systems"
    ),
    "other": Text("情報システムに関しない調達", "not about information systems"),
}
METHODS: Mapping[str, Text] = {
    "bid": Text("入札", "bid"),
    "negotiated_contract": Text("随意契約", "negotiated contract"),
}
TIES: Mapping[str, Text] = {
    "employment": Text("雇用", "employment"),
    "side_job": Text("兼業（役員・代表を含む）", "side job (board members included)"),
    "dispatch": Text("派遣元（籍を置いたまま派遣）", "dispatching employer"),
    "contract": Text("自治体からの業務の受託", "contract to advise the municipality"),
}
REACH: Mapping[str, Text] = {
    "self": Text("会社自身", "the company itself"),
    "parent": Text("親会社", "parent"),
    "subsidiary": Text("子会社", "subsidiary"),
    "ancestor": Text("親会社の親会社など", "parent further up"),
    "descendant": Text("孫会社など", "subsidiary further down"),
    "sibling": Text("きょうだい会社（親会社が同じ）", "company with a common parent"),
    "consolidated": Text("連結決算の対象", "company in the same consolidated accounts"),
    "affiliated": Text("その他の関係会社", "company linked otherwise"),
}
LINKS: Mapping[str, Text] = {
    "parent_of": Text("親会社である", "parent of"),
    "subsidiary_of": Text("子会社である", "subsidiary of"),
    "consolidated_with": Text("連結決算の対象が同じである", "consolidated with"),
    "affiliated_with": Text("その他の関係がある", "affiliated with"),
}
ENDS: Mapping[str, Text] = {
    "lasting": Text("続いている", "still lasting"),
    "unknown": Text("分からない", "not known"),
}
DAYS: Mapping[str, Text] = {
    "procurement": Text("調達の日（入札・契約の日）", "the day of the bid or contract"),
    "application": Text("本人が応募した日", "the day on which the person applied"),
    "act": Text("本人が関与した日", "the day on which the person acted"),
}
# What a clause may leave open. The first five take values, the others are switches.
ASPECTS: Mapping[str, Mapping[str, Text] | None] = {
    "scope": SCOPES,
    "methods": METHODS,
    "acts": ACTS,
    "ties": TIES,
    "reach": REACH,
    "days": DAYS,
    "judged_on": None,
    "breaks": None,
    "ended": None,
}


def known(words: Iterable[str], vocabulary: Mapping[str, Text], where: Text) -> None:
    """Refuse words that no rule could understand: a misspelt word would silently bar nobody.

    Parameters
    ----------
    words : iterable of str
        The words used.
    vocabulary : mapping of str to Text
        One of the tables of this module.
    where : Text
        What the words stand for, for the message.

    Raises
    ------
    InputError
        At the first word that is not in the table.
    """
    for word in words:
        if word not in vocabulary:
            choices = ", ".join(vocabulary)
            raise InputError(
                f"{where.ja}「{word}」はありません。次のどれかにしてください: {choices}",
                f"{where.en}: there is no “{word}”; use one of {choices}.",
            )


def names(words: Iterable[str], vocabulary: Mapping[str, Text]) -> Text:
    """List words by their names.

    Parameters
    ----------
    words : iterable of str
        Words of the table.
    vocabulary : mapping of str to Text
        One of the tables of this module.

    Returns
    -------
    Text
        The names in the order of the table.
    """
    chosen = set(words)
    texts = [text for word, text in vocabulary.items() if word in chosen]
    return Text("・".join(t.ja for t in texts), ", ".join(t.en for t in texts))
