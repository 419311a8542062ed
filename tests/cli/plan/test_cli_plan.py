"""`kakehashi plan`: made, listed, shown, compared, put on paper, made again; each look at people is in the audit first."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from grader.placement.plan.model import Shortage
from grader.placement.plan.tell import shortage_lines
from grader.text import Text

ALL = [f"p{n}" for n in range(1, 10)]
WHY = ("--purpose", "課長説明")
SILENT = """
from grader.placement.program.highs import _solver
from grader.placement.program.limits import Clock, Limits
_solver(Clock.started(Limits()))
"""


def test_a_plan_is_made_and_summed_up(made):
    """Of nine people the two over the most years move and the new one is placed; figures stand alone on standard output."""
    assert [
        "■ 案「案1」　発令日 2027-04-01　異動 3件",
        "  転任・配置 2、採用 1、留任 6",
        "  目標1 不足（重みつきの合計）：0（限界 0、差 0.00%、最適）",
        "  目標2 希望（点）：300（限界 300、差 0.00%、最適）",
        "  目標3 異動（件）：3（限界 3、差 0.00%、最適）",
        "  不足はありません。",
    ] == made.stdout.splitlines()
    assert "次に：kakehashi plan show 案1" in made.stderr


def test_a_plan_is_never_replaced_by_chance(plan, office, audit):
    """The name of a stored plan is refused before anything is read; --replace makes the same bytes again."""
    path = office.records / "plans" / "案1" / "plan.json"
    before = path.read_bytes()
    made = ("make", "案1", "--on", "2027-04-01", "--known-at", "2026-12-01T00:00:00+00:00", *WHY)
    refused = plan(*made)

    assert (1, "") == (refused.exit_code, refused.stdout)
    assert "--replace" in refused.stderr
    assert [("plan make 案1", "定期異動", ALL)] == audit(1)
    assert 0 == plan(*made, "--replace").exit_code
    assert before == path.read_bytes()


def test_pins_may_be_given_at_once(plan):
    """What is pinned and forbidden while making stands in the outline, by name; people may be named by name."""
    given = ("--pin", "谷学：情報係", "--forbid", "000103:d1-1", "--now", "2026-12-02T00:00+00:00")
    known = ("--on", "2027-04-01", "--known-at", "2026-12-01T00:00:00+00:00")
    assert 0 == plan("make", "案2", *known, *given, *WHY).exit_code
    told = plan("show", "案2", *WHY).stdout

    assert "● 人事の確定：谷 学さん（000107） 情報課 情報係［d1-1］" in told
    assert "● 人事の除外：沢 健さん（000103） 情報課 情報係［d1-1］" in told


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("make", "案2", "--on", "2027-04-01"), 2, "--purpose"),
        (("make", "a/b", "--on", "2027-04-01", *WHY), 1, "cannot name a plan"),
        (("make", "案2", "--on", "2001-04-01", *WHY), 1, "hold nobody on 2001-04-01"),
        (("make", "案2", "--on", "2027-04-01", "--pin", "p1", *WHY), 2, "STAFF_NUMBER:POST"),
        (("show", "案9", *WHY), 1, "Plans that are stored: 案1"),
        (("show", "案1", "--person", "00103", *WHY), 1, "Near: 000103"),
        (("show", "案1", "--person", "浜葉", *WHY), 1, "names 2 of the people"),
        (("show", "案1", "--post", "d2-2", *WHY), 1, "d2-1 市民課 窓口係"),
        (("show", "案1", "--department", "情報", *WHY), 1, "Near: d1 情報課"),
        (("show", "案1", "--person", "p1", "--post", "d1-1", *WHY), 2, "Give one of"),
        (("compare", "案1", *WHY), 1, "two plans or more"),
    ],
)
def test_what_is_wrong_is_told(plan, args, code, said):
    """Wrong use ends with 2, what cannot be done with 1; nothing is printed, and what is near is named."""
    result = plan(*args, lang="en")

    assert (code, "") == (result.exit_code, result.stdout)
    assert said in result.stderr


def test_plans_are_listed_without_people(plan, office, audit):
    """The list names nobody and leaves no entry; a plan that cannot be read does not hide the others."""
    shutil.copytree(office.records / "plans" / "案1", office.records / "plans" / "案0")
    (office.records / "plans" / "案0" / "input.json").write_text("{", encoding="utf-8")
    before = audit(99)
    listed = plan("list")

    assert 1 == listed.exit_code
    assert "■ 案「案1」" in listed.stdout
    assert "input.json" in listed.stderr
    assert "さん" not in listed.output
    assert before == audit(99)


def test_without_plans_the_way_to_one_is_told(plan, office):
    """An empty list says how to make a plan."""
    shutil.rmtree(office.records / "plans")
    listed = plan("list", lang="en")

    assert (0, "") == (listed.exit_code, listed.stdout)
    assert "kakehashi plan make" in listed.stderr


def test_the_outline_has_figures_by_department(plan, audit):
    """Without a choice a plan is shown by department in figures, without reasons; the look is about everybody."""
    told = plan("show", "案1", *WHY).stdout

    assert "  d2 市民課：転入 1、転出 2、所属内 0、留任 2\n" in told
    assert "■ 要確認のある配置 0件、玉突き 1本（最長 2人）" in told
    assert "異動します" not in told
    assert [("plan show 案1", "課長説明", ALL)] == audit(1)


def test_all_moves_stand_under_their_department(plan):
    """--moves gives each move its reason, fit and growth side by side; --all adds those who stay, --chains the chains."""
    moves = plan("show", "案1", "--moves", "--chains", *WHY).stdout
    whole = plan("show", "案1", "--all", *WHY, lang="en").stdout

    heads = [line for line in moves.splitlines() if line.endswith("へ")]
    assert ["■ 情報課へ", "■ 市民課へ", "■ 総務課へ"] == heads
    assert 3 == sum(line.startswith("・") for line in moves.splitlines())
    assert "　　適合 要件なし　成長 0レベル　希望 第1希望" in moves
    assert "○ 玉突き（2人）：新 芽さん（000109）→市民課 窓口係" in moves
    assert 9 == sum(line.startswith("- ") for line in whole.splitlines())


def test_a_department_sees_its_own_moves(plan, audit):
    """A department named by its name gets who comes and who goes; only these are in the audit."""
    told = plan("show", "案1", "--department", "情報課", *WHY).stdout

    assert "沢 健さん" in told
    assert "林 花さん" not in told
    assert [("plan show 案1 --department d1", "課長説明", ["p3"])] == audit(1)


def test_a_person_is_told_whole(plan, audit):
    """A person named by name is told with wish, next best and chain; the audit names all of whom that speaks."""
    told = plan("show", "案1", "--person", "沢健", *WHY)

    assert 0 == told.exit_code
    assert told.stdout.startswith("■ 沢 健さん（000103）\n市民課 窓口係から情報課 情報係へ")
    assert "少なくとも希望が300点減" in told.stdout
    assert "○ 玉突き（2人）" in told.stdout
    assert [("plan show 案1 --person p3", "課長説明", ["p3", "p9"])] == audit(1)


def test_a_post_is_told_whole(plan, audit):
    """A post is told with seats, who comes and goes, and the skills that it keeps."""
    told = plan("show", "案1", "--post", "情報係", *WHY, lang="en").stdout

    assert "情報課 情報係: 3 of 3 seats filled, 2 of them mandatory." in told
    assert "level 2 or above: 1 needed, 1 there." in told
    assert [("plan show 案1 --post d1-1", "課長説明", ["p1", "p2", "p3"])] == audit(1)


def test_several_years_are_told_one_after_the_other(plan):
    """A plan of two years gives each year its figures, and a person a heading for each year."""
    known = ("--known-at", "2026-12-01T00:00:00+00:00")
    made = plan("make", "二年", "--on", "2027-04-01", "--years", "2", *known, *WHY)
    assert 0 == made.exit_code, made.output
    whole = plan("show", "二年", "--moves", *WHY).stdout
    alone = plan("show", "二年", "--person", "p3", *WHY).stdout
    post = plan("show", "二年", "--post", "d2-1", *WHY, lang="en").stdout

    assert "発令日 2027-04-01から2年間" in whole
    assert "■ 所属ごとの異動（2年目、2028年）" in whole
    assert "■ 情報課へ（1年目、2027年）" in whole
    assert 1 == alone.count("【2年目（2028年）】")
    assert "[year 2, 2028]" in post


def test_until_staff_were_told_no_level_is_used(plan, office):
    """Without a day of announcement a plan is made all the same; it warns, and says what a shortage of skills then means."""
    policy = office.assessments / "planning.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace('{value: "2026-10-01",', "{value: null,"), encoding="utf-8")
    known = ("--known-at", "2026-12-01T00:00:00+00:00")
    made = plan("make", "案2", "--on", "2027-04-01", *known, *WHY)

    assert 0 == made.exit_code
    assert "[K001]" in made.stderr
    assert "だれのレベルも使っていません" in plan("show", "案2", *WHY).stdout
    assert "だれのレベルも使っていません" not in plan("show", "案1", *WHY).stdout


def test_a_private_matter_is_never_named():
    """Of the rules in the way, those on kin, evaluators, consideration and leave are told as one, without a name or code."""
    short = Shortage(
        "P005",
        "",
        "d1-1",
        "",
        0,
        0,
        1.0,
        Text("欠員", "empty"),
        ("P004", "P011", "P013"),
        Text("–", "–"),
    )
    told = [line.ja for line in shortage_lines(short)]

    assert ["△ P005 欠員", "　　妨げている規則：P004 定員、人事の定め", "　　直し方：–"] == told


def test_papers_are_written_with_an_entry(plan, audit, tmp_path):
    """An export names its files, and leaves their sums and the purpose in the audit."""
    done = plan("export", "案1", "--to", tmp_path / "様式", *WHY)

    assert 0 == done.exit_code, done.output
    assert sorted(map(str, (tmp_path / "様式").iterdir())) == sorted(done.stdout.splitlines())
    assert ["課長説明"] == [purpose for _, purpose, _ in audit(1)]


def test_a_plan_comes_out_again(plan, office):
    """A stored plan is made again alike; one that was altered is not, and ends with 1."""
    same = plan("reproduce", "案1")
    assert (0, "案「案1」は同じ内容で再現できました。\n") == (same.exit_code, same.stdout)

    path = office.records / "plans" / "案1" / "plan.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["placed"][0]["wish"] = 3
    path.write_text(json.dumps(document), encoding="utf-8")
    assert 1 == plan("reproduce", "案1").exit_code


def test_the_solver_prints_nothing():
    """A process that sets up the solver for the first time prints no banner."""
    done = subprocess.run([sys.executable, "-c", SILENT], capture_output=True, check=True)

    assert b"" == done.stdout
