"""The lock: releases are sealed, and a change of meaning costs a version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from grader.errors import InputError, StandardError
from grader.schema.store import read_json
from grader.standard import lint_standard, load_standard
from grader.standard.files import read_files
from grader.standard.versions import cut, read_lock, read_release, write_cut
from grader.standard.versions import lock as lock_module

FOLDER = Path(__file__).parents[2] / "skills_standard"
SKILLS, ABOUT = "skills/security.yaml", "standard.yaml"
LEVEL_1 = "ログの種別を分類できる"


@pytest.fixture
def locked(minimal):
    """The minimal standard, released as 0.1.0."""
    write_cut(minimal.standard, cut(read_files(minimal.standard)[0]))
    return minimal.standard


def edit(folder, name, old, new):
    """Replace one text in a file."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def version(folder, number):
    """Set the version."""
    text = (folder / ABOUT).read_text(encoding="utf-8")
    edit(folder, ABOUT, next(x for x in text.splitlines() if x.startswith("version")), number)


def lock(folder, **options):
    """Release the standard as it is."""
    made = cut(read_files(folder)[0], **options)
    write_cut(folder, made)
    return made


def found(folder):
    """What lint says, shortly."""
    return [(f.rule.id, f.severity) for f in lint_standard(folder)]


def test_the_own_standard_is_locked():
    """Lock and releases of the repository are whole, and release 0.1.0 had 42 skills, 16 of them active."""
    made = read_lock(FOLDER)
    first = read_release(FOLDER, made, "0.1.0")
    states = [skill.status for skill in first.skills.values()]
    assert (42, 16, 6) == (len(states), states.count("active"), len(first.roles))
    assert [] == [f for f in lint_standard(FOLDER) if "S050" <= f.rule.id <= "S059"]


def test_a_level_is_locked_by_id_level_sentence_and_evidence(locked):
    """The fingerprint is SHA-256 of these four as compact JSON, made here with json and hashlib alone."""
    level = load_standard(locked).skills["SEC-LOG"].levels[0]
    four = ["SEC-LOG", 1, level.statement.ja, sorted(level.evidence)]
    text = json.dumps(four, ensure_ascii=False, separators=(",", ":"))
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert expected == read_lock(locked).prints["SEC-LOG.1"]


def test_locking_twice_writes_the_same_bytes(locked):
    """The same content gives the same lock and release."""
    files = [locked / "standard.lock.json", locked / "releases" / "0.1.0.json"]
    before = [path.read_bytes() for path in files]
    lock(locked)
    assert before == [path.read_bytes() for path in files]


def test_a_standard_without_a_lock_is_left_alone(minimal):
    """Who has released nothing has promised nothing: lint does not ask for a lock."""
    assert [] == found(minimal.standard)


def test_sources_are_not_locked(locked):
    """Another source changes no promise."""
    edit(locked, SKILLS, 'at: "1"', 'at: "2"')
    assert [] == found(locked)


def test_a_small_step_is_refused_and_names_what_is_needed(locked):
    """A changed level needs 0.2.0; neither the same version nor 0.1.1 will do, and nothing is written."""
    edit(locked, SKILLS, LEVEL_1, "ログを消去できる")
    for number in ('version: "0.1.0"', 'version: "0.1.1"'):
        version(locked, number)
        assert [("S051", "error")] == found(locked)
        with pytest.raises(StandardError, match=r"SEC-LOG\.1 MAJOR") as told:
            lock(locked)
        assert "0.2.0" in told.value.ja
        assert "0.2.0" in told.value.en
    version(locked, 'version: "0.2.0"')
    assert [("S052", "error")] == found(locked)
    assert ["SEC-LOG.1"] == [change.where for change in lock(locked).changes]
    assert [] == found(locked)
    assert ["0.1.0.json", "0.2.0.json"] == sorted(p.name for p in (locked / "releases").iterdir())


def test_a_version_never_goes_back(locked):
    """0.0.9 after 0.1.0 is refused, though nothing changed."""
    version(locked, 'version: "0.0.9"')
    assert [("S051", "error")] == found(locked)
    with pytest.raises(StandardError, match=r"0\.1\.0"):
        lock(locked)


def test_what_is_new_is_told_once(locked):
    """Of a draft that becomes active with two levels lint speaks once, and asks for 0.1.1."""
    new = """status: active
    auto_ceiling: 3
    sources: [{ref: handbook, at: "1", use: fact}]
    levels:
      - level: 1
        statement: {ja: 権限を分類できる, en: Can classify permissions}
        evidence: [auto]
      - level: 2
        statement: {ja: 権限を点検できる, en: Can check permissions}
        evidence: [auto]"""
    text = (locked / SKILLS).read_text(encoding="utf-8")
    draft = text[text.index("status: draft") :].rstrip()
    edit(locked, SKILLS, draft, new)
    (told,) = lint_standard(locked)
    assert ("S051", True) == (told.rule.id, "0.1.1" in told.message.ja)


def test_a_translation_only_warns(locked):
    """English may be mended at once; the next release takes it along."""
    edit(locked, SKILLS, "Can classify kinds of logs", "Can classify logs by kind")
    assert [("S051", "warning")] == found(locked)


def test_a_declared_wording_is_a_patch_on_record(locked):
    """With a reason, other words need only the third number, and the lock keeps both fingerprints."""
    edit(locked, SKILLS, LEVEL_1, "ログの種類を分類できる")
    version(locked, 'version: "0.1.1"')
    made = lock(locked, reworded={"SEC-LOG.1": "「種類」にそろえた"})
    assert [("wording", "patch")] == [(c.happened, c.impact) for c in made.changes]
    (kept,) = read_lock(locked).wordings
    assert ("0.1.1", "SEC-LOG.1", "「種類」にそろえた") == (kept.version, kept.of, kept.reason)
    assert kept.old != kept.new
    assert [] == found(locked)


@pytest.mark.parametrize("of", ["SEC-LOG.2", "SEC-LOG.9", "SEC-XYZ.1", "SEC-LOG", "scale.1", "x"])
def test_a_wording_must_be_one(locked, of):
    """Only a sentence that differs from the release can be declared reworded."""
    edit(locked, SKILLS, LEVEL_1, "ログの種類を分類できる")
    version(locked, 'version: "0.1.1"')
    with pytest.raises(InputError, match="言い換え"):
        lock(locked, reworded={of: "理由"})


def test_a_version_that_nobody_uses_can_be_made_again(locked):
    """`again` holds the version against the one before it and replaces its release."""
    edit(locked, SKILLS, LEVEL_1, "ログを消去できる")
    version(locked, 'version: "0.2.0"')
    lock(locked)
    edit(locked, SKILLS, "ログを消去できる", "ログを保存できる")
    with pytest.raises(StandardError):
        lock(locked)
    (change,) = lock(locked, again=True).changes
    assert (LEVEL_1, "ログを保存できる") == (change.old.ja, change.new.ja)
    assert [] == found(locked)


def test_made_again_is_still_held_to_the_version_before(locked):
    """`again` is no way around the rule."""
    version(locked, 'version: "0.1.1"')
    lock(locked)
    edit(locked, SKILLS, LEVEL_1, "ログを消去できる")
    with pytest.raises(StandardError, match=r"0\.2\.0"):
        lock(locked, again=True)


@pytest.mark.parametrize("damage", ["edited", "missing", "no json"])
def test_a_release_cannot_be_edited(locked, damage):
    """What was published stays as it was: the lock knows its fingerprint, whatever the layout of the file."""
    path = locked / "releases" / "0.1.0.json"
    data = read_json(path, "release")
    path.write_text(json.dumps(data), encoding="utf-8")
    assert [] == found(locked)
    data["skills"]["SEC-LOG"]["levels"]["1"]["statement"]["ja"] = "別の文"
    path.write_text(json.dumps(data) if damage == "edited" else "{", encoding="utf-8")
    if damage == "missing":
        path.unlink()
    assert [("S050", "error")] == found(locked)


def test_a_hand_made_fingerprint_is_found(locked):
    """Who changes a level and its fingerprint by hand is told all the same."""
    edit(locked, SKILLS, LEVEL_1, "ログを消去できる")
    new = cut_prints(locked)
    path = locked / "standard.lock.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, "prints": new}), encoding="utf-8")
    assert [("S051", "error")] == found(locked)


def cut_prints(folder):
    """The fingerprints of the content as it is."""
    return lock_module.fingerprints(lock_module.working_release(read_files(folder)[0]))


def test_a_kill_between_the_files_keeps_the_old_release(locked, monkeypatch):
    """The lock is written last: until then the new release does not count, and locking again mends it."""
    edit(locked, SKILLS, LEVEL_1, "ログを消去できる")
    version(locked, 'version: "0.2.0"')
    made = cut(read_files(locked)[0])
    write = lock_module.write_json

    def full(path, data, name):
        if name == "lock":
            raise OSError(28, "No space left on device")
        write(path, data, name)

    with monkeypatch.context() as patch:
        patch.setattr(lock_module, "write_json", full)
        with pytest.raises(OSError, match="No space"):
            write_cut(locked, made)
    assert "0.1.0" == read_lock(locked).version
    assert [("S052", "error")] == found(locked)
    lock(locked)
    assert [] == found(locked)


def test_a_deprecated_skill_may_go(locked):
    """Deprecated in 0.1.1, gone with a tombstone in 0.2.0: nothing to say; the id stays taken."""
    edit(locked, SKILLS, "status: draft", "status: deprecated")
    version(locked, 'version: "0.1.1"')
    lock(locked)
    edit(locked, SKILLS, "status: deprecated", "status: withdrawn")
    version(locked, 'version: "0.2.0"')
    stone = (
        "format_version: 1\ntombstones:\n  - id: SEC-IAM\n    type: exact\n    replaced_by: [SEC-LOG]\n"
        '    withdrawn_in: "0.2.0"\n    deprecated_in: "0.1.1"\n    reason: {ja: 統合, en: United}\n'
    )
    (locked / "tombstones.yaml").write_text(stone, encoding="utf-8")
    lock(locked)
    assert [] == found(locked)


def test_successors_in_a_circle_are_found(minimal):
    """A leads to B and B to A: both are told."""
    entry = (
        '  - {{id: {0}, type: exact, replaced_by: [{1}], withdrawn_in: "0.1.0", deprecated_in: null,'
        " reason: {{ja: 試, en: x}}}}\n"
    )
    text = "format_version: 1\ntombstones:\n" + entry.format("A", "B") + entry.format("B", "A")
    (minimal.standard / "tombstones.yaml").write_text(text, encoding="utf-8")
    assert [("S055", "error")] * 2 == found(minimal.standard)


def test_a_stale_lock_stops_no_reading(locked):
    """The lock is a matter of releasing: an edited standard can still be loaded and tried out."""
    edit(locked, SKILLS, LEVEL_1, "ログを消去できる")
    assert "ログを消去できる" == load_standard(locked).skills["SEC-LOG"].levels[0].statement.ja
