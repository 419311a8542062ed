"""The lint rules of lessons."""

from __future__ import annotations

from typing import Literal

from grader.findings import Rule
from grader.text import Text


def _rule(
    number: int,
    title: tuple[str, str],
    remedy: tuple[str, str],
    severity: Literal["error", "warning"] = "error",
) -> Rule:
    return Rule(f"L{number:03d}", severity, Text(*title), Text(*remedy))


L001 = _rule(
    1,
    ("セルの見出しが決まりどおり", "Every cell has a proper header"),
    (
        "docs/developer/authoring.md の一覧にある role・part・lang・キーだけを使ってください。",
        "Use only the roles, parts, languages and keys listed in docs/developer/authoring.md.",
    ),
)
L002 = _rule(
    2,
    ("日本語の次に英語が並ぶ", "English follows Japanese"),
    (
        "日本語のセルのすぐ後に、同じ ex・part・role の英語のセルを1つ置いてください。",
        "Put one English cell with the same ex, part and role right after the Japanese one.",
    ),
)
L003 = _rule(
    3,
    (
        "両方の言語で数・コード・リンクが同じ",
        "Numbers, code and links are the same in both languages",
    ),
    (
        "片方だけにあるものを、もう片方にも書いてください（数は算用数字で）。",
        "Write what stands in one language only in the other too (numbers as digits).",
    ),
)
L004 = _rule(
    4,
    ("問題に必要なものがそろう", "An exercise is complete"),
    (
        "問題文の見出しに part・type・skills・minutes・answer・form（assess は points も）を書き、answer と check のセルを1つずつ置いてください。",
        "Give part, type, skills, minutes, answer, form (and points in assess) in the header of its text, and one answer and one check cell.",
    ),
)
L005 = _rule(
    5,
    ("1つの問題は1つのスキルを示す", "An exercise shows exactly one skill"),
    (
        "skills には標準にあるスキルを1つだけ、自動で示せる段階（1〜auto_ceiling）で書いてください。",
        "Name exactly one skill of the standard, at a level from 1 to its auto_ceiling.",
    ),
)
L006 = _rule(
    6,
    ("誤答が誤解を教える", "Wrong answers teach"),
    (
        "assess には、別々の誤解から来る2つ以上（うち1つは expect: zero）、learn には1つ以上の wrong セルを、says と expect を付けて置いてください。",
        "Give wrong cells of at least two misconceptions in assess (one of them expect: zero) and of one in learn, each with says and expect.",
    ),
)
L007 = _rule(
    7,
    ("誤解は台帳にある", "Misconceptions are in the register"),
    (
        "curriculum/misconceptions.yaml に、誤解・説明を日英で、戻る場所を「slug / 日本語の見出し」で書いてください。",
        "Describe it in curriculum/misconceptions.yaml: belief and message in both languages, and as remedy “slug / Japanese heading”.",
    ),
)
L008 = _rule(
    8,
    ("採点は新しいデータで行う", "Marks are given on fresh data"),
    (
        "hidden のセルで own・fresh・worlds のどれかを使い、score(…) で点を付けてください。form: code では fresh だけで採点します（自分のデータの答えを書き写しても0点になるように）。",
        "In the hidden cell use own, fresh or worlds and give marks with score(…); form: code is marked on fresh only, so that the answer to one's own data written down earns nothing.",
    ),
)
L009 = _rule(
    9,
    ("ヒントは3段階", "Three hints"),
    (
        "どこを見るか、何を比べるか、方法の半分、の順に3つのヒントを日英で書いてください。",
        "Write three hints in both languages: where to look, what to compare, half of the method.",
    ),
)
L010 = _rule(
    10,
    ("コードが文として正しく、名前が合う", "The code parses and its names agree"),
    (
        "示された行を直してください。answer の名前は answer・wrong のセルで定義し、check では truth や own を使いません。",
        "Mend the line. The answer cells and wrong cells define the name given as answer; a check uses neither truth nor own.",
    ),
)
L011 = _rule(
    11,
    ("所要時間が信じられる", "The minutes are believable"),
    (
        "1問は15分まで、問題の合計は lesson の minutes までにしてください。",
        "At most 15 minutes for an exercise, and together no more than the lesson's minutes.",
    ),
)
L012 = _rule(
    12,
    ("文章は6,000字まで", "At most 6,000 characters of text"),
    ("説明を削るか、問題に変えてください。", "Cut explanation or turn it into an exercise."),
)
L013 = _rule(
    13,
    ("事実は台帳から", "Facts come from the register"),
    (
        "curriculum/facts.yaml に値・時点・出典を書き、front matter の facts に並べてください。",
        "Enter value, date and source in curriculum/facts.yaml and list it under facts in the front matter.",
    ),
)
L014 = _rule(
    14,
    ("事実が期限内", "Facts have not expired"),
    (
        "出典を見直し、value・as_of・checked_on・expires を更新してください。",
        "Look at the source again and update value, as_of, checked_on and expires.",
    ),
    "warning",
)
L015 = _rule(
    15,
    ("問題の番号が決まりどおり", "Exercises have proper ids"),
    (
        "番号は「<code の小文字>-q1」からの通しにしてください。",
        "Number them <code in lower case>-q1 and up.",
    ),
)
L016 = _rule(
    16,
    ("教材と台帳が一致する", "Lessons and registry agree"),
    (
        "curriculum/registry.yaml に slug・code・uuid・status を1回だけ書いてください。",
        "Enter slug, code, uuid and status once in curriculum/registry.yaml.",
    ),
)
L017 = _rule(
    17,
    ("解答欄に見本の形がある", "The answer cell shows what to fill in"),
    (
        "### BEGIN SOLUTION と ### END SOLUTION で解答を囲み、form: literal では None を並べた形をその前に置いてください。",
        "Put the solution between ### BEGIN SOLUTION and ### END SOLUTION; for form: literal put a literal full of None before it.",
    ),
)
L018 = _rule(
    18,
    ("持ち帰り課題で終わる", "The lesson ends with something to take to work"),
    (
        "最後に role: reflect のセルを日英で置いてください。",
        "End with a reflect cell in both languages.",
    ),
)
L019 = _rule(
    19,
    ("前提の教材がある", "Required lessons exist"),
    (
        "requires には curriculum にある教材の slug を書いてください。",
        "List slugs of lessons of the curriculum under requires.",
    ),
)
L020 = _rule(
    20,
    ("フォームで答えられる", "The answer can be given in a form"),
    (
        '問題文の見出しの choices に、答えの欄ごとに選択肢の一覧か int・float・text・long・date を書いてください（例 {"*": ["report", "delete"]}）。',
        'In the header give under choices a list of values, or int, float, text, long or date, for each slot of the answer (such as {"*": ["report", "delete"]}).',
    ),
)
L021 = _rule(
    21,
    ("講師への注記がある", "There are notes for the instructor"),
    (
        "learn と assess のそれぞれに、時間配分やつまずきやすい所を書いた role: teach のセルを日英で置いてください。",
        "Put a teach cell in both languages into learn and into assess: timing, and where people get stuck.",
    ),
)
L022 = _rule(
    22,
    ("教材の型を守る", "The lesson keeps to the pattern"),
    (
        "問題は8〜10問、スキルは2〜4つ、問題の型（type）は3種類以上にしてください。",
        "Give 8 to 10 exercises on 2 to 4 skills, of at least 3 item types.",
    ),
)
L023 = _rule(
    23,
    ("読むだけの時間が続かない", "There is always something to do soon"),
    (
        "1,500字までに、問題か実行するセル（worked）を置いてください。",
        "Put an exercise or a worked cell before 1,500 characters have to be read.",
    ),
)
L024 = _rule(
    24,
    ("用語は用語集のとおり", "Words are those of the glossary"),
    (
        "英語のセルで curriculum/glossary.csv の英語を使ってください。",
        "Use the English word of curriculum/glossary.csv in the English cell.",
    ),
)
L025 = _rule(
    25,
    ("ひな形の印が残っていない", "No mark of the scaffold is left"),
    (
        "〔 〕の中を、この教材の言葉に書きかえてください。",
        "Replace what stands in 〔 〕 with the lesson's own words.",
    ),
)
L026 = _rule(
    26,
    ("採点は答えの外から行う", "Marks are given from outside the answer"),
    (
        "値と、呼んだ結果を比べる形に直してください（受講者のコードは別のプロセスで動きます）。",
        "Compare values and what calls return: the trainee's code runs in another process.",
    ),
)
L027 = _rule(
    27,
    ("採点は答えの値を見る", "Marks depend on the value of the answer"),
    (
        "型や有無ではなく、答えの値か、呼んだ結果で score を決めてください。",
        "Let score depend on values of the answer or on what calls return, not on types or on its being there.",
    ),
)

RULES: tuple[Rule, ...] = (
    L001,
    L002,
    L003,
    L004,
    L005,
    L006,
    L007,
    L008,
    L009,
    L010,
    L011,
    L012,
    L013,
    L014,
    L015,
    L016,
    L017,
    L018,
    L019,
    L020,
    L021,
    L022,
    L023,
    L024,
    L025,
    L026,
    L027,
)
