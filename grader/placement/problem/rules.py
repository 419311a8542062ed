"""What is told when records cannot be used for a plan as they are (K). Nothing of it stops the others."""

from __future__ import annotations

from grader.findings import Rule
from grader.text import Text

K001 = Rule(
    "K001",
    "warning",
    Text("研修の結果を配置に使っている", "Training results are used for placement"),
    Text(
        "使うと決めて職員に知らせたら、その日を assessments/planning.yaml の announced_on に書いてください。",
        "Once that was decided and staff were told, write the day into announced_on of assessments/planning.yaml.",
    ),
)
K002 = Rule(
    "K002",
    "warning",
    Text("記録が指すものがある", "What a record names exists"),
    Text(
        "記録の番号・IDを直すか、指された先を登録してください。直すまで、その記載は使いません。",
        "Mend the id, or record what it names. Until then it is not used.",
    ),
)
K003 = Rule(
    "K003",
    "warning",
    Text("本務は一人に一つ", "Everybody has one main post"),
    Text(
        "終わった発令に適用終了日を入れるか、兼務・併任に直してください。新しい方の発令を使いました。",
        "Give the appointment that is over its last day, or make it a second post. The later one was used.",
    ),
)
K004 = Rule(
    "K004",
    "warning",
    Text("記録の値が使える", "The values of a record can be used"),
    Text(
        "値を直してください。直すまで、その記載は使いません。",
        "Mend the value. Until then it is not used.",
    ),
)
K005 = Rule(
    "K005",
    "warning",
    Text("レベルが人事記録にある", "The records hold levels"),
    Text(
        "kakehashi measure で測り、kakehashi records levels --apply で人事記録に取り込んでください。取り込んだのに出るときは、"
        "「職員」の受講者番号が名簿の番号と同じかを確かめてください。",
        "Measure with kakehashi measure, and take the levels into the records with kakehashi records levels --apply. If they "
        "are there, see whether the person ids in the sheet of people are those of the roster.",
    ),
)
K006 = Rule(
    "K006",
    "warning",
    Text("ポストの所属が、発令日にある", "A post's department is there on the day of appointment"),
    Text(
        "組織を改めたなら、その日からのポストの行に新しい所属コードを書くか、ポストを終わらせてください。直すまで、ポストは元の所属コードのまま扱います。",
        "After a reorganisation, give the post a row with its new department from that day, or end the post. Until then it is "
        "planned under its old department.",
    ),
)
RULES = (K001, K002, K003, K004, K005, K006)
