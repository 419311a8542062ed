"""What the bank must prove (B), and what is listed when results cannot be used as they are (E)."""

from __future__ import annotations

from grader.findings import Rule
from grader.text import Text

_REGRADE = Text(
    "この提出物を採点し直してください（kakehashi grade）。",
    "Grade this submission again (kakehashi grade).",
)

E001 = Rule(
    "E001",
    "error",
    Text("採点結果のファイルが読める", "A results file can be read"),
    _REGRADE,
)
E002 = Rule(
    "E002",
    "warning",
    Text("採点結果の設問が設問一覧にある", "The exercises of a result stand in the bank"),
    Text(
        "教材を作り直してから（kakehashi build）、この提出物を採点し直してください。",
        "Build the course (kakehashi build), then grade this submission again.",
    ),
)
E003 = Rule(
    "E003",
    "warning",
    Text("提出物が採点されている", "The submission was graded"),
    _REGRADE,
)
E004 = Rule(
    "E004",
    "warning",
    Text(
        "同じ問題は最初の提出だけを数える", "Of one form of a lesson only the first result counts"
    ),
    Text(
        "対応は不要です。同じ問題の二度目は、力ではなく記憶を測ってしまいます。",
        "Nothing to do: the same tasks a second time would measure memory.",
    ),
)
E005 = Rule(
    "E005",
    "error",
    Text("配点と得点が計算できる", "Points and maximum can be reckoned with"),
    _REGRADE,
)
E006 = Rule(
    "E006",
    "error",
    Text(
        "採点結果が置かれた場所の人のもの", "A result belongs to the person whose folder it is in"
    ),
    Text(
        "ファイルを元の場所に戻すか、採点し直してください。",
        "Put the file back where it came from, or grade again.",
    ),
)
E007 = Rule(
    "E007",
    "warning",
    Text("次の受験まで間を置く", "A retake waits"),
    Text(
        "対応は不要です。認定に使うには、measurement.yaml の retake_days を過ぎてから、監督のもとで別の問題を受けてもらってください。",
        "Nothing to do. For certified use have another form taken under supervision, after the "
        "retake_days of measurement.yaml.",
    ),
)
E008 = Rule(
    "E008",
    "warning",
    Text("半年に受ける回数を守る", "Not too many sittings in a half-year"),
    Text(
        "対応は不要です。認定に使うには、measurement.yaml の sittings_per_half_year に収まる日に、監督のもとで受けてもらってください。",
        "Nothing to do. For certified use have it taken under supervision on a day that keeps "
        "sittings_per_half_year of measurement.yaml.",
    ),
)

B001 = Rule(
    "B001",
    "error",
    Text("スキルとレベルごとに必要な数の設問がある", "Each skill and level has the tasks it needs"),
    Text(
        "教材に評価の設問を足すか、blueprint.yaml の数を直してください。",
        "Add assessed exercises to a lesson, or mend the number in blueprint.yaml.",
    ),
)
B002 = Rule(
    "B002",
    "error",
    Text("評価の設問はすべて計画にある", "Every assessed exercise is planned"),
    Text(
        "blueprint.yaml に行を足すか、設問のスキル・レベルを直してください。",
        "Add a row to blueprint.yaml, or mend the skill or level of the exercise.",
    ),
)
B003 = Rule(
    "B003",
    "error",
    Text("評価ノートブックの時間が長すぎない", "No assessed notebook is too long"),
    Text(
        "設問を減らすか、二つの教材に分けてください。",
        "Take exercises out, or make two lessons of it.",
    ),
)

RULES: tuple[Rule, ...] = (B001, B002, B003, E001, E002, E003, E004, E005, E006, E007, E008)
