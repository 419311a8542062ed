"""What the demo says while it works."""

from __future__ import annotations

from grader.text import Text

BUILD = Text("教材を組み立て", "Building lessons")
ANSWER = Text("配付・解答・提出", "Handing out, answering, submitting")
GRADE = Text("採点", "Grading")
SHOW = Text("測定・配置・ページ作成", "Measuring, placing, writing pages")
PLAN = Text("人事の記録・異動案・様式", "Records, placement plan, papers")
