"""What a roster must hold to."""

from __future__ import annotations

from grader.findings import Rule
from grader.text import Text

R001 = Rule(
    "R001",
    "error",
    Text("必要な列がそろっている", "The columns needed are there"),
    Text(
        "1行目に見出し「職員番号,氏名,ふりがな,所属,職名,目標役割,言語」を置いてください"
        "（必須は職員番号・氏名・所属）。",
        "Put the headers person,name,kana,department,post,target_role,lang on line 1"
        " (person, name and department are needed).",
    ),
)
R002 = Rule(
    "R002",
    "error",
    Text("職員番号は重ならない", "Each person stands once"),
    Text(
        "二つの行のどちらかを消すか、番号を直してください。",
        "Delete one of the two rows, or mend its number.",
    ),
)
R003 = Rule(
    "R003",
    "error",
    Text("目標役割は標準にある役割", "The target role is in the standard"),
    Text(
        "標準にある役割のIDに直すか、空欄にしてください。",
        "Use the id of a role in the standard, or leave it empty.",
    ),
)
R004 = Rule(
    "R004",
    "error",
    Text("必須の欄が埋まっている", "Cells that are needed are filled"),
    Text("空欄を埋めるか、その行を消してください。", "Fill the cell, or delete the row."),
)
R005 = Rule(
    "R005",
    "error",
    Text("職員番号はフォルダ名に使える", "A person id can be a folder name"),
    Text(
        "半角の英数字・ハイフン・下線だけで、64文字以内にしてください（例: s001）。",
        "Use letters, digits, hyphen and underscore only, at most 64 (for example s001).",
    ),
)
R006 = Rule(
    "R006",
    "error",
    Text("名簿の文字コードが読める", "The roster's encoding can be read"),
    Text(
        "Excelの「CSV UTF-8（コンマ区切り）」で保存し直してください。",
        "Save it again from Excel as “CSV UTF-8 (comma delimited)”.",
    ),
)
R007 = Rule(
    "R007",
    "error",
    Text("行の欄の数が見出しと同じ", "A row has as many cells as there are headers"),
    Text(
        "コンマの過不足、閉じていない引用符、欄の中の改行を直してください。",
        "Mend missing or extra commas, open quotes, and line breaks inside a cell.",
    ),
)
R008 = Rule(
    "R008",
    "error",
    Text("言語は ja か en", "The language is ja or en"),
    Text(
        "ja か en にするか、空欄にしてください（ja になります）。",
        "Use ja or en, or leave it empty (ja).",
    ),
)
R009 = Rule(
    "R009",
    "warning",
    Text("知らない列がない", "There is no unknown column"),
    Text(
        "この列は読みません。見出しの誤りなら直してください。",
        "The column is not read; mend it if the header is misspelt.",
    ),
)

RULES: tuple[Rule, ...] = (R001, R002, R003, R004, R005, R006, R007, R008, R009)
