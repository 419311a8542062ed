"""Rules of crosswalk tables that go beyond a single readable row: S060 to S065."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.findings import Finding, Rule
from grader.standard.crosswalk import VERIFICATION, local
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.standard.crosswalk import Crosswalk, Row
    from grader.standard.files import Files

REQUIRED = (
    "mapping_set_id", "mapping_set_version", "mapping_date", "license", "subject_source",
    "subject_source_version", "object_source", "object_source_version", "curie_map",
)  # fmt: skip
# The justifications that SSSOM knows, as its schema of 2026 lists them.
JUSTIFICATIONS = frozenset(
    f"semapv:{name}"
    for name in (
        "BackgroundKnowledgeBasedMatching", "CompositeMatching", "InstanceBasedMatching",
        "LexicalMatching", "LexicalSimilarityThresholdMatching", "LogicalReasoning",
        "ManualMappingCuration", "MappingChaining", "MappingInversion", "MappingReview",
        "SemanticSimilarityThresholdMatching", "StructuralMatching", "UnspecifiedMatching",
    )
)  # fmt: skip
STATES = frozenset({"", "verified", "secondary", "recalled", "none"})
SUREST_MEMORY = 0.7
_SOURCE = "source:"

S060 = Rule(
    "S060",
    "error",
    Text(
        "対応表は、何をどの版に結び付けるかを見出しで述べる",
        "The header of a crosswalk says what it joins, and in which versions",
    ),
    Text(
        "SSSOMの見出しの項目を、# で始まる行に書き足してください。source: の後は sources.yaml のIDです。",
        "Add the slot of SSSOM to the lines that begin with #; what follows source: is an id of sources.yaml.",
    ),
)
S061 = Rule(
    "S061",
    "error",
    Text("IDの接頭辞が curie_map にある", "The prefix of an id stands in curie_map"),
    Text(
        "見出しの curie_map に接頭辞を加えるか、IDを直してください。",
        "Add the prefix to curie_map in the header, or mend the id.",
    ),
)
S062 = Rule(
    "S062",
    "error",
    Text("対応の根拠がSSSOMの語彙にある", "The justification is a term that SSSOM knows"),
    Text(
        "人が決めた対応なら semapv:ManualMappingCuration としてください。",
        "If a person decided, write semapv:ManualMappingCuration.",
    ),
)
S063 = Rule(
    "S063",
    "error",
    Text(
        "記憶による名称は、そう記し、確信度を抑える",
        "What is recalled says so, and is not too sure",
    ),
    Text(
        "verification は verified・secondary・recalled・none のどれかとし、recalled の confidence は0.7以下に"
        "してください。",
        "Let verification be verified, secondary, recalled or none, and keep the confidence of what is recalled "
        "at 0.7 or less.",
    ),
)
S064 = Rule(
    "S064",
    "error",
    Text("同じ対応は一度だけ", "A match stands once"),
    Text("どちらか一方の行を消してください。", "Delete one of the two rows."),
)
S065 = Rule(
    "S065",
    "error",
    Text("対応表のスキル名が今の名称と同じ", "A crosswalk gives our skills their present names"),
    Text(
        "object_label を、示された名称に直してください。",
        "Put the name shown into object_label.",
    ),
)
RULES = (S060, S061, S062, S063, S064, S065)


def header_is_whole(files: Files) -> Iterator[Finding]:
    """S060: identity, versions, licence and sources are named."""
    known = files.ids("sources")
    for table in files.crosswalks:
        for slot in REQUIRED:
            if not table.header.get(slot):
                message = Text(f"見出しに {slot} がありません。", f"The header lacks {slot}.")
                yield Finding(S060, table.path, 1, message)
        source = str(table.header.get("subject_source", ""))
        if source.startswith(_SOURCE) and local(source) not in known:
            message = Text(
                f"出典「{local(source)}」はありません。", f"There is no source “{local(source)}”."
            )
            yield Finding(S060, table.path, 1, message)


def known_prefixes(files: Files) -> Iterator[Finding]:
    """S061: every id can be spelt out."""
    for table, row in _rows(files):
        prefixes = table.header.get("curie_map")
        if not isinstance(prefixes, dict):
            continue  # S060 has said so
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            prefix = row.cells[column].partition(":")[0]
            if prefix not in prefixes:
                message = Text(
                    f"接頭辞「{prefix}」が curie_map にありません。",
                    f"The prefix “{prefix}” is not in curie_map.",
                )
                yield Finding(S061, table.path, row.line, message)


def known_justifications(files: Files) -> Iterator[Finding]:
    """S062: a justification is a term of SSSOM."""
    for table, row in _rows(files):
        found = row.cells["mapping_justification"]
        if found not in JUSTIFICATIONS:
            message = Text(f"「{found}」という根拠はありません。", f"There is no “{found}”.")
            yield Finding(S062, table.path, row.line, message)


def memory_is_modest(files: Files) -> Iterator[Finding]:
    """S063: recalled names have a confidence of at most 0.7; a state is a known one."""
    for table, row in _rows(files):
        state, confidence = row.cells.get(VERIFICATION, ""), row.cells["confidence"]
        if state not in STATES:
            message = Text(
                f"「{state}」は確認の状態ではありません。", f"“{state}” is no such state."
            )
            yield Finding(S063, table.path, row.line, message)
        elif state == "recalled" and float(confidence) > SUREST_MEMORY:
            message = Text(
                f"記憶による名称なのに、確信度が {confidence} です。",
                f"The name is recalled, and the confidence is {confidence}.",
            )
            yield Finding(S063, table.path, row.line, message)


def matched_once(files: Files) -> Iterator[Finding]:
    """S064: two ids are matched once in a table."""
    first: dict[tuple[str, ...], int] = {}
    for table, row in _rows(files):
        pair = (str(table.path), row.cells["subject_id"], row.cells["object_id"])
        before = first.setdefault(pair, row.line)
        if before != row.line:
            message = Text(
                f"{pair[1]} と {pair[2]} の対応は {before} 行目にあります。",
                f"{pair[1]} and {pair[2]} are matched in line {before}.",
            )
            yield Finding(S064, table.path, row.line, message)


def present_names(files: Files) -> Iterator[Finding]:
    """S065: a label of ours, where given, is the skill's name."""
    names = {e.data["id"]: e.data["name"].get("ja") for e in files.entries("skills")}
    for table, row in _rows(files):
        skill, label = local(row.cells["object_id"]), row.cells.get("object_label", "")
        if label and label != names.get(skill, label):
            message = Text(
                f"{skill} の名称は「{names[skill]}」です。", f"{skill} is called “{names[skill]}”."
            )
            yield Finding(S065, table.path, row.line, message)


def _rows(files: Files) -> Iterator[tuple[Crosswalk, Row]]:
    for table in files.crosswalks:
        for row in table.rows:
            yield table, row


CHECKS = (
    header_is_whole, known_prefixes, known_justifications, memory_is_modest, matched_once,
    present_names,
)  # fmt: skip
