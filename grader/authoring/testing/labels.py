"""Sentences about tests."""

from __future__ import annotations

from grader.text import Text

THINGS = {
    "function": Text("関数", "a function"),
    "class": Text("クラス", "a class"),
    "generator": Text("ジェネレーター", "a generator"),
    "file": Text("開いたファイル", "an open file"),
    "object": Text("オブジェクト", "an object"),
}

UNSUPPORTED = {
    "passes": Text(
        "「{code}」は受講者のコードに{thing}を渡します。渡せるのは数・文字・表などのデータだけです。"
        "データだけで呼べる形にするか、一覧（list）にしてから渡してください。",
        "“{code}” hands {thing} to the trainee's code. Only data (numbers, text, tables) can be handed over: "
        "let it be called with data alone, or make a list first.",
    ),
    "class": Text(
        "「{code}」は受講者の側にしかないクラスで型を調べます。型ではなく、属性や、メソッドの返す値を確かめてください。",
        "“{code}” asks for a class that exists on the trainee's side only. Test attributes, or what methods return, instead.",
    ),
    "except": Text(
        "「{code}」は受講者の側の例外クラスを使います。組み込みの例外（ValueError など）で受けるか、"
        "except Exception as error: で受けて type(error).__name__ を確かめてください。",
        "“{code}” uses an exception class of the trainee's side. Catch the built-in class it descends from, or catch "
        "Exception as error and look at type(error).__name__.",
    ),
    "inspects": Text(
        "「{code}」は受講者の関数の中身を調べます。中身は採点する側に来ません。呼んだ結果で確かめてください。",
        "“{code}” looks inside the trainee's function, which never comes to the judge. Test what it does instead.",
    ),
    "private": Text(
        "「{code}」は受講者の側にあるものの内部の属性（_ で始まる名前）を読みます。公開の属性か、呼んだ結果で確かめてください。",
        "“{code}” reads an inner attribute (a name beginning with _) of something on the trainee's side. "
        "Test public attributes, or what calls return.",
    ),
    "operator": Text(
        "「{code}」は受講者のクラスの演算子や str()・repr() に頼ります。採点する側では呼ばれません。"
        "属性や、メソッドの返す値を比べてください。",
        "“{code}” relies on operators, str() or repr() of the trainee's class; the judge does not call them. "
        "Compare attributes, or what methods return.",
    ),
    "identity": Text(
        "「{code}」は受講者の値が同じ物かどうかを調べます。値は写しで届きます。== で比べてください。",
        "“{code}” asks whether a value of the trainee's is the very same object. Values arrive as copies: compare with ==.",
    ),
    "context": Text(
        "「{code}」は受講者のオブジェクトを with で使います。普通の関数として呼べる形で確かめてください。",
        "“{code}” uses a trainee's object in a with statement. Let it be called as an ordinary function.",
    ),
    "shell": Text(
        "「{code}」は IPython の命令（% や ! 、get_ipython）です。テストは IPython の外で動きます。普通の Python で書いてください。",
        "“{code}” is a command of IPython (% or !, get_ipython). Tests run outside IPython: write plain Python.",
    ),
    "patches": Text(
        "「{code}」は関数やライブラリーを差し替えます。差し替えは受講者のコードに届きません。"
        "引数で渡せる形の問題にするか、呼んだ結果で確かめてください。",
        "“{code}” replaces a function or a part of a library; the trainee's code does not see that. "
        "Ask for a parameter in the exercise, or test what calls return.",
    ),
    "replaces": Text(
        "「{code}」は、解答のコードが使う名前をテストで置き換えます。受講者のコードに届きません。別の名前を使ってください。",
        "“{code}” replaces a name that the solution looks up; the trainee's code does not see that. Use another name.",
    ),
    "seed": Text(
        "「{code}」の乱数の種は受講者のコードに届きません。種を引数で受け取る問題にするか、種を解答のセルで決めてください。",
        "The seed of “{code}” does not reach the trainee's code. Let the exercise take a seed as a parameter, or set it "
        "in the answer cell.",
    ),
    "global": Text(
        "「{code}」は受講者の名前を、代入や global・globals() で書き換えます。関数の外で普通に代入してください。",
        "“{code}” changes the trainee's names through global or globals(). Assign in the ordinary way, outside functions.",
    ),
    "runs": Text(
        "「{code}」は文字列をコードとして動かします。受講者の書いた文字列が採点する側で動くおそれがあります。値として比べてください。",
        "“{code}” runs text as code; text of the trainee's must never run on the judge's side. Compare it as a value.",
    ),
    "opens": Text(
        "「{code}」は、受講者の決めた名前のファイルを採点する側で開きます。受講者が書いたファイルはそこにはありません。"
        "ファイルの中身を答えにしてください。",
        "“{code}” opens, on the judge's side, a file that the trainee names; files that the trainee wrote are not there. "
        "Let the answer be what the file holds.",
    ),
    "figure": Text(
        "「{code}」は描かれた図を調べます。図は受講者の側にあります。図の元になる表や値を答えにしてください。",
        "“{code}” looks at a figure, which stays on the trainee's side. Let the answer be the table or the values drawn.",
    ),
    "input": Text(
        "「{code}」は入力を待ちます。採点のときに答える人はいません。値をテストに書いてください。",
        "“{code}” waits for input; nobody is there to answer. Write the value into the test.",
    ),
    "file": Text(
        "「{code}」で作るファイルや設定は、受講者のコードから見えません。教材に添えるファイルを使うか、データを引数で渡してください。",
        "What “{code}” writes or sets is not seen by the trainee's code. Use a file that comes with the assignment, "
        "or hand over the data.",
    ),
    "unlocked": Text(
        "「{code}」は、受講者が書き換えられるセルでしか定義・import されていません。"
        "そのセルを Read-only（鍵付き）にするか、このセルで定義・import してください。",
        "“{code}” is defined or imported only in a cell that trainees may change. Make that cell read-only, or define or "
        "import it here.",
    ),
    "star": Text(
        "「{code}」では、解答のセルがどの名前を作るか分かりません。使う名前を並べてください。",
        "“{code}” does not say which names the answer cell makes. List the names that are used.",
    ),
}

WEAK = {
    "nothing": Text(
        "何も確かめていません（assert・raise・点数の式のどれもありません）。",
        "Nothing is tested: there is no assert, no raise and no expression that gives the points.",
    ),
    "vacuous": Text(
        "「{code}」は、間違った答えでも通ります。呼んだ結果や値を、決まった値と比べてください。",
        "“{code}” holds for wrong answers too. Compare results or values with known ones.",
    ),
    "tuple": Text(
        "「{code}」はいつも真です。かっこを外し、assert 条件, 伝える文 の形にしてください。",
        "“{code}” is always true. Take the brackets away: assert condition, message.",
    ),
    "swallowed": Text(
        "「{code}」は、失敗しても {handler} に飲み込まれます。受ける例外を限るか、assert を try の外に出してください。",
        "“{code}” may fail, but {handler} swallows it. Catch fewer exceptions, or move the assert out of the try.",
    ),
}

FORM = {
    "syntax": Text(
        "Python として読めません（{why}）。",
        "This is not Python ({why}).",
    ),
    "region": Text(
        "{mark} の組が正しくありません（入れ子、または片方だけです）。",
        "The marks {mark} do not come in pairs (one is nested or missing).",
    ),
    "place": Text(
        "{mark} は、{ja}のセルにだけ書けます。",
        "{mark} may stand in {en} cells only.",
    ),
    "twice": Text(
        "grade_id「{grade_id}」が2回使われています。",
        "The grade_id “{grade_id}” stands twice.",
    ),
    "language": Text(
        "Python のノートブックではありません（{language}）。採点できるのは Python だけです。",
        "This is not a Python notebook ({language}); only Python can be graded.",
    ),
    "notebook": Text(
        "ノートブック（nbformat 4）として読めません。Jupyter で開いて保存し直してください。",
        "This cannot be read as a notebook (nbformat 4). Open it in Jupyter and save it again.",
    ),
    "unknown": Text(
        "ファイル名の先頭に、解答のセルの grade_id がありません（あるのは {names}）。",
        "The file's name does not begin with the grade_id of an answer cell (there are {names}).",
    ),
}
SOLUTION_CELL = Text("解答", "solution")
TEST_CELL = Text("テスト", "test")

PROOF = {
    "solution": Text(
        "作者の解答が {points:g} / {full:g} 点です。",
        "The author's own solution earns {points:g} of {full:g} points.",
    ),
    "released": Text(
        "配ったままのノートブックが {points:g} 点を取ります。",
        "The notebook as handed out earns {points:g} points.",
    ),
    "unfailed": Text(
        "このテストに落ちる誤答が wrong/ にありません。",
        "No wrong answer in wrong/ fails this test.",
    ),
    "no_wrongs": Text(
        "誤答の見本（wrong/）がありません。配ったままのノートブックだけを誤答として確かめます。",
        "There are no wrong answers (wrong/); only the notebook as handed out is tried as one.",
    ),
}
