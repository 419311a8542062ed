"""What a roster, the file of other evidence, the record of supervised sittings, and the sheets must hold to."""

from __future__ import annotations

from grader.findings import Rule
from grader.records.sheet_rules import SHEET_RULES
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
    Text("表の文字コードが読める", "The encoding of a table can be read"),
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

R010 = Rule(
    "R010",
    "error",
    Text("そのほかの証拠に必要な列がそろっている", "Other evidence has the columns needed"),
    Text(
        "kakehashi evidence --template で作った記入用の表の見出しを使ってください（必須は職員番号・種類・日付）。",
        "Use the headers of the sheet that kakehashi evidence --template makes (person, kind and date are needed).",
    ),
)
R011 = Rule(
    "R011",
    "error",
    Text("証拠の種類ごとに必須の欄が埋まっている", "Evidence has the cells that its kind needs"),
    Text("空欄を埋めるか、その行を消してください。", "Fill the cell, or delete the row."),
)
R012 = Rule(
    "R012",
    "error",
    Text("証拠の種類は決まった五つ", "The kind of evidence is one of five"),
    Text(
        "資格・登録・評価・成果物・経歴のどれかにしてください。",
        "Use one of qualification, registration, observation, document and placement.",
    ),
)
R013 = Rule(
    "R013",
    "error",
    Text("証拠の職員は名簿にいる", "Evidence is about somebody in the roster"),
    Text(
        "職員番号を直すか、名簿に加えてください。Excelが先頭の0を消していないかも確かめてください。",
        "Mend the person id, or add the person to the roster. Excel may have dropped leading zeros.",
    ),
)
R014 = Rule(
    "R014",
    "error",
    Text("証拠のスキルは標準にある", "Evidence is about a skill of the standard"),
    Text(
        "標準にあるスキルのIDか名前に直してください。IDは kakehashi export csv で一覧になります。",
        "Use the id or the name of a skill in the standard; kakehashi export csv lists them.",
    ),
)
R015 = Rule(
    "R015",
    "error",
    Text(
        "レベルは評価にだけ付き、標準に行動がある",
        "Only an observation has a level, one that the standard words",
    ),
    Text(
        "評価なら、評価基準（レベルの行動）にあるレベルか0にしてください。資格・成果物・経歴なら空欄にしてください。",
        "Give an observation a level of the rubric (the level statements) or 0; leave it empty for all other kinds.",
    ),
)
R016 = Rule(
    "R016",
    "error",
    Text(
        "日付は年月日がそろい、期限は日付より後",
        "Dates are whole, and evidence ends after it begins",
    ),
    Text(
        "2026-04-01・令和8年4月1日・R8.4.1 のどれかの形で書いてください。",
        "Write it like 2026-04-01, 令和8年4月1日 or R8.4.1.",
    ),
)
R017 = Rule(
    "R017",
    "error",
    Text(
        "資格は標準の資格一覧にあり、その状態がある",
        "A qualification, and its state, are in the standard",
    ),
    Text(
        "qualifications.yaml にあるIDか名前に直してください。一覧にない資格は、種類を「成果物」として合格証を示してください。",
        "Use an id or a name of qualifications.yaml; enter the certificate of any other as a document.",
    ),
)
R018 = Rule(
    "R018",
    "error",
    Text("評価者は本人ではない", "Nobody rates themself"),
    Text("本人以外の評価者を書いてください。", "Name a rater who is somebody else."),
)
R019 = Rule(
    "R019",
    "error",
    Text("同じ証拠は一度だけ", "The same evidence stands once"),
    Text("どちらかの行を消してください。", "Delete one of the two rows."),
)

R020 = Rule(
    "R020",
    "error",
    Text(
        "監督付き実施の記録に必要な列がそろっている", "A record of sittings has the columns needed"
    ),
    Text(
        "1行目に見出し「職員番号,教材,回,実施日,監督者」を置いてください。",
        "Put the headers person,lesson,form,held_on,supervisor on line 1.",
    ),
)
R021 = Rule(
    "R021",
    "error",
    Text("教材は組み立てた教材にある", "The lesson has been built"),
    Text(
        "教材の名前（curriculum/registry.yaml の slug）に直してください。",
        "Use a slug of curriculum/registry.yaml.",
    ),
)
R022 = Rule(
    "R022",
    "error",
    Text("回は1から9の整数", "The form is a whole number from 1 to 9"),
    Text(
        "kakehashi release --form で配った回の数字にしてください。",
        "Use the number with which it was handed out by kakehashi release --form.",
    ),
)
R023 = Rule(
    "R023",
    "error",
    Text("実施日は実在する日", "The day of the sitting is a day of the calendar"),
    Text(
        "2026-04-01・令和8年4月1日・R8.4.1 のどれかの形で書いてください。",
        "Write it like 2026-04-01, 令和8年4月1日 or R8.4.1.",
    ),
)
R024 = Rule(
    "R024",
    "error",
    Text("同じ回の実施は一度だけ", "Each form is sat once"),
    Text("二つの行のどちらかを消してください。", "Delete one of the two rows."),
)
R025 = Rule(
    "R025",
    "error",
    Text("監督者は本人ではない", "Nobody supervises themselves"),
    Text(
        "立ち会ったほかの人の名前か職員番号を書いてください。",
        "Name another person who was there.",
    ),
)
R026 = Rule(
    "R026",
    "error",
    Text("監督付きで受けた回の提出を受け取っている", "Work of the sitting has been received"),
    Text(
        "職員番号・教材・回を確かめてください。提出がまだなら、受け取ってから測定し直してください。",
        "Check person, lesson and form; if nothing has been handed in yet, measure again once it has.",
    ),
)
R027 = Rule(
    "R027",
    "error",
    Text(
        "提出は実施日か、その前日に受け取っている",
        "The work was received on the day of the sitting, or the day before",
    ),
    Text(
        "実施日を受領証と比べてください。実施のあとに出し直した提出は、監督付きとは認められません。",
        "Compare the day with the receipt; work that was handed in again after the sitting was not supervised.",
    ),
)
R028 = Rule(
    "R028",
    "warning",
    Text(
        "監督付きの回は、実施日に配っている",
        "A supervised form is handed out on the day of the sitting",
    ),
    Text(
        "前もって配ると、答えを用意して来られます。次からは、会場で配ってください。",
        "Who has it before can come with answers; hand it out in the room next time.",
    ),
)

RULES: tuple[Rule, ...] = (
    *(R001, R002, R003, R004, R005, R006, R007, R008, R009),
    *(R010, R011, R012, R013, R014, R015, R016, R017, R018, R019),
    *(R020, R021, R022, R023, R024, R025, R026, R027, R028),
    *SHEET_RULES,
)
