"""The commands: key, export badges, verify, revoke."""

from __future__ import annotations

import json
import os
import stat

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from grader.cli import main
from grader.credentials import credentials_folder

KEY = (
    "badge",
    "key",
    "--id",
    "did:web:city.example",
    "--name-ja",
    "青葉野市",
    "--name-en",
    "Aobano",
)


@pytest.fixture
def run(office):
    """Call ``kakehashi --workspace <office> …``; badges are issued for a purpose."""

    def called(*args, **options):
        if args[:2] == ("export", "badges"):
            args += ("--purpose", "修了")
        command = ["--workspace", str(office.root), *map(str, args)]
        return CliRunner().invoke(main, command, **options)

    return called


@pytest.fixture
def token_file(run, tmp_path):
    """A badge issued by the command."""
    to = tmp_path / "badges"
    done = run("export", "badges", "--trainee", "s001", "--skill", "SEC-LOG", "--to", to, "--issued", "2026-11-26")  # fmt: skip
    assert 0 == done.exit_code, done.output
    (path,) = to.rglob("*.jwt")
    return path


def test_from_key_to_revocation(run, token_file):
    """Issued, verified, shown before it is revoked, revoked, refused."""
    short = token_file.stem[-8:]
    verify = ("badge", "verify", token_file, "--on", "2026-11-26", "--identity", "s001")
    valid = run(*verify)
    shown = run("badge", "revoke", short, "--reason", "誤発行")
    still = run(*verify)
    revoked = run("badge", "revoke", short, "--reason", "誤発行", "--yes", "--on", "2026-11-27")
    refused = run(*verify)

    codes = [done.exit_code for done in (valid, shown, still, revoked, refused)]
    assert [0, 0, 0, 0, 1] == codes
    assert "ログ分析 レベル2" in valid.output
    assert "--yes" in shown.output
    assert "取り消されている" in refused.output


def test_refusals_are_told_and_counted(run, office, tmp_path, audited):
    """Everybody: one badge, two refusals with their reasons, exit code 1; nothing on a dry run. Both are in the audit."""
    to = tmp_path / "badges"
    dry = run("export", "badges", "--to", to, "--dry-run")
    assert not to.exists()
    done = run("export", "badges", "--to", to, "--issued", "2026-11-26")

    assert (1, 1) == (dry.exit_code, done.exit_code)
    assert "発行 0 件、発行の予定 1 件、発行済み 0 件、発行しない 2 件" in dry.output
    assert "発行 1 件、発行の予定 0 件、発行済み 0 件、発行しない 2 件" in done.output
    assert "✗ s002 SEC-LOG: レベル1以上である確率は 0.82" in done.output
    assert [(what, "修了", ("s001", "s002")) for what in ("badges: dry run", "badges")] == [
        (entry.what, entry.purpose, entry.subjects) for entry in audited(office.records)
    ]


def test_without_an_entry_no_badge_is_issued(run, office, tmp_path, monkeypatch):
    """Where the audit cannot be written, nobody's level is shown, and no badge stands in folder or ledger."""
    monkeypatch.setenv("KAKEHASHI_AUDIT_KEY", "short")
    done = run("export", "badges", "--to", tmp_path / "b")

    assert (1, "") == (done.exit_code, done.stdout)
    assert not (tmp_path / "b").exists()
    assert not (credentials_folder(office) / "ledger.jsonl").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_identities_come_from_a_table(run, tmp_path, encoding):
    """A CSV as Excel saves it gives each person an address, and verification asks for that one."""
    table = tmp_path / "宛先.csv"
    table.write_text(
        "宛先,氏名,職員番号\r\nHanako@city.example,青葉花子,s001\r\n", encoding=encoding
    )
    run("export", "badges", "--skill", "SEC-LOG", "--to", tmp_path / "b", "--identities", table)
    (path,) = (tmp_path / "b").rglob("*.jwt")

    assert 0 == run("badge", "verify", path, "--identity", "hanako@city.example").exit_code
    assert 1 == run("badge", "verify", path, "--identity", "s001").exit_code


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("職員番号,氏名\ns001,青葉\n", ""),
        ("職員番号,宛先\ns001,\n", ":2"),
        ("person,identity\ns001,a@city.example\n\ns001,b@city.example\n", ":4"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(run, tmp_path, rows, place):
    """A missing column, an empty cell and a person twice stop before anything is issued."""
    table = tmp_path / "table.csv"
    table.write_text(rows, encoding="utf-8")
    done = run("export", "badges", "--to", tmp_path / "b", "--identities", table)

    assert 1 == done.exit_code
    assert f"{table}{place}:" in done.output
    assert not (tmp_path / "b").exists()


def test_one_identity_needs_one_trainee(run, tmp_path):
    """An address for nobody in particular is wrong use."""
    done = run("export", "badges", "--to", tmp_path, "--identity", "hanako@city.example")

    assert 2 == done.exit_code


def test_an_outsider_verifies_with_two_files(office, token_file, tmp_path, monkeypatch):
    """Without any workspace, badge, profile and list are enough; without the list it is not confirmed."""
    folder = credentials_folder(office)
    outside = ["badge", "verify", str(token_file), "--issuer", str(folder / "issuer.json"), "--on", "2026-11-26"]  # fmt: skip
    listed = [*outside, "--status-list", str(folder / "status.jwt")]
    monkeypatch.chdir(tmp_path)
    known, unknown = (CliRunner().invoke(main, ["--lang", "en", *c]) for c in (listed, outside))

    nobody = CliRunner().invoke(main, ["badge", "verify", str(token_file)])

    assert (0, 1, 2) == (known.exit_code, unknown.exit_code, nobody.exit_code)
    assert "not revoked in the list of 2026-11-26" in known.output
    assert "--issuer" in nobody.output
    assert "Revocation: not checked" in unknown.output


def test_the_private_key_is_the_owners_alone(office):
    """Nobody else may read the private key (POSIX)."""
    mode = (credentials_folder(office) / "private-key.pem").stat().st_mode
    if os.name == "nt":  # Windows has no such bits; the folder's permissions decide
        return

    assert 0o600 == stat.S_IMODE(mode)


def test_a_key_with_a_passphrase(minimal, tmp_path):
    """The key is encrypted; issuing works with the passphrase of the environment, and not with another."""
    to = ["export", "badges", "--to", str(tmp_path / "b"), "--purpose", "修了"]
    root = ["--workspace", str(minimal.root)]

    def call(args, secret):
        return CliRunner().invoke(main, [*root, *args], env={"KAKEHASHI_BADGE_PASSPHRASE": secret})

    assert 0 == call([*KEY, "--passphrase"], "つばめ").exit_code
    pem = (credentials_folder(minimal) / "private-key.pem").read_bytes()
    load_pem_private_key(pem, "つばめ".encode())
    assert b"ENCRYPTED" in pem
    wrong = call(to, "からす")
    assert 1 == wrong.exit_code
    assert "パスフレーズ" in wrong.output
    assert "estimates.json" in call(to, "つばめ").output  # the key opened; there are no estimates


def test_a_key_is_made_once(run):
    """A second key is refused, and the message says how to replace it."""
    done = run(*KEY)

    assert 1 == done.exit_code
    assert "--force" in done.output


@pytest.mark.parametrize(
    "wrong", ["city.example", "http://city.example", "did:key:z6Mk", "https://"]
)
def test_an_issuer_has_a_proper_id(minimal, wrong):
    """Only did:web and https ids are taken."""
    done = CliRunner().invoke(
        main, ["--workspace", str(minimal.root), "badge", "key", "--id", wrong, *KEY[4:]]
    )

    assert 1 == done.exit_code
    assert not credentials_folder(minimal).exists()


def test_the_did_document_holds_the_same_key(office):
    """did.json, to be published, and issuer.json name one key."""
    folder = credentials_folder(office)
    document = json.loads((folder / "did.json").read_text(encoding="utf-8"))
    profile = json.loads((folder / "issuer.json").read_text(encoding="utf-8"))

    assert profile["public_key"] == document["verificationMethod"][0]["publicKeyJwk"]
    assert profile["id"] == document["id"]


def test_it_says_that_the_recipient_was_not_looked_at(run, office, token_file):
    """A valid badge may be somebody else's: without --identity that is told, with it the answer."""
    del office
    verify = ("badge", "verify", token_file, "--on", "2026-11-26")
    without, given = run(*verify), run(*verify, "--identity", "s001")

    assert (0, 0) == (without.exit_code, given.exit_code)
    assert "宛先：確かめていない" in without.stdout
    assert "確かめていない" not in given.stdout
    assert "宛先：一致" in given.stdout
