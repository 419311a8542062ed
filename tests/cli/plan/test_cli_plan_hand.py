"""`kakehashi plan`, by hand: each change becomes a new plan, changes little else, and says what became different."""

from __future__ import annotations

ALL = [f"p{n}" for n in range(1, 10)]
WHY = ("--purpose", "部長協議")


def test_a_pin_changes_little_else(plan, audit):
    """A pin shows what it costs and whom it moves: for p7 to come, p2 makes room, and these two are all who change."""
    done = plan("pin", "案1", "谷学", "情報係", "--as", "案2", *WHY)

    assert 0 == done.exit_code, done.output
    assert "異動（件）：案1 3、案2 5" in done.stdout
    assert done.stdout.endswith(
        "配置の異なる人：2件\n"
        "森 一さん（000102）：案1 情報課 情報係、案2 市民課 窓口係\n"
        "谷 学さん（000107）：案1 総務課 庶務係、案2 情報課 情報係\n"
    )
    assert [("plan pin 案1 -> 案2", "部長協議", ALL)] == audit(1)


def test_a_pin_that_cannot_be_kept_says_so(plan):
    """A pin against a private matter becomes a shortage whose reason is the personnel office, and nothing more."""
    done = plan("pin", "案1", "p4", "d1-1", "--as", "案2", *WHY)

    assert 0 == done.exit_code, done.output
    assert "△ P023" in done.stdout
    assert "人事の定めにより配置できません。" in done.stdout
    assert "配慮" not in done.stdout


def test_a_pin_is_taken_back(plan):
    """Released, the first plan comes back; without pin or ban there is nothing to release."""
    plan("pin", "案1", "p7", "d1-1", "--as", "案2", *WHY)
    done = plan("release", "案2", "p7", "d1-1", "--as", "案3", *WHY)
    again = plan("release", "案3", "p7", "d1-1", "--as", "案4", *WHY)
    beside = plan("compare", "案1", "案3", *WHY)

    assert 0 == done.exit_code, done.output
    assert (1, "") == (again.exit_code, again.stdout)
    assert "確定も除外もありません" in again.stderr
    assert "配置の異なる人：0件" in beside.stdout


def test_a_ban_sends_elsewhere(plan):
    """Forbidden, p3 does not get the post wished for."""
    done = plan("forbid", "案1", "p3", "d1-1", "--as", "案2", *WHY, lang="en")

    assert 0 == done.exit_code, done.output
    assert "wishes (points): 案1 300, 案2 0" in done.stdout


def test_two_people_change_places(plan):
    """After a swap both are pinned to each other's place."""
    plan("swap", "案1", "p7", "p5", "--as", "案2", *WHY)
    told = plan("show", "案2", *WHY).stdout

    assert "● 人事の確定：浜 葉さん（000105） 総務課 庶務係［d3-1］" in told
    assert "● 人事の確定：谷 学さん（000107） 市民課 窓口係［d2-1］" in told


def test_the_name_of_a_new_plan_must_be_free(plan):
    """A change never replaces a plan."""
    done = plan("pin", "案1", "p7", "d1-1", "--as", "案1", *WHY)

    assert (1, "") == (done.exit_code, done.stdout)
    assert "もうあります" in done.stderr


def test_what_if_answers_exactly_and_stores_nothing(plan, office, audit):
    """Several posts are answered at once, goal by goal; one that the rules shut out gives 1 and no private reason."""
    done = plan("what-if", "案1", "p3", "d3-1", *WHY)
    shut = plan("what-if", "案1", "p4", "情報係", *WHY)

    assert (0, "総務課 庶務係へ移すと、希望が300点減、異動が1件増となります。\n") == (
        done.exit_code,
        done.stdout,
    )
    assert (1, "情報課 情報係：人事の定めにより配置できません。\n") == (
        shut.exit_code,
        shut.stdout,
    )
    assert ["案1"] == [path.name for path in (office.records / "plans").iterdir()]
    assert [
        ("plan what-if 案1 p3 d3-1", "部長協議", ["p3"]),
        ("plan what-if 案1 p4 d1-1", "部長協議", ["p4"]),
    ] == audit(2)


def test_what_if_is_quick_on_demand(plan):
    """The bound ends with the first goal that must get worse; with p3 elsewhere nobody's wish is granted: 300 points."""
    done = plan("what-if", "案1", "p3", "d3-1", "--quick", *WHY)

    told = "総務課 庶務係へ移すと、少なくとも希望が300点減となります（前の順位の目標が悪化しない場合）。\n"
    assert (0, told, "") == (done.exit_code, done.stdout, done.stderr)


def test_another_plan_differs_in_so_many_people(plan):
    """Another plan places as many people elsewhere as asked for, and no more."""
    done = plan("another", "案1", "--people", "2", "--as", "別案", *WHY)

    assert 0 == done.exit_code, done.output
    assert "配置の異なる人：2件" in done.stdout


def test_a_repair_changes_fewest(plan):
    """After p3 declines, only p3 and who changes places with p3 are placed anew."""
    done = plan("repair", "案1", "--withdrawn", "p3:情報係", "--as", "改", *WHY)
    nothing = plan("repair", "案1", "--as", "改2", *WHY)

    assert 0 == done.exit_code, done.output
    assert "前の案のままの配置（件）" in done.stdout
    assert "配置の異なる人：2件" in done.stdout
    assert 1 == nothing.exit_code
    assert (
        "目標2 前の案のままの配置（件）"
        in plan("forbid", "改", "p1", "d3-1", "--as", "改3", *WHY).stdout
    ), "a repaired plan stays closest to what was announced"


def test_an_edited_list_is_taken_in(plan, paper, edit):
    """A list as it was written changes nothing and makes no plan; an edited row becomes a pin; a wrong one is refused."""
    same = plan("take-in", "案1", paper, "--as", "案2", *WHY)
    assert (0, "案と違う行はありません。新しい案は作っていません。\n") == (
        same.exit_code,
        same.stdout,
    )
    edit("000103", "総務課 庶務係")
    done = plan("take-in", "案1", paper, "--as", "案2", *WHY)
    assert 0 == done.exit_code, done.output
    assert "● 人事の確定：沢 健さん（000103） 総務課 庶務係" in plan("show", "案2", *WHY).stdout
    edit("000103", "どこか")
    wrong = plan("take-in", "案1", paper, "--as", "案3", *WHY)
    assert 1 == wrong.exit_code
    assert "何も変えていません" in wrong.output
