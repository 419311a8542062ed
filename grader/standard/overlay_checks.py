"""Rules for a municipality's overlay: O001 and following. Ids are never reused."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal

from grader.findings import Finding, Rule
from grader.schema.store import schema_findings
from grader.standard import coverage_checks, reference_checks, skill_checks
from grader.standard.files import Entry
from grader.standard.overlay import changes, merge
from grader.standard.rulings import rulings_checks
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.standard.files import Files
    from grader.standard.overlay import Change
    from grader.yamlfile import YamlDocument

PROTECTED = re.compile(r"SEC-|PRO-COI\Z")


def _rule(
    id: str, title: Text, remedy: Text, severity: Literal["error", "warning"] = "error"
) -> Rule:
    return Rule(id, severity, title, remedy)


O001 = _rule(
    "O001",
    Text("団体コードの検査数字が合う", "The check digit of the municipality's code is right"),
    Text(
        "総務省の「全国地方公共団体コード」の6桁を、引用符で囲んで書いてください。",
        "Write the six digits of the ministry's list of local government codes, in quotes.",
    ),
)
O002 = _rule(
    "O002",
    Text("独自項目のIDは団体コードで始まる", "Own ids begin with the municipality's code"),
    Text(
        "スキルは「X-団体コード-NAME」、役割・出典・分野・入札制限は「x-団体コード-name」にしてください。"
        "標準の項目は書きかえられません。",
        "Write X-<code>-NAME for a skill, x-<code>-name for a role, source, domain or bid rule. What stands in the "
        "standard cannot be rewritten.",
    ),
)
O003 = _rule(
    "O003",
    Text("上乗せが指す役割と分野が存在する", "Roles and domains that an overlay names exist"),
    Text(
        "標準にある役割・分野のIDに直してください。独自のものは own_roles・domains に書きます。",
        "Use the id of a role or domain of the standard; own ones stand in own_roles and domains.",
    ),
)
O004 = _rule(
    "O004",
    Text("同じ要件の変更は一度だけ", "A requirement is changed once"),
    Text("一つにまとめてください。", "Make one entry of them."),
)
O005 = _rule(
    "O005",
    Text(
        "セキュリティと利益相反の必須要件は弱めない",
        "Musts on security and conflicts of interest are not weakened",
    ),
    Text(
        "SEC-* と PRO-COI の必須要件は、レベル・重み・必要度・対象者を標準以上にしてください。",
        "For a must on SEC-* or PRO-COI keep level, weight, need and the people concerned at least as in "
        "the standard.",
    ),
)
O006 = _rule(
    "O006",
    Text("要件を弱めるときは理由を書く", "Asking for less has a reason"),
    Text("reason に理由を書いてください。", "Say why under reason."),
)
O007 = _rule(
    "O007",
    Text("上乗せの項目は何かを変える", "An entry of an overlay changes something"),
    Text(
        "標準と同じなら、この項目を消してください。",
        "If it is as in the standard, delete the entry.",
    ),
    "warning",
)
O008 = _rule(
    "O008",
    Text("上乗せが対象とする版の標準である", "The standard is one the overlay was written for"),
    Text(
        "対象の版の標準を使うか、上乗せを今の標準に合わせて書き直し、base.version を直してください。",
        "Use a standard of that version, or rewrite the overlay for this one and mend base.version.",
    ),
)
O009 = _rule(
    "O009",
    Text(
        "標準が新しくなったら上乗せを読み直す",
        "An overlay is read again when the standard moves on",
    ),
    Text(
        "示された項目を今の標準と比べ（kakehashi standard overlay）、よければ base.until に今の版を書いてください。",
        "Hold the entries named against the standard (kakehashi standard overlay); if they stand, write its "
        "version as base.until.",
    ),
    "warning",
)
O010 = _rule(
    "O010",
    Text(
        "団体の条件は、標準にあるものを一種類に一つ",
        "Contexts of a municipality exist, one of each kind",
    ),
    Text(
        "roles/contexts.yaml にあるIDを、人口と情報担当の人数からそれぞれ一つまで選んでください。",
        "Choose ids of roles/contexts.yaml: at most one for the population and one for the IT staff.",
    ),
)
RULES = (O001, O002, O003, O004, O005, O006, O007, O008, O009, O010)


def is_municipality_code(code: str) -> bool:
    """Tell whether a text can be a local government code of the ministry.

    Parameters
    ----------
    code : str
        The candidate.

    Returns
    -------
    bool
        True for six digits of which the last is the check digit: the last digit of 11 less the
        remainder by 11 of the sum of the first five weighted 6, 5, 4, 3, 2.

    Examples
    --------
    >>> is_municipality_code("131016"), is_municipality_code("131061")
    (True, False)
    """
    if re.fullmatch("[0-9]{6}", code) is None:
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True)
    )
    return str(11 - total % 11)[-1] == code[5]


def code_of_municipality(_: Files, overlay: YamlDocument) -> Iterator[Finding]:
    """O001: the code is not mistyped."""
    code = overlay.data["municipality"]["code"]
    if not is_municipality_code(code):
        message = Text(
            f"団体コード「{code}」の検査数字が合いません。",
            f"The check digit of the code “{code}” is wrong.",
        )
        yield _top(overlay, "municipality", "code").finding(O001, message)


def own_ids(_: Files, overlay: YamlDocument) -> Iterator[Finding]:
    """O002: own things can never be taken for ours."""
    code = overlay.data["municipality"]["code"]
    forms = {"skills": rf"X-{code}-[A-Z][A-Z0-9]{{1,9}}"} | dict.fromkeys(
        ("sources", "domains", "own_roles", "bid_restrictions"), rf"x-{code}-[a-z0-9][a-z0-9-]*"
    )
    for kind, form in forms.items():
        for entry in _entries(overlay, kind):
            own = entry.data["id"]
            if not re.fullmatch(form, own):
                message = Text(
                    f"独自項目のID「{own}」の形が違います。",
                    f"The own id “{own}” has another form.",
                )
                yield entry.finding(O002, message, "id")


def known_places(files: Files, overlay: YamlDocument) -> Iterator[Finding]:
    """O003: roles that are changed, and domains of own skills, exist."""
    roles = files.ids("roles")
    domains = files.ids("domains") | {entry.data["id"] for entry in _entries(overlay, "domains")}
    for kind, key, known, ja, en in (
        ("roles", "id", roles, "役割", "role"),
        ("skills", "domain", domains, "分野", "domain"),
    ):
        for entry in _entries(overlay, kind):
            name = entry.data[key]
            if name not in known:
                message = Text(f"{ja}「{name}」はありません。", f"There is no {en} “{name}”.")
                yield entry.finding(O003, message, key)


def one_context_of_a_kind(files: Files, overlay: YamlDocument) -> Iterator[Finding]:
    """O010: contexts exist, and no two of a kind."""
    kinds = {entry.data["id"]: entry.data["kind"] for entry in files.entries("contexts")}
    seen: set[str] = set()
    for index, context in enumerate(overlay.data.get("contexts", ())):
        kind = kinds.get(context)
        if kind is None or kind in seen:
            message = Text(
                f"団体の条件「{context}」は標準にないか、同じ種類の二つ目です。",
                f"The context “{context}” is not in the standard, or the second of its kind.",
            )
            yield _top(overlay, "contexts").finding(O010, message, index)
        seen.add(kind or context)


def changed_once(files: Files, overlay: YamlDocument) -> Iterator[Finding]:
    """O004: no second change of the same requirement."""
    seen: Counter[tuple[str, str]] = Counter()
    for change in _changes(files, overlay):
        seen[change.role, change.skill] += 1
        if seen[change.role, change.skill] > 1:
            message = Text(
                f"{_name(change)} の変更が二度あります。", f"{_name(change)} is changed twice."
            )
            yield change.entry.finding(O004, message, "skill")


def nothing_weakened(files: Files, overlay: YamlDocument) -> Iterator[Finding]:
    """O005, O006: security and fairness stay; anything else needs a reason to be lowered."""
    for change in _changes(files, overlay):
        if not change.lowers or change.ours is None:
            continue
        if change.ours["need"] == "must" and PROTECTED.match(change.skill):
            message = Text(
                f"{_name(change)} は標準の必須要件です。弱められません。",
                f"{_name(change)} is a must of the standard and cannot be weakened.",
            )
            yield change.entry.finding(O005, message)
        elif "reason" not in change.entry.data:
            message = Text(
                f"{_name(change)} を標準より弱めていますが、理由がありません。",
                f"{_name(change)} asks for less than the standard and says no reason.",
            )
            yield change.entry.finding(O006, message)


def something_changed(files: Files, overlay: YamlDocument) -> Iterator[Finding]:
    """O007: no idle entries."""
    for change in _changes(files, overlay):
        if change.idle:
            message = Text(
                f"{_name(change)} は標準のままです。", f"{_name(change)} is as in the standard."
            )
            yield change.entry.finding(O007, message)


def base_version(files: Files, overlay: YamlDocument) -> Iterator[Finding]:
    """O008, O009: the overlay belongs to this standard, and was read again since it moved on."""
    version, base = files.one("standard").data["version"], overlay.data["base"]
    until = base.get("until", base["version"])
    here = _numbers(version)
    if here < _numbers(base["version"]) or here[0] > _numbers(until)[0]:
        message = Text(
            f"標準は {version} 版ですが、上乗せの対象は {base['version']} 版から {until} 版です。",
            f"The standard has version {version}, the overlay is for {base['version']} to {until}.",
        )
        yield _top(overlay, "base", "version").finding(O008, message)
    elif here > _numbers(until):
        names = [_name(change) for change in _changes(files, overlay)]
        message = Text(
            f"標準は {version} 版に進みました（上乗せは {until} 版まで）。読み直す項目：{'、'.join(names) or 'なし'}。",
            f"The standard has moved on to {version} (overlay: {until}). To read again: {', '.join(names) or 'none'}.",
        )
        yield _top(overlay, "base", "version").finding(O009, message)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def _name(change: Change) -> str:
    return f"{change.role}/{change.skill}"


def _changes(files: Files, overlay: YamlDocument) -> Iterator[Change]:
    for role in files.entries("roles"):
        yield from changes(role.data, overlay)


def _entries(overlay: YamlDocument, kind: str) -> Iterator[Entry]:
    for index, data in enumerate(overlay.data.get(kind, ())):
        yield Entry(overlay, (kind, index), data)


def _top(overlay: YamlDocument, *at: str) -> Entry:
    return Entry(overlay, at, overlay.data)


CHECKS = (
    code_of_municipality, own_ids, known_places, changed_once, nothing_weakened, something_changed,
    base_version, one_context_of_a_kind,
)  # fmt: skip

# Where a file of ours is named after what it holds, an overlay has O002 and O003.
_ABOUT_FILES = (skill_checks.id_form, skill_checks.own_domain, reference_checks.role_file_names)
_AS_OURS = tuple(
    check
    for module in (skill_checks, reference_checks, coverage_checks, rulings_checks)
    for check in module.CHECKS
    if check not in _ABOUT_FILES
)


def overlay_findings(files: Files, overlay: YamlDocument) -> list[Finding]:
    """Check an overlay: its own rules, then those of the standard on what it adds and changes.

    Parameters
    ----------
    files : Files
        The files of the standard, without misfits.
    overlay : YamlDocument
        An overlay of the right shape.

    Returns
    -------
    list of Finding
        In the file of the overlay only; the standard has been checked alone.
    """
    findings = [finding for check in CHECKS for finding in check(files, overlay)]
    merged = merge(files, overlay)
    changed = [role for role in merged.documents["roles"] if role.path == overlay.path]
    misfits = [finding for role in changed for finding in schema_findings(role, "roles")]
    if misfits:  # an added requirement lacks something
        return [*findings, *misfits]
    held = (finding for check in _AS_OURS for finding in check(merged))
    return [*findings, *(finding for finding in held if finding.path == overlay.path)]
