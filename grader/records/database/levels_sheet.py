"""Levels by reference: what was estimated of whom, from which graded exercises, by which bank."""

from __future__ import annotations

from grader.records.sheets.model import Field, Sheet
from grader.text import Text

LEVELS = Sheet(
    "level_references",
    Text("レベルの参照", "level references"),
    ("person", "skill"),
    (
        Field("person", Text("受講者番号", "person"), required=True),
        Field("skill", Text("スキルID", "skill"), required=True),
        *(
            Field(
                f"p_level_{k}",
                Text(f"レベル{k}以上の確率", f"P(level ≥ {k})"),
                "number",
                required=True,
                least=0,
                most=1,
            )
            for k in range(1, 5)
        ),
        Field("hardest", Text("最も難しい課題のレベル", "hardest"), "integer", least=1, most=4),
        Field("bank", Text("項目バンクの版", "bank")),
        Field("estimates", Text("推定のSHA-256", "estimates"), required=True),
        Field("exercises", Text("採点した課題", "exercises"), "list"),
    ),
)
"""No sheet of a workbook: it is taken in from ``records/estimates.json``. Persons are pseudonymous ids."""
