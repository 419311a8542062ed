"""Lint rules about rules and figures: S031 and following. Ids are never reused."""

from __future__ import annotations

from datetime import date
from itertools import product
from math import isclose
from typing import TYPE_CHECKING, Any, Literal

from grader.findings import Finding, Rule
from grader.standard.rulings import words
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.standard.files import Entry, Files
    from grader.yamlfile import Key


def _rule(
    id: str, title: Text, remedy: Text, severity: Literal["error", "warning"] = "error"
) -> Rule:
    return Rule(id, severity, title, remedy)


S031 = _rule(
    "S031",
    Text("期限の切れた規則はそうと分かる", "An expired rule is known to have expired"),
    Text(
        "後に続く規則を確かめて valid_until を直すか、expired に acknowledged: true と注を書いてください。",
        "Look for what follows and mend valid_until, or write expired with acknowledged: true and a note.",
    ),
    "warning",
)
S032 = _rule(
    "S032",
    Text("統計の内訳は合計と一致する", "The parts of a statistic make its total"),
    Text(
        "数値を出典と照らしてください。出典自体が一致しないときは contradiction に書きます。",
        "Hold the figures against the source; if the source disagrees with itself, say so in contradiction.",
    ),
)
S033 = _rule(
    "S033",
    Text("入札制限は決まった語で書く", "A bid restriction is written in known words"),
    Text(
        "示された語のどれかに直してください。知らない語は誰も制限しません。",
        "Use one of the words shown: an unknown word would bar nobody.",
    ),
)
S034 = _rule(
    "S034",
    Text("期間は始まってから終わる", "A period begins before it ends"),
    Text(
        "valid_from と valid_until を、暦にある日で、この順にしてください。",
        "Give valid_from and valid_until as days of the calendar, in this order.",
    ),
)
S035 = _rule(
    "S035",
    Text("規則と統計には出典がある", "A rule or figure cites its source"),
    Text(
        "sources に出典（sources.yaml のID、見出し、行）を書いてください。",
        "Write in sources where it comes from: an id of sources.yaml, heading, lines.",
    ),
)
S036 = _rule(
    "S036",
    Text("割合は数値と分母から出る", "A percentage follows from value and denominator"),
    Text(
        "value・of・percent を出典と照らしてください。",
        "Hold value, of and percent against the source.",
    ),
)
S037 = _rule(
    "S037",
    Text("読み方が分かれる条項は、何を確かめるかを言う", "An open clause says what to ask"),
    Text(
        "unsettled に、その aspect の question を書いてください。",
        "Write the question for that aspect under unsettled.",
    ),
)

S038 = _rule(
    "S038",
    Text("項目の中のIDは一度だけ使う", "An id within an entry is used once"),
    Text("どちらか一方のIDを変えてください。", "Change one of the two."),
)

_WITH_LIFE = (
    "bid_restrictions",
    "pledges",
    "information_access",
    "side_jobs",
    "coverage",
    "funding",
)
_PARTS = {
    "bid_restrictions": ("clauses", "exemption"),
    "pledges": ("items",),
    "funding": ("items",),
    "statistics": ("figures",),
}
_SIDE_LISTS = ("limits", "contract_forms", "work_forms")
_COVERED = ("scope", "methods", "acts", "ties", "reach")
_HALF_A_DIGIT = 0.05 + 1e-9  # published with one decimal


def known_end(files: Files) -> Iterator[Finding]:
    """S031: what has expired says so."""
    for entry in _rules(files):
        until = entry.data["valid_until"]
        day = _day(until)
        if files.today and day and day < files.today and "expired" not in entry.data:
            yield entry.finding(
                S031,
                Text(
                    f"「{entry.data['id']}」の期限は{until}でした。",
                    f"“{entry.data['id']}” was valid until {until}.",
                ),
                "valid_until",
            )


def sums_come_out(files: Files) -> Iterator[Finding]:
    """S032: parts make the total, or the contradiction is told."""
    for entry in files.entries("statistics"):
        values = {figure["id"]: figure["value"] for figure in entry.data["figures"]}
        for index, wanted in enumerate(entry.data.get("sums", ())):
            missing = [x for x in (wanted["total"], *wanted["parts"]) if x not in values]
            found = sum(values.get(part, 0) for part in wanted["parts"])
            total = values.get(wanted["total"], 0)
            if missing:
                message = Text(f"数値「{missing[0]}」がありません。", f"No figure “{missing[0]}”.")
            elif isclose(found, total) or "contradiction" in entry.data:
                continue
            else:
                message = Text(
                    f"内訳の合計は{found}で、{wanted['total']}の{total}と違います。",
                    f"The parts make {found}, not the {total} of {wanted['total']}.",
                )
            yield entry.finding(S032, message, "sums", index)


def known_words(files: Files) -> Iterator[Finding]:
    """S033: clauses use the words that the evaluator knows."""
    for entry, at, clause in _clauses(files):
        used: list[tuple[tuple[Key, ...], str, Sequence[str]]] = [
            ((aspect,), aspect, clause.get(aspect, ())) for aspect in _COVERED
        ]
        used.append((("judged_on",), "days", clause.get("judged_on", ())))
        for index, item in enumerate(clause.get("unsettled", ())):
            here = ("unsettled", index)
            if item["aspect"] not in words.ASPECTS:
                yield _unknown(entry, item["aspect"], words.ASPECTS, *at, *here, "aspect")
                continue
            used.append(((*here, "values"), item["aspect"], item.get("values", ())))
        for keys, aspect, values in used:
            for place, word in enumerate(values):
                table = words.ASPECTS[aspect] or {}
                if word not in table:
                    yield _unknown(entry, word, table, *at, *keys, place)


def periods_run_forward(files: Files) -> Iterator[Finding]:
    """S034: real days, in order."""
    for entry in _rules(files):
        first, last = entry.data["valid_from"], entry.data["valid_until"]
        for key, text in (("valid_from", first), ("valid_until", last)):
            if text is not None and _day(text) is None:
                yield entry.finding(S034, _no_day(text), key)
        if first and last and last < first:
            message = Text(
                f"{first}より前の{last}に終わります。", f"It ends on {last}, before {first}."
            )
            yield entry.finding(S034, message, "valid_until")
    for entry in files.entries("funding"):
        for index, item in enumerate(entry.data["items"]):
            if item["since"] is not None and _day(item["since"]) is None:
                yield entry.finding(S034, _no_day(item["since"]), "items", index, "since")


def everything_is_cited(files: Files) -> Iterator[Finding]:
    """S035: rules, side lists and statistics cite."""
    for entry in (*_rules(files), *files.entries("statistics")):
        if not entry.data["sources"]:
            yield entry.finding(S035, _uncited(entry.data["id"]), "sources")
    for document in files.documents["side_jobs"]:
        for name in _SIDE_LISTS:
            for index, item in enumerate(document.data[name]):
                if not item["sources"]:
                    line = document.line(name, index, "sources")
                    yield Finding(S035, document.path, line, _uncited(item["id"]))


def percentages_follow(files: Files) -> Iterator[Finding]:
    """S036: percent is value of denominator, to one decimal."""
    for entry in files.entries("statistics"):
        for index, figure in enumerate(entry.data["figures"]):
            if "percent" not in figure:
                continue
            right = 100 * figure["value"] / figure["of"]
            if abs(right - figure["percent"]) > _HALF_A_DIGIT:
                message = Text(
                    f"{figure['id']}: 割合は{right:.1f}%になります。",
                    f"{figure['id']}: the percentage is {right:.1f}.",
                )
                yield entry.finding(S036, message, "figures", index, "percent")


def open_points_ask(files: Files) -> Iterator[Finding]:
    """S037: two readings or breaks left open come with a question, and a question with values has some."""
    for entry, at, clause in _clauses(files):
        asked = {item["aspect"] for item in clause.get("unsettled", ())}
        wanted = {"judged_on"} if len(clause.get("judged_on", ())) > 1 else set()
        if "years_held" in clause and clause.get("breaks", "unsettled") == "unsettled":
            wanted.add("breaks")
        for aspect in sorted(wanted - asked):
            message = Text(f"{aspect} の question がありません。", f"No question for {aspect}.")
            yield entry.finding(S037, message, *at, aspect)
        for index, item in enumerate(clause.get("unsettled", ())):
            if words.ASPECTS.get(item["aspect"]) and not item.get("values"):
                message = Text("values がありません。", "There are no values.")
                yield entry.finding(S037, message, *at, "unsettled", index)


def parts_are_distinct(files: Files) -> Iterator[Finding]:
    """S038: clauses, conditions, items and figures are found by their ids."""
    for kind, names in _PARTS.items():
        for entry, name in product(files.entries(kind), names):
            seen: set[str] = set()
            for index, part in enumerate(entry.data.get(name, ())):
                if part["id"] in seen:
                    id = part["id"]
                    message = Text(f"ID「{id}」が二度あります。", f"The id “{id}” stands twice.")
                    yield entry.finding(S038, message, name, index, "id")
                seen.add(part["id"])


def _rules(files: Files) -> Iterator[Entry]:
    for kind in _WITH_LIFE:
        yield from files.entries(kind)


def _clauses(files: Files) -> Iterator[tuple[Entry, tuple[Key, ...], dict[str, Any]]]:
    for entry in files.entries("bid_restrictions"):
        for index, clause in enumerate(entry.data["clauses"]):
            yield entry, ("clauses", index), clause


def _day(text: str | None) -> date | None:
    """Return the day, or None where there is none by that name."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _no_day(text: str) -> Text:
    return Text(f"「{text}」という日はありません。", f"There is no day “{text}”.")


def _unknown(entry: Entry, word: str, table: Any, *at: Key) -> Finding:
    choices = ", ".join(table) or "—"
    return entry.finding(
        S033,
        Text(f"「{word}」はありません（{choices}）。", f"There is no “{word}” ({choices})."),
        *at,
    )


def _uncited(id: str) -> Text:
    return Text(f"「{id}」に出典がありません。", f"“{id}” cites nothing.")


RULES: tuple[Rule, ...] = (S031, S032, S033, S034, S035, S036, S037, S038)
CHECKS = (
    known_end, sums_come_out, known_words, periods_run_forward, everything_is_cited,
    percentages_follow, open_points_ask, parts_are_distinct,
)  # fmt: skip
