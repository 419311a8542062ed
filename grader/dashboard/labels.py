"""Every sentence that a reader of the pages sees, in both languages.

Names of skills, roles, exercises and misconceptions come from the content; everything else is here.
"""

from __future__ import annotations

from grader.text import Text, sayer

LABELS: dict[str, Text] = {
    # frame
    "site": Text(ja="スキル状況", en="Skills overview"),
    "nav_label": Text(ja="ページ", en="Pages"),
    "nav_index": Text(ja="全体", en="Overview"),
    "nav_people": Text(ja="職員一覧", en="People"),
    "language": Text(ja="言語", en="Language"),
    "skip": Text(ja="本文へ", en="Skip to content"),
    "confidential": Text(
        ja="取扱注意：人事担当者用。研修の結果から推定した参考値で、処分や順位付けには使えません。",
        en="Confidential, for HR officers. Estimates from training results, for reference only; "
        "not for discipline or ranking.",
    ),
    "as_of": Text(ja="{date} 現在", en="As of {date}"),
    "standard_version": Text(ja="スキル標準 {version} 版", en="Skill standard version {version}"),
    "overlay": Text(
        ja="上乗せ：{name}（SHA-256 {sha256}…）", en="Overlay: {name} (SHA-256 {sha256}…)"
    ),
    "other_standard": Text(
        ja="適合度は別の版のスキル標準（{version}）によるものです。kakehashi fit をやり直してください。",
        en="The fits were made under another skill standard ({version}). Run kakehashi fit again.",
    ),
    "credit": Text(
        ja="図：plotly.js（MIT ライセンス）。このページは外部と通信しません。",
        en="Charts: plotly.js (MIT licence). This page makes no outside request.",
    ),
    "as_table": Text(ja="数値を表で見る", en="Show the figures as a table"),
    "no_script": Text(
        ja="図の表示には JavaScript が必要です。同じ内容を下の表で読めます。",
        en="The chart needs JavaScript. The table below holds the same figures.",
    ),
    "none": Text(ja="該当なし", en="None"),
    "must_name": Text(ja="{skill}［必須］", en="{skill} [must-have]"),
    "sep": Text(ja="、", en=", "),
    "no_department": Text(ja="（所属未登録）", en="(no department)"),
    # words for verdicts
    "decision_met": Text(ja="満たす", en="Met"),
    "decision_not_met": Text(ja="満たさない", en="Not met"),
    "decision_undecided": Text(ja="判定保留", en="Undecided"),
    "decision_no_evidence": Text(ja="証拠なし", en="No evidence"),
    "label_fits": Text(ja="適合", en="Fits"),
    "label_must_unmet": Text(ja="必須未達", en="Must-have not met"),
    "label_undecided": Text(ja="判定保留", en="Undecided"),
    "label_no_evidence": Text(ja="証拠不足", en="Not enough evidence"),
    "need_must": Text(ja="必須", en="Must-have"),
    "need_should": Text(ja="重要", en="Important"),
    "need_nice": Text(ja="任意", en="Optional"),
    "state_not_attempted": Text(ja="未着手", en="Not attempted"),
    "state_wrong": Text(ja="誤り", en="Wrong"),
    "state_partial": Text(ja="一部正解", en="Partly right"),
    "state_right": Text(ja="正解", en="Right"),
    "state_could_not_run": Text(ja="実行できず", en="Could not run"),
    "state_not_graded": Text(ja="未採点", en="Not graded"),
    "no_evidence": Text(ja="証拠なし", en="No evidence"),
    "provisional": Text(ja="暫定", en="Provisional"),
    "insufficient": Text(ja="証拠不足", en="Insufficient evidence"),
    "on_little": Text(ja="証拠不足のため参考", en="Insufficient evidence: a hint only"),
    "reason_few_items": Text(ja="課題が{items}問未満", en="fewer than {items} exercises"),
    "reason_few_notebooks": Text(
        ja="ノートブックが{notebooks}冊未満", en="fewer than {notebooks} notebooks"
    ),
    "reason_unproctored": Text(ja="監督のない受験を含む", en="not all of it supervised"),
    "fewer_than_floor": Text(ja="5人未満", en="Fewer than 5"),
    "withheld": Text(ja="非表示", en="Withheld"),
    "level_n": Text(ja="レベル{level}", en="Level {level}"),
    "statement": Text(ja="レベル{level}：{statement}", en="Level {level}: {statement}"),
    "scale": Text(ja="レベルの意味", en="Meaning of the levels"),
    "level_or_above": Text(ja="レベル{level}以上", en="Level {level} or above"),
    # overview
    "index_title": Text(ja="庁内全体のスキル状況", en="Skills across the office"),
    "index_lead": Text(
        ja="研修ノートブックの採点結果から推定した、部署ごと・スキルごとの状況です。",
        en="Departments and skills, as estimated from graded training notebooks.",
    ),
    "card_people": Text(ja="名簿の職員", en="People in the roster"),
    "card_measured": Text(ja="うち採点結果のある人", en="With graded work"),
    "card_notebooks": Text(ja="採点したノートブック", en="Graded notebooks"),
    "card_exercises": Text(ja="採点した課題", en="Graded exercises"),
    "card_skills": Text(ja="証拠のあるスキル", en="Skills with evidence"),
    "card_provisional": Text(ja="暫定のレベル", en="Provisional levels"),
    "unit_people": Text(ja="人", en=""),
    "unit_notebooks": Text(ja="冊", en=""),
    "unit_exercises": Text(ja="件", en=""),
    "unit_skills": Text(ja="スキル", en=""),
    "of_total": Text(ja="／{total}件", en=" of {total}"),
    "unknown_people": Text(
        ja="名簿にない{n}人の推定値があり、表示していません。名簿を確かめてください。",
        en="Estimates of {n} people who are not in the roster are not shown. Check the roster.",
    ),
    "left_out": Text(
        ja="読めない、または他と食い違うために使わなかった採点結果が{n}件あります。講師に確かめてください。",
        en="{n} results were left out because they are unreadable or contradict others. Ask the instructor.",
    ),
    "not_isolated": Text(
        ja="隔離せずに採点した（未隔離の）結果が{n}件あり、レベルの推定に含まれています。"
        "隔離しない採点では、提出されたプログラムが得点を書き換えることもできます。職員のページの根拠に「未隔離」と示します。",
        en="Levels include {n} results graded without isolation: the submitted program could have changed its own "
        "points. They are marked “not isolated” in the evidence of each person.",
    ),
    "heat_title": Text(ja="部署 × スキル", en="Department × skill"),
    "heat_lead": Text(
        ja="採点結果のある人のうち、選んだレベル以上にいる人の割合（期待値）です。"
        "n は、そのスキルに採点結果のある人数です。",
        en="Expected share of people at the chosen level or above, among those with graded work in the "
        "skill. n is their number.",
    ),
    "heat_note": Text(
        ja="5人未満の欄は値も人数も示しません。合計から逆算できる欄も「非表示」にします。"
        "空白は証拠なしで、0％ではありません。割合は一人ひとりの確率の平均です。",
        en="Cells of fewer than 5 people show neither value nor number; a further cell is withheld "
        "where the total would give one away. Blank means no evidence, not 0 %. Shares are means of "
        "each person's probability.",
    ),
    "heat_aria": Text(
        ja="{level}の人の割合を部署とスキルごとに示すヒートマップ",
        en="Heat map of the share of people at {level}, by department and skill",
    ),
    "threshold": Text(ja="基準のレベル", en="Threshold"),
    "whole_office": Text(ja="全体", en="All"),
    "skill": Text(ja="スキル", en="Skill"),
    "department": Text(ja="所属", en="Department"),
    "table_caption_heat": Text(ja="{level}の人の割合（期待値）", en="Expected share at {level}"),
    "roles_title": Text(ja="役割ごとの充足", en="Role coverage"),
    "roles_lead": Text(
        ja="各役割の要件に、名簿の全員を照らした人数です。一人が複数の役割に適合することもあります。",
        en="Everybody in the roster held against each role. One person may fit several roles.",
    ),
    "role": Text(ja="役割", en="Role"),
    "aiming": Text(ja="目標にする人", en="Aiming for it"),
    "scarce_title": Text(ja="担い手が1人以下のスキル", en="Skills with at most one holder"),
    "scarce_lead": Text(
        ja="レベル2以上にいる確率が{sure}％以上の人が、0人または1人のスキルです。異動・派遣の前に後任を考えてください。",
        en="Skills in which at most one person is at level 2 or above with a probability of {sure} % or "
        "more. Plan a successor before a transfer or secondment.",
    ),
    "confirmed_holders": Text(ja="確率{sure}％以上の人", en="{sure} % sure of level 2+"),
    "expected_holders": Text(ja="期待人数", en="Expected number"),
    "measured_people": Text(ja="採点結果のある人", en="With graded work"),
    "unmeasured": Text(
        ja="役割が求めるのに誰にも採点結果がないスキル（{n}）：",
        en="Skills that a role asks for and nobody has graded work in ({n}):",
    ),
    "misconceptions_title": Text(ja="多い思い違い", en="Frequent misconceptions"),
    "misconceptions_lead": Text(
        ja="誤答から読み取れた思い違いと、それが見られた人数です。研修の重点を決める材料になります。",
        en="Misconceptions seen in wrong answers, with the number of people. Use them to focus training.",
    ),
    "misconception": Text(ja="思い違い", en="Misconception"),
    "people_count": Text(ja="人数", en="People"),
    # people
    "people_title": Text(ja="職員 × スキル", en="People × skills"),
    "people_lead": Text(
        ja="数字は推定レベル（0–4）です。空白は証拠なしで、レベル0ではありません。"
        "並びは名簿の所属順・ふりがな順で、順位ではありません。",
        en="The number is the estimated level (0–4). Blank is no evidence, which is not level 0. "
        "People are sorted by department and reading, not ranked.",
    ),
    "provisional_note": Text(
        ja="* は暫定です（課題が{items}問未満、ノートブックが{notebooks}冊未満、または監督のない受験を含む）。"
        "このうち課題かノートブックが足りないものは証拠不足で、数字は参考にとどまります。",
        en="* is provisional: fewer than {items} exercises, fewer than {notebooks} notebooks, or not all of it "
        "supervised. With too few exercises or notebooks the evidence is insufficient, and the number is a hint only.",
    ),
    "people_aria": Text(
        ja="職員ごとスキルごとの推定レベルのヒートマップ",
        en="Heat map of estimated levels by person and skill",
    ),
    "filter_department": Text(ja="所属で絞り込む", en="Filter by department"),
    "all_departments": Text(ja="すべての所属", en="All departments"),
    "shown_people": Text(ja="{n}人を表示", en="{n} people shown"),
    "chart_pick": Text(
        ja="人数が多いため、所属を選ぶと図を表示します。",
        en="Choose a department to see its chart.",
    ),
    "staff_number": Text(ja="職員番号", en="Staff number"),
    "name": Text(ja="氏名", en="Name"),
    "post": Text(ja="職名", en="Post"),
    "target_role": Text(ja="目標役割", en="Target role"),
    "fit_to_target": Text(ja="適合度", en="Fit"),
    "verdict": Text(ja="判定", en="Verdict"),
    "no_target": Text(ja="未設定", en="Not set"),
    "people_caption": Text(ja="職員ごとの推定レベル", en="Estimated levels of each person"),
    # person
    "levels_title": Text(ja="スキルごとのレベル", en="Level of each skill"),
    "levels_lead": Text(
        ja="点は推定レベル、横線は{share}％区間、縦の印は「{role}」が求めるレベルです。"
        "横線が長いほど、まだ分かっていません。白抜きの点は暫定です。",
        en="The dot is the estimated level, the line its {share} % interval, the upright mark the level that "
        "“{role}” asks for. The longer the line, the less is known. A hollow dot is provisional.",
    ),
    "levels_lead_no_role": Text(
        ja="点は推定レベル、横線は{share}％区間です。横線が長いほど、まだ分かっていません。"
        "目標役割が名簿にないため、求めるレベルは示していません。",
        en="The dot is the estimated level, the line its {share} % interval. The longer the line, the less is "
        "known. The roster names no target role, so no requirement is shown.",
    ),
    "levels_aria": Text(
        ja="スキルごとの推定レベル、その区間、求めるレベルの点図",
        en="Dot plot of estimated level, its interval and required level by skill",
    ),
    "legend_level": Text(ja="推定", en="Estimate"),
    "legend_provisional": Text(ja="推定（暫定）", en="Estimate (provisional)"),
    "legend_interval": Text(ja="{share}％区間", en="{share} % interval"),
    "legend_required": Text(ja="求めるレベル", en="Required level"),
    "legend_attested": Text(
        ja="求めるレベル（人が確認）", en="Required level (attested by people)"
    ),
    "ceiling_note": Text(
        ja="ノートブックで示せるレベルには上限があり、点と横線はそこで切っています。",
        en="There is a highest level that notebooks can show; dots and lines are cut there.",
    ),
    "measured": Text(ja="測定{share}％", en="{share} % measured"),
    "axis_level": Text(ja="レベル", en="Level"),
    "no_estimates": Text(
        ja="採点結果がまだありません。レベル0という意味ではありません。",
        en="No graded work yet. This does not mean level 0.",
    ),
    "beside_title": Text(
        ja="測定したレベルと、そのほかの証拠", en="Measured levels and other evidence"
    ),
    "beside_lead": Text(
        ja="資格・上司の評価・成果物と経歴は、測定したレベルと並べて見るものです。レベルや確率の計算には入れていません。",
        en="Qualifications, supervisors' observations, documents and postings stand beside the measured level. They "
        "enter neither a level nor a probability.",
    ),
    "beside_general": Text(ja="スキルを特定しない資格", en="Qualifications of no one skill"),
    "measured_level": Text(ja="測定したレベル", en="Measured level"),
    "asked": Text(ja="{need}：レベル{level}", en="{need}: level {level}"),
    "span": Text(ja="{share}％区間 {span}", en="{share} % interval {span}"),
    "amount": Text(ja="根拠の量", en="Amount"),
    "counts": Text(ja="{items}問・{notebooks}冊", en="exercises: {items}, notebooks: {notebooks}"),
    "provisional_for": Text(ja="暫定：{reasons}", en="Provisional: {reasons}"),
    "qualifications": Text(ja="資格", en="Qualifications"),
    "observations": Text(ja="上司の評価", en="Supervisors' observations"),
    "records": Text(ja="成果物・経歴", en="Documents and postings"),
    "other_evidence": Text(ja="そのほかの証拠", en="Other evidence"),
    "piece_qualification": Text(ja="{title} 合格（{day}）", en="{title}, passed {day}"),
    "piece_registration": Text(ja="{title} 登録（{day}）", en="{title}, registered {day}"),
    "piece_observation": Text(
        ja="レベル{level}：{title}（{day}）", en="Level {level}: {title} ({day})"
    ),
    "piece_document": Text(ja="成果物：{title}（{day}）", en="Document: {title} ({day})"),
    "piece_placement": Text(ja="経歴：{title}（{day}）", en="Posting: {title} ({day})"),
    "grounds": Text(ja="根拠：{grounds}", en="Grounds: {grounds}"),
    "piece_until": Text(ja="、有効期限 {until}", en=", valid until {until}"),
    "standing_not_yet": Text(ja="日付前", en="Not yet"),
    "standing_valid": Text(ja="有効", en="Valid"),
    "standing_expiring": Text(ja="90日以内に期限", en="Expires within 90 days"),
    "standing_expired": Text(ja="期限切れ", en="Expired"),
    "standing_to_confirm": Text(ja="要確認（古い）", en="To be confirmed (old)"),
    "panel_one_rater": Text(
        ja="レベル{levels}（評価者は一人だけ）", en="Level {levels} (one rater only)"
    ),
    "panel_agree": Text(
        ja="レベル{levels}（評価者{raters}人）", en="Level {levels} ({raters} raters)"
    ),
    "panel_disagree": Text(
        ja="評価が割れています（レベル{low}から{high}、評価者{raters}人）",
        en="Raters disagree (levels {low} to {high}, {raters} raters)",
    ),
    "required": Text(ja="求めるレベル", en="Required level"),
    "estimated_level": Text(ja="推定レベル", en="Estimated level"),
    "interval": Text(ja="{share}％区間", en="{share} % interval"),
    "p_met": Text(ja="満たす確率", en="P(met)"),
    "decision": Text(ja="判定", en="Decision"),
    "need": Text(ja="区分", en="Need"),
    "gap": Text(ja="不足（期待値）", en="Expected gap"),
    "contribution": Text(ja="適合度への寄与", en="Adds to fit"),
    "contribution_note": Text(
        ja="寄与は「低い場合／期待値／高い場合」の順（％）で、縦に足すと適合度の三つの値になります。",
        en="Contributions are low / expected / high in per cent; each column adds up to one of the three values of the fit.",
    ),
    "not_required": Text(ja="この役割では求めない", en="Not asked for by this role"),
    "fits_title": Text(ja="役割への適合", en="Fit to roles"),
    "fits_lead": Text(
        ja="濃い帯は今の証拠だけで言える分、薄い帯は証拠のないスキルが「ある」場合までの幅です。"
        "薄い帯が長い役割は、まだ測っていない役割です。縦線は測れた範囲での期待値で、半分以上測れた役割にだけ"
        "引きます。適合度が高くても、必須が満たされなければ適合とはしません。",
        en="The dark bar is what the evidence shows, the light one runs to the case that every skill "
        "without evidence is present: where it is long, little is measured. The upright line is the "
        "expectation over what is measured, drawn where that is at least half. However high the fit, an "
        "unmet must-have means no fit.",
    ),
    "fit_range": Text(
        ja="{low}–{high}％（測れた{measured}％の中では{expected}％）",
        en="{low}–{high} % ({expected} % of the {measured} % measured)",
    ),
    "fit_unknown": Text(
        ja="{low}–{high}％、まだ測れていません", en="{low}–{high} %, not measured yet"
    ),
    "axis_range": Text(
        ja="{low}–{high}％（測れた範囲では{expected}％）",
        en="{low}–{high} % ({expected} % over what was measured)",
    ),
    "places_title": Text(ja="派遣先などへの適合と成長", en="Placements: fit and growth"),
    "places_lead": Text(
        ja="適合は、そこで求められるレベルのうち今できる割合です。成長は、そこで身に付けてほしいレベルのうち、まだ身に"
        "付いていない割合で、実際に伸びた実績ではありません。よくできる人ほど伸びる余地は小さいので、二つを足したり、"
        "どちらか一方で順位を付けたりはしません。「–」は、スキル標準がそのレベルを定めていないことを表します。",
        en="Fit is the share of the levels asked for there that is there already. Growth is the share of the levels that "
        "one should leave with that is still missing; it is not what anybody was seen to gain. Whoever fits best has "
        "least to learn, so the two are never added up, and neither alone makes a ranking. A dash: the standard names no such levels.",
    ),
    "place": Text(ja="派遣先など", en="Placement"),
    "axis_fit": Text(ja="適合", en="Fit"),
    "axis_growth": Text(ja="成長", en="Growth"),
    "measured_share": Text(ja="測れている割合", en="Measured share"),
    "musts": Text(ja="必須の要件", en="Must-haves"),
    "no_musts": Text(ja="必須なし", en="No must-have"),
    "parts_of": Text(ja="「{role}」の内訳", en="Parts of “{role}”"),
    "next_title": Text(ja="次の一歩", en="Next steps"),
    "next_lead": Text(
        ja="「{role}」でまだ満たすと言えない要件です。", en="Requirements of “{role}” not yet met."
    ),
    "next_nothing": Text(ja="すべての要件を満たしています。", en="All requirements are met."),
    "next_head": Text(ja="{skill} レベル{required}", en="{skill}, level {required}"),
    "step_decide": Text(
        ja="次の課題に取り組むと判定が進みます。", en="These exercises would help to settle it."
    ),
    "step_start": Text(ja="まず次の課題から始めます。", en="Begin with these exercises."),
    "step_learn": Text(ja="次の課題で力を付けられます。", en="These exercises build the skill."),
    "step_review": Text(
        ja="用意した課題はすべて済んでいます。次の課題を見直します。",
        en="Every exercise is taken. Go over these again.",
    ),
    "step_by_people": Text(
        ja="人が確認するもの（ノートブックでは示せないレベル）：面談・実務の記録・資格で確かめます。",
        en="For people to attest, since notebooks cannot show the level: by interview, work records or "
        "qualifications.",
    ),
    "step_no_exercise": Text(
        ja="受けられる課題がないもの：面談・実務の記録・資格で確かめます。",
        en="No exercise is left or there is none yet: by interview, work records or qualifications.",
    ),
    "by_people": Text(ja="人が確認", en="Attested by people"),
    "exercise_line": Text(
        ja="{title}（{id}、レベル{level}、約{minutes}分）",
        en="{title} ({id}, level {level}, about {minutes} min)",
    ),
    "evidence_title": Text(ja="根拠：採点した課題", en="Evidence: graded exercises"),
    "evidence_lead": Text(
        ja="測定したレベルは、この一覧にある課題だけから推定しています。誤りがあれば訂正を申し出てください。"
        "証拠不足のスキルの文は、レベルを述べません。",
        en="Measured levels rest on these exercises and nothing else. If one is wrong, ask for a correction. Where "
        "evidence is insufficient, the sentence names no level.",
    ),
    "lesson": Text(ja="教材", en="Lesson"),
    "exercise": Text(ja="課題", en="Exercise"),
    "level": Text(ja="レベル", en="Level"),
    "points": Text(ja="得点", en="Points"),
    "state": Text(ja="状態", en="State"),
    "row_not_isolated": Text(ja="未隔離", en="Not isolated"),
    "seen": Text(ja="読み取れた思い違い", en="Misconception seen"),
    "unknown_exercise": Text(ja="（現在の教材にない課題）", en="(no longer in the lessons)"),
}


say = sayer(LABELS)
