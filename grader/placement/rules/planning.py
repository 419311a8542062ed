"""The city's decisions on its plans, read from `assessments/planning.yaml` and checked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.findings import Finding, Rule, has_errors
from grader.placement.problem.model import Goal, PlanPolicy
from grader.placement.rules.policy import rule_in
from grader.schema.store import schema_findings
from grader.text import Text
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from grader.yamlfile import YamlDocument

    Known = Mapping[str, Collection[str]]

FILE_NAME = "planning.yaml"
TERMS = ("fill", "fit", "wishes", "growth", "moves")
"""Single goals. ``keep`` is none of the policy's: only a repair sets it."""

N001 = Rule(
    "N001",
    "error",
    Text("規則の強さと重みが使える", "Strength and weight of a rule can be used"),
    Text(
        "規則の符号・強さ・重みを、規則の一覧に合わせてください。",
        "Bring code, strength and weight in line with the list of rules.",
    ),
)
N002 = Rule(
    "N002",
    "error",
    Text("目標の一覧が使える", "The list of goals can be used"),
    Text(
        "fill（不足）を含め、fill・fit・wishes・growth・moves か、weights のある混合を一度ずつ書いてください。",
        "Write each of fill, fit, wishes, growth, moves, or a mix with weights, once; fill (shortages) among them.",
    ),
)
N003 = Rule(
    "N003",
    "error",
    Text("方針が挙げる名前が標準にある", "What the policy names stands in the standard"),
    Text(
        "スキル標準（と overlay.yaml）にある名前にしてください。",
        "Use a name of the skill standard or of overlay.yaml.",
    ),
)
N004 = Rule(
    "N004",
    "error",
    Text("知らせた日が実在する日", "The day of the announcement exists"),
    Text(
        'その日を "2026-10-01" の形で書いてください。まだなら null です。',
        'Write the day as "2026-10-01"; null if there was none yet.',
    ),
)
RULES = (N001, N002, N003, N004)


def load_plan_policy(path: Path, known: Known | None = None) -> PlanPolicy:
    """Read `assessments/planning.yaml`.

    Parameters
    ----------
    path : Path
        The file.
    known : mapping of str to collection of str, optional
        As of `check_planning`.

    Returns
    -------
    PlanPolicy
        The decisions. Every one but the strengths of rules must stand in the file with its reason.

    Raises
    ------
    InputError
        If the file is missing, breaks a YAML rule, does not fit the schema, or breaks one of N001 to N004.
    """
    if not path.is_file():
        raise InputError(
            f"{path}: ファイルがありません。配置案の方針を置いてください。",
            f"{path}: no such file; put the policy of planning there.",
        )
    document, findings = _read(path, known or {})
    if document is None or has_errors(findings):
        raise InputError(
            "\n".join(finding.render(path.parent, "ja") for finding in findings),
            "\n".join(finding.render(path.parent, "en") for finding in findings),
        )
    return _policy(document.data)


def check_planning(path: Path, known: Known | None = None) -> list[Finding]:
    """Check `assessments/planning.yaml`.

    Parameters
    ----------
    path : Path
        The file.
    known : mapping of str to collection of str, optional
        What the standard has, by key of the file: ``bid_rules``, ``closed``, ``context``. Keys that are left out are not
        looked at.

    Returns
    -------
    list of Finding
        Rules N001 to N004, or what makes the file itself unusable; empty if all is well.
    """
    return _read(path, known or {})[1]


def _read(path: Path, known: Known) -> tuple[YamlDocument | None, list[Finding]]:
    document, findings = read_yaml(path)
    if document is not None:
        findings = [*findings, *schema_findings(document, "planning")]
    if document is None or findings:
        return document, findings
    checks = (_strengths(document), _goals(document), _names(document, known), _day(document))
    return document, [finding for check in checks for finding in check]


def _strengths(document: YamlDocument) -> Iterator[Finding]:
    for code, entry in document.data["rules"].items():
        line = document.line("rules", code)
        weighted = "weight" in entry
        if entry["strength"] != "soft" and weighted:
            text = Text(
                f"{code}: {entry['strength']} に重みはありません。",
                f"{code}: {entry['strength']} has no weight.",
            )
            yield Finding(N001, document.path, line, text)
        try:
            rule_in(PlanPolicy("", (), {code: entry["strength"]}, _weights({code: entry})), code)
        except InputError as error:
            yield Finding(N001, document.path, line, Text(error.ja, error.en))


def _goals(document: YamlDocument) -> Iterator[Finding]:
    goals = document.data["goals"]["value"]
    ids = [goal["id"] for goal in goals]
    for index, goal in enumerate(goals):
        line = document.line("goals", "value", index)
        if goal["id"] not in TERMS and "weights" not in goal:
            text = Text(f"目標「{goal['id']}」はありません。", f"There is no goal “{goal['id']}”.")
            yield Finding(N002, document.path, line, text)
        if goal["id"] in ids[:index]:
            text = Text(f"目標「{goal['id']}」が二度あります。", f"“{goal['id']}” stands twice.")
            yield Finding(N002, document.path, line, text)
    if not any("fill" in goal.get("weights", [goal["id"]]) for goal in goals):
        text = Text(
            "目標 fill がありません。不足が無視されます。",
            "The goal fill is missing: shortages would not matter.",
        )
        yield Finding(N002, document.path, document.line("goals"), text)


def _names(document: YamlDocument, known: Known) -> Iterator[Finding]:
    for key, names in sorted(known.items()):
        value = document.data[key]["value"]
        for name in [value] if isinstance(value, str) else value:
            if name and name not in names:
                text = Text(f"{key}: 「{name}」はありません。", f"{key}: there is no “{name}”.")
                yield Finding(N003, document.path, document.line(key, "value"), text)


def _day(document: YamlDocument) -> Iterator[Finding]:
    day = document.data["announced_on"]["value"]
    try:
        date.fromisoformat(day or "2026-04-01")
    except ValueError:
        text = Text(f"「{day}」という日はありません。", f"There is no day “{day}”.")
        yield Finding(N004, document.path, document.line("announced_on", "value"), text)


def _policy(data: Mapping[str, Any]) -> PlanPolicy:
    value = {key: entry["value"] for key, entry in data.items() if "value" in _mapping(entry)}
    day = value["announced_on"]
    return PlanPolicy(
        version=data["version"],
        goals=tuple(_goal(goal) for goal in value["goals"]),
        rules={code: entry["strength"] for code, entry in sorted(data["rules"].items())},
        weights=_weights(data["rules"]),
        candidates_per_person=value["candidates_per_person"],
        candidates_per_post=value["candidates_per_post"],
        met=float(value["met"]),
        wish_points=tuple(value["wish_points"]),
        announced_on=date.fromisoformat(day) if day else None,
        closed=frozenset(value["closed"]),
        bid_rules=tuple(value["bid_rules"]),
        context=value["context"],
    )


def _mapping(entry: Any) -> Mapping[str, Any]:
    return entry if isinstance(entry, dict) else {}


def _goal(data: Mapping[str, Any]) -> Goal:
    weights = data.get("weights", {data["id"]: 1})
    return Goal(
        data["id"],
        {term: float(weight) for term, weight in sorted(weights.items())},
        float(data.get("tolerance", 0)),
    )


def _weights(rules: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    return {code: float(rules[code]["weight"]) for code in sorted(rules) if "weight" in rules[code]}
