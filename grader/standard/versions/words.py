"""Words for changes between releases."""

from __future__ import annotations

from grader.text import Text, sayer

HAPPENED = {
    "added": Text("追加", "Added"),
    "removed": Text("廃止", "Removed"),
    "level-added": Text("レベルの追加", "Level added"),
    "level-removed": Text("レベルの廃止", "Level removed"),
    "meaning": Text("意味の変更", "Meaning changed"),
    "evidence": Text("証拠の種類の変更", "Kinds of evidence changed"),
    "demoted": Text("下書きへの差し戻し", "Turned back into a draft"),
    "status": Text("状態の変更", "Status changed"),
    "assessment": Text("評価方法の変更", "Way of assessment changed"),
    "demand": Text("要求の変更", "Requirement changed"),
    "wording": Text("言い換え（意味は同じ）", "Reworded (same meaning)"),
    "translation": Text("英訳の修正", "Translation mended"),
}
THINGS = {
    "scale": Text("物差し", "Scale"),
    "skills": Text("スキル", "Skill"),
    "roles": Text("役割", "Role"),
    "placements": Text("派遣・配置", "Placement"),
    "lessons": Text("教材", "Lesson"),
}
COLUMNS = {
    "impact": Text("区分", "Class"),
    "thing": Text("種類", "Kind"),
    "where": Text("対象", "Where"),
    "happened": Text("変更", "Change"),
    "old": Text("変更前", "Before"),
    "new": Text("変更後", "After"),
    "users": Text("影響する役割・教材", "Roles and lessons concerned"),
}
say = sayer(
    {
        "title": Text(
            "スキル標準の変更点：{old} → {new}", "Changes of the skill standard: {old} → {new}"
        ),
        "none": Text("変更はありません。", "Nothing has changed."),
        "counts": Text(
            "MAJOR {major}件、MINOR {minor}件、PATCH {patch}件。",
            "{major} MAJOR, {minor} MINOR and {patch} PATCH changes.",
        ),
        "changes": Text("変更", "Changes"),
        "users": Text("影響する役割・教材", "Roles and lessons concerned"),
        "user": Text("役割・教材", "Role or lesson"),
        "touched": Text("関係する変更", "Changes that concern it"),
        "nobody": Text("影響する役割・教材はありません。", "No role or lesson is concerned."),
    }
)
