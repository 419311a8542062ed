"""Sentences in and about badges, in Japanese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.measurement import is_thin
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from grader.credentials.awards import Award
    from grader.credentials.work import Work
    from grader.standard import Standard

NOT_MEASURED = Text(
    "採点結果がありません（できないという意味ではありません）。課題を提出して採点と measure を済ませてください。",
    "there are no graded results (which does not mean that the person cannot do it); hand in, grade and measure first.",
)
NO_SKILL = Text("スキル標準にありません。", "the standard has no such skill.")
NOT_ACTIVE = Text(
    "有効なスキルではありません（草案・廃止予定・廃止）。",
    "the skill is not active (draft, deprecated or withdrawn).",
)
BY_PEOPLE = Text(
    "自動採点だけでは示せないスキルです。人が確認してください。",
    "automatic grading alone cannot show this skill; a person must attest it.",
)
NO_IDENTITY = Text(
    "宛先の一覧に、この人の行がありません。", "the list of identities has no row for this person."
)
_UNWATCHED = Text("受講に監督はない（暫定）。", " The work was not supervised (provisional).")
_WATCHED = Text("すべて監督のもとで受けた。", " All of it was supervised.")
_FEW = Text(
    "課題または教材の数は、方針の目安に足りない（暫定）。",
    " There are fewer exercises or notebooks than the policy looks for (provisional).",
)
_UNRECORDED = Text("記録なし", "not recorded")
_ISOLATION = {
    "bubblewrap": Text("名前空間（bubblewrap）", "namespaces (bubblewrap)"),
    "landlock": Text("アクセス制限（landlock）", "access rules (landlock)"),
    "container": Text("コンテナ", "container"),
    "none": Text("なし（未隔離）", "none"),
}


def not_confirmed(estimate: Mapping[str, Any], policy: Mapping[str, Any]) -> Text:
    """Say why not even level 1 is confirmed.

    Parameters
    ----------
    estimate : mapping
        The estimate of one skill.
    policy : mapping
        The policy that was applied.

    Returns
    -------
    Text
        Probability, threshold, and how much evidence there is.
    """
    p, asked = estimate["p_at_least"][0], policy["confirmed"]
    items, books = estimate["n_items"], estimate["n_notebooks"]
    return Text(
        f"レベル1以上である確率は {p:.2f} で、確認の基準 {asked:.2f} に届きません。"
        f"根拠は課題{items}件・教材{books}冊です（方針の目安は{policy['min_items']}件・{policy['min_notebooks']}冊）。"
        "課題が増えると確かになります。",
        f"the probability of level 1 or more is {p:.2f}, and {asked:.2f} is asked for. It rests on {items} exercises "
        f"in {books} notebooks (the policy looks for {policy['min_items']} in {policy['min_notebooks']}); more "
        "exercises make it surer.",
    )


def was_revoked(entry: Mapping[str, Any]) -> Text:
    """Say that the same badge was revoked.

    Parameters
    ----------
    entry : mapping
        The ledger's entry ``revoked``.

    Returns
    -------
    Text
        When, why, and what to do if it shall be issued all the same.
    """
    id_, on, reason = entry["id"], entry["on"], entry["reason"]
    return Text(
        f"同じ根拠のバッジ（{id_}）は {on} に取り消されています（理由：{reason}）。改めて発行するなら --reissue を付けてください。",
        f"the badge with the same evidence ({id_}) was revoked on {on} ({reason}); to issue it anew, add --reissue.",
    )


def name(award: Award) -> Text:
    """Name the achievement.

    Parameters
    ----------
    award : Award
        Skill and level.

    Returns
    -------
    Text
        Name of the skill, and the level.
    """
    skill = award.skill.name
    return Text(f"{skill.ja} レベル{award.level}", f"{skill.en}, level {award.level}")


def criteria(standard: Standard, policy: Mapping[str, Any]) -> Text:
    """Say what it takes, and what the badge is not.

    Parameters
    ----------
    standard : Standard
        Whose levels they are.
    policy : mapping
        The policy that was applied.

    Returns
    -------
    Text
        Criteria and disclaimer.
    """
    title, about = framework(standard), standard.disclaimer or Text("", "")
    asked = policy["confirmed"]
    return Text(
        f"{title.ja}のこのレベル以上である確率が、提出されたノートブックの自動採点から{asked:.0%}以上と推定されたこと"
        f"（測定の方針 {policy['version']}）。監督のない受講の結果だけに基づく暫定の確認であり、人による確認や資格の"
        f"代わりにはならない。{about.ja}",
        "A probability of at least "
        f"{asked:.0%} to be at this level or above of the {title.en}, estimated from automatically graded notebooks "
        f"(measurement policy {policy['version']}). The confirmation is provisional: it rests on unsupervised work "
        f"only, and does not replace an attestation by people or a qualification. {about.en}".rstrip(),
    )


def framework(standard: Standard) -> Text:
    """Name the standard with its version.

    Parameters
    ----------
    standard : Standard
        The standard.

    Returns
    -------
    Text
        Title and version.
    """
    title = standard.title or Text("スキル標準", "Skill standard")
    return Text(f"{title.ja} {standard.version}版", f"{title.en}, version {standard.version}")


def too_old(until: date) -> Text:
    """Say that the evidence should be renewed first.

    Parameters
    ----------
    until : date
        The day from which it no longer counts.

    Returns
    -------
    Text
        Why, and what to do.
    """
    return Text(
        f"根拠が古くなっています（{until} に期限切れ）。課題を改めて受けてもらってください。",
        f"the evidence is too old (it ran out on {until}); have the exercises taken again.",
    )


def evidence(award: Award, work: Work, policy: Mapping[str, Any]) -> Text:
    """Tell what the level rests on, without marks and names.

    Parameters
    ----------
    award : Award
        The confirmed level.
    work : Work
        When the work was handed in, and how it was graded.
    policy : mapping
        The policy that was applied.

    Returns
    -------
    Text
        Number of exercises and lessons, days, estimate with its interval, and what is provisional.
    """
    est, level = award.estimate, award.level
    low, high = est["interval"]
    p, share = est["p_at_least"][level - 1], f"{policy['interval']:.0%}"
    lessons, when, apart = ", ".join(award.lessons), _days(work), _isolation(work)
    watched = "unproctored" not in est.get("provisional_reasons", ["unproctored"])
    care = _WATCHED if watched else _UNWATCHED
    few = _FEW if is_thin(est) else Text("", "")
    return Text(
        f"採点された課題{est['n_items']}件、教材{est['n_notebooks']}冊（{lessons}）。提出日は{when.ja}。"
        f"推定{est['eap']:.1f}（{share}区間 {low:.1f}～{high:.1f}）、レベル{level}以上である確率{p:.2f}。"
        f"採点時の隔離は{apart.ja}。{care.ja}{few.ja}",
        f"Graded exercises: {est['n_items']}, notebooks: {est['n_notebooks']} ({lessons}). Handed in: {when.en}. "
        f"Estimate {est['eap']:.1f} ({share} interval {low:.1f} to {high:.1f}), probability of level {level} or above "
        f"{p:.2f}. Isolation while grading: {apart.en}.{care.en}{few.en}",
    )


def _days(work: Work) -> Text:
    if not work.days:
        return _UNRECORDED
    first, last = work.days[0], work.days[-1]
    if first == last:
        return Text(str(first), str(first))
    return Text(f"{first}から{last}まで", f"{first} to {last}")


def _isolation(work: Work) -> Text:
    said = [_ISOLATION.get(kind, Text(kind, kind)) for kind in work.isolation]
    if not said:
        return _UNRECORDED
    return Text("・".join(text.ja for text in said), ", ".join(text.en for text in said))


def both(text: Text) -> str:
    """Put both languages into one string, which is all that the format has room for.

    Parameters
    ----------
    text : Text
        The sentence.

    Returns
    -------
    str
        Japanese, a slash, English.
    """
    return f"{text.ja} / {text.en}"


def paragraphs(text: Text) -> str:
    """Put both languages into one narrative.

    Parameters
    ----------
    text : Text
        The narrative.

    Returns
    -------
    str
        Japanese, a blank line, English.
    """
    return f"{text.ja}\n\n{text.en}"
