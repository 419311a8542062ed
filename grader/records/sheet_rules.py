"""What the sheets of the records must hold to."""

from __future__ import annotations

from grader.findings import Rule
from grader.text import Text

R029 = Rule(
    "R029",
    "error",
    Text("記録の表が読める", "Sheets of the records can be read"),
    Text(
        "Excel ブック（.xlsx）か CSV で保存し直してください。パスワードは外してください。",
        "Save it again as an Excel workbook (.xlsx) or as CSV, without a password.",
    ),
)
R030 = Rule(
    "R030",
    "warning",
    Text("知らないシートやファイルがない", "There is no unknown sheet or file"),
    Text(
        "この表は読みません。読ませるなら、シート名（CSVはファイル名）を kakehashi records template のものに直してください。",
        "It is not read; to have it read, give the sheet (or the CSV file) a name of kakehashi records template.",
    ),
)
R031 = Rule(
    "R031",
    "error",
    Text(
        "表は一つずつで、必要な列が一つずつある",
        "Each table is there once, with each column needed once",
    ),
    Text(
        "kakehashi records template の見出しを、1行目に一つずつ置いてください。同じ表が二つあれば一つにまとめてください。",
        "Put the headers of kakehashi records template on the first row, each once; bring tables of one kind together.",
    ),
)
R032 = Rule(
    "R032",
    "error",
    Text("数式やエラー値がない", "There are no formulas and no error values"),
    Text(
        "値だけを貼り付けて（形式を選択して貼り付け→値）、保存し直してください。",
        "Paste the values over them (paste special, values) and save again.",
    ),
)
R033 = Rule(
    "R033",
    "error",
    Text("セルが結合されていない", "No cells are merged"),
    Text(
        "結合を解除し、それぞれの行に値を入れてください。",
        "Unmerge them and fill each row.",
    ),
)
R034 = Rule(
    "R034",
    "error",
    Text("隠れたシートがない", "No sheet is hidden"),
    Text(
        "シートを再表示して中身を確かめるか、削除してください。",
        "Unhide the sheet and look at it, or delete it.",
    ),
)
R035 = Rule(
    "R035",
    "error",
    Text("文字は目に見え、印刷できる", "Text can be seen and printed"),
    Text(
        "制御文字や目に見えない文字を消してください。改行は「意見」「理由」だけで使えます。",
        "Delete control characters and marks that are not seen; only remarks and reasons may have several lines.",
    ),
)
R036 = Rule(
    "R036",
    "error",
    Text("数は範囲の中にある", "Numbers are numbers, within their limits"),
    Text(
        "数字だけを書いてください（全角でもよく、3桁区切りのコンマも使えます。単位や％は書きません）。",
        "Write digits only (thousands may be separated by commas; no units, no per cent).",
    ),
)
R037 = Rule(
    "R037",
    "error",
    Text("日付は年月日がそろった実在の日", "Dates are whole days of the calendar"),
    Text(
        "2026-04-01・令和8年4月1日・R8.4.1 のどれかの形か、Excel の日付で書いてください。",
        "Write it like 2026-04-01, 令和8年4月1日 or R8.4.1, or as a date of Excel.",
    ),
)
R038 = Rule(
    "R038",
    "error",
    Text("選ぶ欄には決まった語だけ", "A choice is one of the words allowed"),
    Text(
        "示された語のどれかにしてください。",
        "Use one of the words shown.",
    ),
)
R039 = Rule(
    "R039",
    "error",
    Text("文字の欄に数値や日付がない", "Text columns hold no Excel numbers or dates"),
    Text(
        "列の表示形式を「文字列」にし、先頭の0まで入れ直してください。消えた0は推測しません。",
        "Format the column as text and enter it again with its leading zeros; lost zeros are not guessed.",
    ),
)
R040 = Rule(
    "R040",
    "error",
    Text("指している先がある", "What is referred to exists"),
    Text(
        "番号を直すか、指している先の行を同じファイルに加えてください。",
        "Mend the number, or add the row that it refers to to the same file.",
    ),
)
R041 = Rule(
    "R041",
    "error",
    Text("標準のIDは標準にある", "Ids of the standard are in the standard"),
    Text(
        "標準にあるIDに直してください。IDは kakehashi export csv で一覧になります。",
        "Use an id of the standard; kakehashi export csv lists them.",
    ),
)
R042 = Rule(
    "R042",
    "warning",
    Text("資格は標準の一覧にある", "Qualifications are listed in the standard"),
    Text(
        "書かれた名称のまま記録します。標準の資格のことなら、IDか名前に直してください。",
        "It is recorded as written; if it is one of the standard's, use its id or name.",
    ),
)
R043 = Rule(
    "R043",
    "error",
    Text("同じものの期間は重ならない", "Periods of one thing do not overlap"),
    Text(
        "どちらかの行を消すか、前の行の適用終了日を次の行の適用開始日の前日にしてください。",
        "Delete one of the two rows, or end the earlier one on the day before the later one begins.",
    ),
)
R044 = Rule(
    "R044",
    "error",
    Text("一つの行の中で食い違わない", "A row does not contradict itself"),
    Text("どちらかの欄を直してください。", "Mend one of the two cells."),
)
R045 = Rule(
    "R045",
    "error",
    Text(
        "職員番号と受講者番号は一対一",
        "A staff number belongs to one person, and a person to one number",
    ),
    Text(
        "番号を直すか、受講者番号を空欄にしてください（空欄なら職員番号から探し、なければ新しく付けます）。",
        "Mend the number, or leave person empty (it is found by staff number then, or made anew).",
    ),
)
R046 = Rule(
    "R046",
    "warning",
    Text("従事割合の合計は1まで", "Shares of a person add up to 1 at most"),
    Text(
        "兼務・併任の従事割合を確かめてください。前の発令を終わらせる行が抜けていることもあります。",
        "Check the shares of second posts; perhaps a row that ends the former appointment is missing.",
    ),
)
R047 = Rule(
    "R047",
    "error",
    Text("本務は同時に一つ", "One main post at a time"),
    Text(
        "前の発令の行に適用終了日を書いてください。兼ねるほうは「兼務」か「併任」にしてください。",
        "End the former appointment; make the other one a second or concurrent post.",
    ),
)
R048 = Rule(
    "R048",
    "error",
    Text("指している先が、その時期にある", "What is referred to is there at the time"),
    Text(
        "番号か期間を直してください。指している先が実際にはあったのなら、その適用開始日・適用終了日を直してください。",
        "Mend the number or the days. If what is referred to was there, mend its first or last day.",
    ),
)
R049 = Rule(
    "R049",
    "warning",
    Text("指している先が、期間の全部の日にある", "What is referred to is there on each day"),
    Text(
        "そのまま記録します。ポストや所属が終わるなら、指している記録も終わらせてください。始まりが遅く書かれているなら、適用開始日を直してください。",
        "It is recorded as it is. Where a post or department ends, end what refers to it; where it was there earlier, mend its "
        "first day.",
    ),
)
R050 = Rule(
    "R050",
    "warning",
    Text("発令は退職日まで", "Appointments end by the day of leaving"),
    Text(
        "発令の適用終了日を退職日までにするか、退職（予定）日を直してください。再任用なら、その「職員」の行を足してください。",
        "End the appointment by the day of leaving, or mend that day; for a reappointment add its row in the sheet of people.",
    ),
)

SHEET_RULES: tuple[Rule, ...] = (
    *(R029, R030, R031, R032, R033, R034, R035, R036, R037, R038),
    *(R039, R040, R041, R042, R043, R044, R045, R046, R047, R048),
    *(R049, R050),
)
