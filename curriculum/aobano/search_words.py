"""What residents type into the search box of the city's site, and the names of pages that could answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

TOPICS: tuple[dict[str, Any], ...] = (
    {
        "official": "転出届",
        "en": "notice of moving out",
        "a": ("引っ越し 手続き", "引越 手続", "ひっこし"),
        "a_title": "引っ越しするとき（転出届）",
        "a_en": "moving house",
        "b": ("住所を変える", "住所 変更", "じゅうしょ かえる"),
        "b_title": "住所を変えるとき（転出届）",
        "b_en": "changing the address",
        "noise": "引っ越し ごみ",
        "noise_en": "waste when moving",
    },
    {
        "official": "粗大ごみ",
        "en": "bulky waste",
        "a": ("大きいごみ", "大きなごみ 出し方", "おおきいごみ"),
        "a_title": "大きいごみの出し方（粗大ごみ）",
        "a_en": "big waste",
        "b": ("家具 捨てる", "家具の捨て方", "かぐ すてる"),
        "b_title": "家具の捨て方（粗大ごみ）",
        "b_en": "throwing furniture away",
        "noise": "ごみの日",
        "noise_en": "waste days",
    },
    {
        "official": "納税証明書",
        "en": "tax payment certificate",
        "a": ("税金 払った 証明", "税金を払った紙", "ぜいきん しょうめい"),
        "a_title": "税金を払ったことの証明（納税証明書）",
        "a_en": "proof that tax was paid",
        "b": ("ビザ 税金 紙", "ビザ 市役所 書類", "びざ ぜいきん"),
        "b_title": "ビザに使う税金の紙（納税証明書）",
        "b_en": "tax paper for a visa",
        "noise": "税金 高い",
        "noise_en": "taxes are high",
    },
    {
        "official": "就学援助",
        "en": "school expense support",
        "a": ("給食 お金 払えない", "給食費 払えない", "きゅうしょく おかね"),
        "a_title": "給食などのお金に困ったとき（就学援助）",
        "a_en": "cannot pay for school lunch",
        "b": ("学校 お金 助け", "学校のお金 もらえる", "がっこう おかね"),
        "b_title": "学校のお金の助け（就学援助）",
        "b_en": "help with school money",
        "noise": "給食 メニュー",
        "noise_en": "school lunch menu",
    },
)  # fmt: skip
SLOGAN = ("青葉野市で、明日へ一歩", "“In Aobano, a step towards tomorrow”")
ROWS, TITLES = 9, 4


def searches(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    """Make a log of searches in which one group of words is used most, though no single one of its spellings is.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides the topic, the group and the figures.

    Returns
    -------
    dict
        By language: ``log`` with rows ``Q1`` to ``Q9``, and ``titles`` T1 to T4.
    dict
        ``title`` and ``rows`` of the group, and those of the decoys.
    """
    topic = TOPICS[int(rng.integers(len(TOPICS)))]
    most, less = ("a", "b") if rng.random() < 1 / 2 else ("b", "a")
    base = int(rng.integers(40, 61))
    lost = {
        most: _spread(rng, base, (0, 6)),
        less: [base + int(rng.integers(14, 25)), *_small(rng)],
    }
    rows = [
        (group, words, "home", count)
        for group in (most, less)
        for words, count in zip(topic[group], lost[group], strict=True)
    ]
    rows += [
        ("hall", topic["official"], "hall", int(rng.integers(150, 230))),
        ("official", topic["official"], "home", int(rng.integers(2, 7))),
        ("noise", topic["noise"], "home", int(rng.integers(20, 36))),
    ]
    order = rng.permutation(len(rows))
    ids = {f"Q{n}": rows[int(i)] for n, i in enumerate(order, start=1)}
    searched = {name: row[3] + int(rng.integers(5, 30)) for name, row in ids.items()}
    groups = {
        group: [name for name, row in ids.items() if row[0] == group]
        for group in (most, less, "hall", "official", "noise")
    }
    titles, title_of = _titles(rng, topic)
    glosses = {
        "a": topic["a_en"],
        "b": topic["b_en"],
        "hall": topic["en"],
        "official": topic["en"],
        "noise": topic["noise_en"],
    }
    log = {
        lang: [
            {
                "id": name,
                "words": row[1] if lang == "ja" else f"{row[1]} ({glosses[row[0]]})",
                "from": row[2],
                "searches": searched[name],
                "not_found": row[3],
            }
            for name, row in ids.items()
        ]
        for lang in ("ja", "en")
    }
    truth = {
        "title": title_of[most],
        "rows": groups[most],
        "top": {"title": title_of[less], "rows": groups[less]},
        "official": {"title": title_of["official"], "rows": [*groups["hall"], *groups["official"]]},
    }
    return {lang: {"log": log[lang], "titles": titles[lang]} for lang in log}, truth


def _spread(rng: np.random.Generator, base: int, by: tuple[int, int]) -> list[int]:
    return [base - int(rng.integers(*by)) for _ in range(3)]


def _small(rng: np.random.Generator) -> list[int]:
    return [int(rng.integers(6, 14)) for _ in range(2)]


def _titles(
    rng: np.random.Generator, topic: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    offered = [
        ("official", f"{topic['official']}について", f"about the {topic['en']}"),
        ("a", topic["a_title"], f"{topic['a_en']} ({topic['en']})"),
        ("b", topic["b_title"], f"{topic['b_en']} ({topic['en']})"),
        ("slogan", *SLOGAN),
    ]
    order = rng.permutation(len(offered))
    rows = [(f"T{n}", *offered[int(i)]) for n, i in enumerate(order, start=1)]
    shown = {
        "ja": [{"id": name, "title": ja} for name, _, ja, _ in rows],
        "en": [
            {"id": name, "title": f"{ja} ({en})" if key != "slogan" else f"{ja} {en}"}
            for name, key, ja, en in rows
        ],
    }
    return shown, {key: name for name, key, _, _ in rows}
