"""The rules of the skill standard: S001 and following. Ids are never reused."""

from __future__ import annotations

from typing import Literal

from grader.findings import Rule
from grader.text import Text


def _rule(
    id: str, title: Text, remedy: Text, severity: Literal["error", "warning"] = "error"
) -> Rule:
    return Rule(id, severity, title, remedy)


S001 = _rule(
    "S001",
    Text("役割が求めるスキルが存在する", "A role asks only for skills that exist"),
    Text(
        "skills/ にあるIDに直すか、そのスキルを先に登録してください。",
        "Use an id that stands in skills/, or add the skill first.",
    ),
)
S002 = _rule(
    "S002",
    Text("スキルIDの形が決まりどおり", "A skill id has the agreed form"),
    Text(
        "「SEC-LOG」のように、半角大文字2〜5字、ハイフン、英字で始まる2〜10字にしてください。",
        "Write two to five capitals, a hyphen, and two to ten capitals or digits that begin with a "
        "letter, such as SEC-LOG.",
    ),
)
S003 = _rule(
    "S003",
    Text("IDは一度だけ使う", "An id is used once"),
    Text(
        "どちらか一方のIDを変えてください。公開済みのIDは変えず、新しいほうを変えます。",
        "Change one of the two; keep the one that has been published.",
    ),
)
S004 = _rule(
    "S004",
    Text("レベルは1から順に抜けなく並ぶ", "Levels run from 1 without a gap"),
    Text(
        "抜けているレベルを書くか、番号を1から振り直してください。",
        "Write the missing level, or number the levels from 1.",
    ),
)
S005 = _rule(
    "S005",
    Text("レベルの文は「〜できる」で終わる", "A level statement says what one can do"),
    Text(
        "日本語は「〜できる」で終え（句点なし）、英語は “Can” で始めてください。",
        "End the Japanese with できる, without a full stop, and begin the English with “Can”.",
    ),
)
S006 = _rule(
    "S006",
    Text("レベルの文は80字以内", "A level statement has at most 80 characters"),
    Text(
        "一つの行動に絞り、短くしてください。長い文は学習管理システムで切られます。",
        "Keep to one behaviour; learning platforms cut longer names.",
    ),
)
S007 = _rule(
    "S007",
    Text("観察できる動詞で書く", "A level statement uses a verb that can be observed"),
    Text(
        "「理解する」「意識する」「身に付ける」の代わりに、説明・分類・集計・特定・設計などを使ってください。",
        "Instead of “understand”, “be aware of” or “acquire”, say explain, classify, calculate, "
        "identify, design and the like.",
    ),
)
S008 = _rule(
    "S008",
    Text("英語もある", "There is an English text too"),
    Text(
        "en: を書き足してください。書かれるまでは日本語で表示します。",
        "Add en:; until then the Japanese is shown.",
    ),
    "warning",
)
S009 = _rule(
    "S009",
    Text("日本語がある", "There is a Japanese text"),
    Text("ja: を書き足してください。", "Add ja:."),
)
S010 = _rule(
    "S010",
    Text("自動採点の証拠は上限のレベルまで", "Automatic evidence stays under its ceiling"),
    Text(
        "そのレベルの evidence から auto を外すか、根拠を示して auto_ceiling を上げてください。",
        "Take auto out of the evidence of that level, or raise auto_ceiling with a reason.",
    ),
)
S011 = _rule(
    "S011",
    Text("レベル4は人が評価する", "Level 4 is assessed by a person"),
    Text("evidence に human を加えてください。", "Add human to its evidence."),
)
S012 = _rule(
    "S012",
    Text("公式と称する項目には確かめた出典がある", "What is called official has a checked source"),
    Text(
        "確認した資料（access: read）を sources に挙げ、verification を verified か secondary にするか、"
        "origin を project に直してください。",
        "Cite a source that was read (access: read) and set verification to verified or secondary, "
        "or set origin to project.",
    ),
)
S013 = _rule(
    "S013",
    Text("出典が登録されている", "A cited source is registered"),
    Text(
        "sources.yaml に出典を登録するか、IDを直してください。",
        "Register the source in sources.yaml, or mend the id.",
    ),
)
S014 = _rule(
    "S014",
    Text("役割が求めるレベルが定義されている", "A role asks only for levels that are defined"),
    Text(
        "そのスキルのレベルの文を書くか、要求レベルを下げてください。",
        "Write the statement of that level, or ask for a lower one.",
    ),
)
S015 = _rule(
    "S015",
    Text("必須は6件以内", "A role has at most six musts"),
    Text(
        "必須が多いと該当者がいなくなります。本当に欠かせないもの以外を should にしてください。",
        "With many musts nobody qualifies; turn what is not indispensable into should.",
    ),
    "warning",
)
S016 = _rule(
    "S016",
    Text("対応表の先のスキルが存在する", "A crosswalk points to skills that exist"),
    Text("object_id を skills/ にあるIDに直してください。", "Use an id of skills/ in object_id."),
)
S017 = _rule(
    "S017",
    Text(
        "レベルの文があるスキルは、どれかの役割か派遣先で使う",
        "A skill with statements is used by some role or placement",
    ),
    Text(
        "どれかの役割の requirements か派遣先の requires・develops に加えるか、status を draft に戻してください。",
        "Add it to a role or a placement, or set its status back to draft.",
    ),
    "warning",
)
S018 = _rule(
    "S018",
    Text("スキルは分野のファイルに置く", "A skill stands in the file of its domain"),
    Text(
        "domain・ファイル名・IDの前半を、domains.yaml の分野にそろえてください。",
        "Make domain, file name and the first part of the id agree with domains.yaml.",
    ),
)
S019 = _rule(
    "S019",
    Text("uuidはIDから決まる", "A uuid follows from its id"),
    Text("示された uuid に置き換えてください。", "Put in the uuid shown."),
)
S020 = _rule(
    "S020",
    Text("有効なスキルにはレベルの文がある", "An active skill has level statements"),
    Text(
        "レベルの文を書くか、status を draft にしてください。",
        "Write the level statements, or set its status to draft.",
    ),
)
S021 = _rule(
    "S021",
    Text("役割の中で同じスキルは一度だけ", "A role asks for a skill once"),
    Text("どちらか一方の行を消してください。", "Delete one of the two lines."),
)
S022 = _rule(
    "S022",
    Text("必要なファイルがそろっている", "No required file is missing"),
    Text(
        "ファイルを作るか、元の場所に戻してください。",
        "Make the file, or put it back in its place.",
    ),
)
S023 = _rule(
    "S023",
    Text("役割や事実が指す人材像が存在する", "Roles and facts name only personas that exist"),
    Text(
        "roles/mic-… にある人材像のIDに直すか、その行を消してください。",
        "Use the id of a persona in roles/mic-…, or delete the line.",
    ),
)
S024 = _rule(
    "S024",
    Text("対応表の行が読める", "A row of a crosswalk can be read"),
    Text(
        "見出しの列をそろえ、predicate_id は skos:…Match、confidence は0から1にしてください。",
        "Fill every column of the header, with skos:…Match as predicate_id and a confidence from 0 to 1.",
    ),
)
S025 = _rule(
    "S025",
    Text("役割のIDはファイル名と同じ", "The id of a role is its file name"),
    Text("id かファイル名のどちらかを直してください。", "Mend the id or the file name."),
)
S026 = _rule(
    "S026",
    Text("前提スキルが存在し、循環しない", "Prerequisites exist and never run in a circle"),
    Text(
        "前提を一つ外すか、skills/ にあるIDと、文のあるレベルに直してください。",
        "Take one prerequisite out, or name an id of skills/ and a level that has a statement.",
    ),
)
S027 = _rule(
    "S027",
    Text(
        "自動採点で示せるとしたレベルには、評価課題がある",
        "A level that claims automatic evidence is proven by an assessed exercise",
    ),
    Text(
        "課題を作るか、理由を添えて not_covered に挙げるか、evidence から auto を外してください。",
        "Write an exercise, list the level under not_covered with a reason, or take auto out of its evidence.",
    ),
)
S028 = _rule(
    "S028",
    Text(
        "not_covered に挙げるのは、課題のないレベルだけ",
        "Only levels without an exercise are not covered",
    ),
    Text("その行を not_covered から消してください。", "Delete that entry of not_covered."),
)
S029 = _rule(
    "S029",
    Text("出典の行が、その資料にある", "Cited lines stand in the source"),
    Text(
        "行番号を資料の行数の範囲で小さい順に書くか、sources.yaml に transcript を加えてください。",
        "Give lines in rising order within the source, or add its transcript to sources.yaml.",
    ),
)

RULES: tuple[Rule, ...] = (
    S001, S002, S003, S004, S005, S006, S007, S008, S009, S010, S011, S012, S013, S014, S015,
    S016, S017, S018, S019, S020, S021, S022, S023, S024, S025, S026, S027, S028, S029,
)  # fmt: skip
