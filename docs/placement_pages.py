"""The page of layers, contexts, placements, sharing schemes and examinations of the skill standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_parts import MADE, both, cell, table

from grader.standard import COMMON_GATES
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.standard import Placement, Qualification, SharingScheme, Standard
    from grader.standard.model import Citation

    Cited = Callable[[Sequence[Citation]], str]

TYPES = {
    "secondment": Text("国などへの出向", "secondment"),
    "private-secondment": Text("民間企業への派遣", "secondment to a company"),
    "adviser": Text("アドバイザー", "adviser"),
    "side-job": Text("副業・兼業", "side job"),
    "appointment": Text("任用", "appointment"),
    "sharing": Text("共同利用", "shared post"),
}
PAYERS = {
    "home": Text("派遣元", "home"),
    "host": Text("受入先", "host"),
    "state": Text("国", "state"),
    "members": Text("構成団体で分担", "members of the scheme"),
}
BURDENS = {
    "pay": Text("給与を負担する", "bears the pay"),
    "absence": Text("その間の人手が減る", "is short of a person meanwhile"),
}
REMOTE = {
    "full": Text("すべて遠隔", "always"),
    "partial": Text("一部", "partly"),
    "none": Text("なし", "never"),
}
UNKNOWN = "—"


def placements_page(about: Standard, cited: Cited) -> str:
    """Return the page of where people can go, how they are shared and what they can show.

    Parameters
    ----------
    about : Standard
        The standard.
    cited : callable
        Turns citations into Markdown.

    Returns
    -------
    str
        Markdown.
    """
    parts = [
        "# 派遣先・共同利用・資格 / Placements, sharing, examinations",
        "",
        MADE,
        "事実は出典のとおりです。始めと終わりのレベルは本プロジェクトの提案です。関門は、レベルがどれほど高くても欠かせない条件です。",
        "出典にないことは「—」としています。",
        "",
        "The facts are the sources'. The levels to start and end with are this project's proposals. A gate is a condition",
        "that no level outweighs. What the sources do not say is “—”.",
        "",
        *(line for place in about.placements.values() for line in _placement(place, about, cited)),
        "## 共通の関門 / Common gates",
        "",
        *table(("関門 / gate", ""), ((f"`{key}`", both(x)) for key, x in COMMON_GATES.items())),
        "",
        "## 共同利用の仕組み / Sharing schemes",
        "",
        *table(
            ("仕組み / scheme", "運営 / body", "内容 / how it works", "出典 / sources"),
            (_scheme(scheme, cited) for scheme in about.sharing_schemes.values()),
        ),
        "",
        "## 資格・試験 / Examinations",
        "",
        "資格はレベルと並ぶ証拠で、それ自体がレベルになることはありません。ITSSは別の物差しです。",
        "",
        "Examinations are evidence beside the levels, never a level by themselves. ITSS is another scale.",
        "",
        *table(
            ("資格 / examination", "ITSS", "注 / note", "出典 / sources"),
            (_qualification(exam, cited) for exam in about.qualifications.values()),
        ),
    ]
    return "\n".join(parts) + "\n"


def _placement(place: Placement, about: Standard, cited: Cited) -> Iterator[str]:
    role = f"[{cell(about.roles[place.role].name.ja)}](roles.md)、" if place.role else ""
    start = "、".join(f"{x.skill} {x.level}" for x in place.requires)
    end = "、".join(f"{x.skill} {x.to}" for x in place.develops)
    rows = [
        ("種類 / type", both(TYPES[place.type])),
        ("形 / scheme", both(place.scheme) if place.scheme else UNKNOWN),
        ("始め / to start with", (role + start).rstrip("、") or UNKNOWN),
        ("終わり / to end with", end or UNKNOWN),
        ("関門 / gates", "、".join(f"`{gate}`" for gate in place.gates)),
        ("条件 / eligibility", "<br>".join(both(x.text) for x in place.eligibility) or UNKNOWN),
        (
            "月数・週の日数 / months, days a week",
            f"{_term(place)}・{place.days_per_week or UNKNOWN}",
        ),
        ("遠隔勤務 / remote", both(REMOTE[place.remote]) if place.remote else UNKNOWN),
        ("給与 / pay", both(PAYERS[place.payer]) if place.payer else UNKNOWN),
        (
            "派遣元の負担 / home organisation",
            "<br>".join(both(BURDENS[x]) for x in place.home_burden) or UNKNOWN,
        ),
        ("持ち帰るもの / brought back", both(place.return_duty) if place.return_duty else UNKNOWN),
        ("環境 / environment", "<br>".join(map(both, place.environment)) or UNKNOWN),
        ("支援 / support", "<br>".join(map(both, place.support)) or UNKNOWN),
        ("流れ / programme", "<br>".join(_stages(place)) or UNKNOWN),
        ("食い違い / conflicts", "<br>".join(both(x.text) for x in place.conflicts) or UNKNOWN),
        ("出典 / sources", cited(place.sources)),
    ]
    yield from (f"## {cell(place.name.ja)} / {cell(place.name.en)}", "")
    yield from (f"{cell(place.description.ja)}  ", cell(place.description.en), "")
    yield from table(("", f"`{place.id}`"), (row for row in rows if row[1] != UNKNOWN))
    yield ""


def _term(place: Placement) -> str:
    term = place.term_months
    if term is None:
        return UNKNOWN
    return f"{term.min:g}" if term.min == term.max else f"{term.min:g}–{term.max:g}"


def _stages(place: Placement) -> Iterator[str]:
    for stage in place.programme:
        yield f"{stage.from_month}–{stage.to_month}：{both(stage.text)}"


def _scheme(scheme: SharingScheme, cited: Cited) -> tuple[str, ...]:
    what = both(scheme.description)
    if scheme.registered is not None:
        people = scheme.registered
        what += f"<br>登録 / registered {people.total}（digital {people.digital}、{people.as_of}）"
    return both(scheme.name), both(scheme.body), what, cited(scheme.sources)


def _qualification(exam: Qualification, cited: Cited) -> tuple[str, ...]:
    level = str(exam.itss_level or UNKNOWN)
    note = both(exam.note) if exam.note else UNKNOWN
    return both(exam.name), level, note, cited(exam.sources)
