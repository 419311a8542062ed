"""Every sentence of this sub-package that an instructor reads."""

from __future__ import annotations

from grader.errors import GradingError
from grader.text import Text

NO_SANDBOX = Text(
    "提出されたコードを隔離する手段がこの計算機にないため、採点しません。bubblewrap を入れる"
    "（apt install bubblewrap）か、Linux 6.2 以降を使うか、Docker または Podman を動かして環境変数 "
    "KAKEHASHI_IMAGE にイメージを指定してください（{why}）。",
    "Submissions are not graded, because nothing on this machine can isolate their code: install "
    "bubblewrap (apt install bubblewrap), or use Linux 6.2 or later, or run Docker or Podman and "
    "name an image in the environment variable KAKEHASHI_IMAGE ({why}).",
)
NOT_HERE = Text(
    "提出されたコードの隔離は Linux でのみ行えるため、この計算機では採点しません。Linux で採点するか、"
    "自分で書いたノートブックに限り --trusted を付けてください。",
    "Submissions are not graded on this machine, because their code can be isolated on Linux only: "
    "grade on Linux, or, for notebooks that you wrote yourself, add --trusted.",
)
NOT_THIS = Text(
    "隔離の方法 {kind} は使えないため、採点しません。環境変数 KAKEHASHI_SANDBOX を消すか、"
    "別の方法を指定してください（{why}）。",
    "Submissions are not graded, because the isolation {kind} cannot be used: delete the "
    "environment variable KAKEHASHI_SANDBOX, or name another one ({why}).",
)
NOT_STARTED = Text(
    "隔離した実行環境（{kind}）を始められませんでした。次の理由を取り除いて、もう一度実行してください：{why}",
    "The isolated environment ({kind}) could not be started. Mend the following and run again: "
    "{why}",
)


def refusal(text: Text, **values: str) -> GradingError:
    """Make the error for a sentence.

    Parameters
    ----------
    text : Text
        One of the sentences above.
    **values : str
        What is put in, by name.

    Returns
    -------
    GradingError
        To be raised.
    """
    return GradingError(text.ja.format(**values), text.en.format(**values))
