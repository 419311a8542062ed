"""Write the reference pages that the program and the content know better than a person.

Usage: ``python docs/generate_reference.py [--check]``. With ``--check`` nothing is written, and the
exit code is 1 if a page is out of date.
"""

from __future__ import annotations

import csv
import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import standard_pages
from lesson_pages import credits_page, lessons_page
from page_parts import MADE, ROOT, cell

import grader
from grader.findings import Rule
from grader.placement.rules.catalogue import ALWAYS_HARD, RULES
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REFERENCE = ROOT / "docs" / "reference"
_WIDTH = 96

# The first letters of a rule's id name the kind of file it looks at.
FAMILIES = {
    "Y": ("YAML全般", "YAML files in general"),
    "X": ("ファイルの形（JSON Schema）", "The shape of a file (JSON Schema)"),
    "S": ("スキル標準", "The skill standard"),
    "O": ("標準への上乗せ", "A municipality's overlay on the standard"),
    "L": ("教材", "Lessons"),
    "A": (
        "教材から作ったのではない課題（`kakehashi check`）",
        "Assignments not built from lessons (`kakehashi check`)",
    ),
    "B": ("出題表（blueprint）", "The blueprint"),
    "D": ("締め切り（schedule）", "The schedule of deadlines"),
    "I": ("診断の設問（assessments/items）", "Items of the diagnostic (`assessments/items`)"),
    "E": ("採点結果", "Results of grading, as evidence"),
    "R": ("名簿・記録", "Roster and records"),
    "K": ("異動案の入力（記録から読むとき）", "Input of a plan, read from the records"),
    "W": ("辞令の文案・異動案の様式", "Wording of appointment orders, papers of a plan"),
    "N": (
        "配置案の方針（assessments/planning.yaml）",
        "The policy of planning (`assessments/planning.yaml`)",
    ),
}


# ---- commands --------------------------------------------------------------------------------------


def walk_commands(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[click.Command, click.Context]]:
    """Go through a command and its sub-commands, in the order of their names."""
    widths = {"terminal_width": _WIDTH, "max_content_width": _WIDTH}
    settings = {**command.context_settings, **widths}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    yield command, context
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            child = command.get_command(context, sub)
            if child is not None and not child.hidden:
                yield from walk_commands(child, sub, context)


def cli_page() -> str:
    """Return the page of all commands: what ``--help`` prints, one section each."""
    main = importlib.import_module("grader.cli").main
    parts = [
        "# コマンド / Commands",
        "",
        MADE,
        "`kakehashi <command> --help` がこのページと同じ説明を表示します。",
        "",
        "This page shows what `kakehashi <command> --help` prints.",
        "",
        "終了コード / exit codes: `0` 完了 done, `1` 指摘や失敗あり findings or failures, `2` 使い方の誤り wrong use.",
    ]
    for command, context in walk_commands(main, "kakehashi"):
        depth = 0 if context.parent is None else 1
        help_text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        parts += [
            "",
            f"{'#' * (2 + depth)} `{context.command_path}`",
            "",
            "```text",
            help_text,
            "```",
        ]
    return "\n".join(parts) + "\n"


# ---- lint rules ------------------------------------------------------------------------------------


def _rules_in(module: object) -> Iterator[Rule]:
    listed = getattr(module, "RULES", ())
    values = listed.values() if isinstance(listed, dict) else listed
    for value in [*values, *vars(module).values()]:
        if isinstance(value, Rule):
            yield value


def all_rules() -> dict[str, Rule]:
    """Return every lint rule that any module of the engine defines, by id."""
    rules: dict[str, Rule] = {}
    for info in pkgutil.walk_packages(grader.__path__, "grader."):
        if info.name.endswith("__main__"):
            continue
        for rule in _rules_in(importlib.import_module(info.name)):
            if rules.setdefault(rule.id, rule) != rule:
                raise ValueError(f"two different rules are called {rule.id}")
    return dict(sorted(rules.items()))


def family(rule: Rule) -> str:
    """Return the letters with which the id of a rule begins."""
    return rule.id.rstrip("0123456789")


def rules_page() -> str:
    """Return the page of all lint rules, one table per kind of file."""
    rules = all_rules().values()
    parts = [
        "# 検査の規則 / Lint rules",
        "",
        MADE,
        "`kakehashi lint` は、ファイル・行・規則の番号・直し方を一行で示します。番号は再利用しません。",
        "",
        "`kakehashi lint` prints file, line, rule and remedy on one line. Ids are never used again.",
        "",
        "error があると終了コードは 1 です。warning は知らせるだけです。",
        "",
        "An error makes the exit code 1; a warning only informs.",
    ]
    for letters in dict.fromkeys(family(rule) for rule in rules):
        ja, en = FAMILIES[letters]
        parts += ["", f"## {letters}: {ja} / {en}", ""]
        parts += ["| id | | 求めること / asks for | 直し方 / remedy |", "|---|---|---|---|"]
        for rule in rules:
            if family(rule) == letters:
                title = f"{cell(rule.title.ja)}<br>{cell(rule.title.en)}"
                remedy = f"{cell(rule.remedy.ja)}<br>{cell(rule.remedy.en)}"
                parts.append(f"| `{rule.id}` | {rule.severity} | {title} | {remedy} |")
    return "\n".join(parts) + "\n"


# ---- schemas ---------------------------------------------------------------------------------------


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "const" in schema:
        return f"`{json.dumps(schema['const'], ensure_ascii=False)}`"
    if "enum" in schema:
        return " / ".join(f"`{json.dumps(v, ensure_ascii=False)}`" for v in schema["enum"])
    for word in ("oneOf", "anyOf"):
        if word in schema:
            return " / ".join(_kind(part) for part in schema[word])
    kind = schema.get("type", "any")
    words = " / ".join(kind) if isinstance(kind, list) else str(kind)
    if kind == "array" and isinstance(schema.get("items"), dict):
        words += f" ({_kind(schema['items'])})"
    return f"{words} `{schema['pattern']}`" if "pattern" in schema else words


def _children(schema: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str]]:
    if isinstance(schema.get("items"), dict):
        yield schema["items"], f"{path}[]"
    for key in ("additionalProperties", "patternProperties"):
        value = schema.get(key)
        if key == "patternProperties" and isinstance(value, dict):
            for part in value.values():
                yield part, f"{path}.*"
        elif isinstance(value, dict):
            yield value, f"{path}.*"


def _rows(schema: dict[str, Any], path: str) -> Iterator[str]:
    required = set(schema.get("required", ()))
    for name, part in schema.get("properties", {}).items():
        at = f"{path}.{name}" if path else name
        need = "●" if name in required else ""
        kind = _kind(part).replace("|", "\\|")
        yield f"| `{at}` | {kind} | {need} | {cell(part.get('description', ''))} |"
        yield from _rows(part, at)
    for part, at in _children(schema, path):
        yield from _rows(part, at)


def schemas() -> dict[str, dict[str, Any]]:
    """Return every JSON Schema of the engine by name."""
    folder = Path(grader.__path__[0]) / "schema"
    return {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.schema.json"))
    }


def schemas_page() -> str:
    """Return the page of all files between the stages, made from their JSON Schemas."""
    parts = [
        "# ファイルの形 / Files",
        "",
        MADE,
        "各段階が読み書きするファイルの項目です。決められていない項目は誤りになります。●は必須です。",
        "",
        "What the stages read and write. A key that is not listed is an error; ● marks required keys.",
    ]
    head = ["| 項目 / key | 型 / type | | 意味 / meaning |", "|---|---|---|---|"]
    for name, schema in schemas().items():
        parts += ["", f"## {name}", "", cell(schema.get("description", schema.get("title", "")))]
        rows = list(_rows(schema, ""))
        parts += ["", *head, *rows] if rows else []
        for part, definition in schema.get("$defs", {}).items():
            rows = list(_rows(definition, ""))
            parts += ["", f"### {name}: {part}", "", cell(definition.get("description", ""))]
            parts += ["", *head, *rows] if rows else ["", _kind(definition)]
    return "\n".join(parts) + "\n"


# ---- glossary --------------------------------------------------------------------------------------


def glossary_page() -> str:
    """Return the page of domain words, made from ``curriculum/glossary.csv``."""
    source = ROOT / "curriculum" / "glossary.csv"
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["kana"], row["ja"]))
    parts = [
        "# 用語集 / Glossary",
        "",
        MADE,
        "一つの日本語に一つの英語を当てます。出典のない訳は、この教材での訳です。",
        "",
        "One Japanese term, one English term. A translation without a source is ours.",
        "",
        "| 用語 | よみ | English | 出典 / source | 注 / note |",
        "|---|---|---|---|---|",
    ]
    keys = ("ja", "kana", "en", "source", "note")
    parts += [f"| {' | '.join(cell(row[key] or '') for key in keys)} |" for row in rows]
    return "\n".join(parts) + "\n"


# ---- rules of planning -----------------------------------------------------------------------------


def plan_rules_page() -> str:
    """Return the page of the planner's rules."""
    parts = [
        "# 異動案の規則 / Rules of a plan",
        "",
        MADE,
        "「必ず」の規則は何があっても守ります。「不足」の規則は、守れないときに不足一覧に出ます。重みは、不足1単位を",
        "目標「充足」でどれだけ数えるかです。市は `assessments/planning.yaml` で強さと重みを変えられます。◆ の規則は",
        "ゆるめられません。",
        "",
        "A *hard* rule holds whatever happens. A *soft* one that cannot be kept is named in the list of shortages; its",
        "weight is what one unit of shortage counts in the goal *fill*. A city may change strength and weight in",
        "`assessments/planning.yaml`, except of the rules marked ◆.",
        "",
        "| 番号 / code | 規則 / rule | 強さ / strength | 不足の名 / shortage | 重み / weight |",
        "|---|---|---|---|---|",
    ]
    for rule in RULES:
        strength = "必ず / hard" if rule.strength == "hard" else "不足 / soft"
        named = rule.shortage or Text("", "")
        parts.append(
            f"| {rule.code}{' ◆' if rule.code in ALWAYS_HARD else ''} | {rule.name.ja}<br>{rule.name.en} "
            f"| {strength} | {named.ja}<br>{named.en} | {rule.weight or ''} |"
        )
    return "\n".join(parts) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "credits.md": credits_page,
    "glossary.md": glossary_page,
    "lessons.md": lessons_page,
    "lint-rules.md": rules_page,
    "plan-rules.md": plan_rules_page,
    "schemas.md": schemas_page,
    "standard.md": standard_pages.index_page,
    **{f"standard/{name}": page for name, page in standard_pages.PAGES.items()},
}


def main(arguments: list[str]) -> int:
    """Write all pages, or with ``--check`` compare them; return the exit code."""
    stale = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, page()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    word = "out of date" if "--check" in arguments else "written"
    print(f"{word}: {', '.join(stale) or 'none'}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
