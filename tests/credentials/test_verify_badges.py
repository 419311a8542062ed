"""Verification without a network: what is accepted, and why the rest is refused."""

from __future__ import annotations

import base64
import gzip
import json
import socket
from datetime import date
from string import ascii_letters, digits

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier, check_credential_status

from grader.credentials import (
    credentials_folder,
    find_badge,
    find_issuer,
    make_key,
    openbadges,
    read_issuer,
    read_private_key,
    revoke,
    verify,
)
from grader.credentials.status import SIZE, encode, is_revoked
from grader.errors import InputError
from grader.text import Text

DAY = date(2026, 11, 26)
ENTRY = {
    "id": "https://city.example/badges/status.jwt#1",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "1",
}


@pytest.fixture
def asked(office):
    """Verify with the office's issuer and its present list, or with what is given instead."""
    folder = credentials_folder(office)

    def called(token, *, on=DAY, issuer=None, **changes):
        listed = (folder / "status.jwt").read_text(encoding="utf-8").strip()
        given = {"status_list": listed, **changes}
        return verify(token, issuer or read_issuer(folder / "issuer.json"), on=on, **given)

    return called


@pytest.fixture
def token(issued):
    """One badge."""
    return issued()[1]


def failures(verdict):
    """Return what failed, in English."""
    return [check.text.en for check in verdict.checks if check.state == "failed"]


def resigned(office, token, change):
    """Change the payload of a badge and sign it again with the right key."""
    folder = credentials_folder(office)
    payload = openbadges.opened(token, read_issuer(folder / "issuer.json").key)
    change(payload)
    return openbadges.sign(payload, read_private_key(folder))


def test_a_badge_is_valid(issued, asked):
    """Signature, dates, recipient and revocation are right for the badge as it was issued."""
    verdict = asked(issued()[1], identity="s001")

    assert verdict.valid
    assert ["ok"] * 4 == [check.state for check in verdict.checks]


def test_nothing_is_fetched(issued, asked, monkeypatch):
    """Verification opens no socket and asks no name server."""
    _, token = issued()

    def refuse(*_args, **_kwargs):
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert asked(token).valid


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_character_is_refused(token, asked, data):
    """Wherever one character of a badge is replaced, it is refused; at each end of each part for certain."""
    ends = [0, len(token) - 1] + [
        p + s for p, c in enumerate(token) if c == "." for s in (-1, 0, 1)
    ]
    place = data.draw(st.sampled_from(ends) | st.integers(0, len(token) - 1))
    letters = [letter for letter in f"{ascii_letters}{digits}-_.= あ" if letter != token[place]]
    changed = token[:place] + data.draw(st.sampled_from(letters)) + token[place + 1 :]

    assert failures(asked(changed))


def test_every_last_character_counts(issued, asked):
    """The unused bits of the last character, which PyJWT lets pass, are held to zero."""
    _, token = issued()
    others = [token[:-1] + letter for letter in f"{ascii_letters}{digits}-_" if letter != token[-1]]

    assert 63 == len(others)
    assert [] == [other for other in others if not failures(asked(other))]


@pytest.mark.parametrize("text", ["", "...", "{}", "a.b.c", "ああ", "[" * 100_000])
def test_what_is_no_badge_is_refused(asked, text):
    """Anything else in the file is refused with a sentence, without a traceback."""
    assert 1 == len(failures(asked(text)))


def test_another_key_is_refused(issued, asked, tmp_path):
    """A badge of somebody who calls himself the same is refused: the key in the token is not believed."""
    other = make_key(
        tmp_path / "other",
        issuer_id="did:web:city.example:badges",
        name=Text("別", "Other"),
        created=DAY,
    )

    (said,) = failures(asked(issued()[1], issuer=other))
    assert "another key" in said


def test_an_unsigned_token_is_refused(issued, asked):
    """A header that says `alg: none` gains nothing."""
    _, payload, signature = issued()[1].split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")

    assert failures(asked(f"{none}.{payload}."))
    assert failures(asked(f"{none}.{payload}.{signature}"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("iss", "did:web:other.example"),
        ("issuer", {"id": "did:web:other.example", "type": ["Profile"], "name": "x"}),
        ("jti", "urn:uuid:00000000-0000-4000-8000-000000000000"),
        ("nbf", 1),
        ("exp", 4102444800),
        ("extra", 1),
        ("credentialStatus", {**ENTRY, "statusListCredential": "https://other.example/status.jwt"}),
        ("validFrom", "yesterday"),
    ],
)
def test_claims_must_agree_with_the_credential(office, issued, asked, key, value):
    """Even a rightly signed token is refused when its claims and its credential differ, or its form is another."""
    token = resigned(office, issued()[1], lambda payload: payload.update({key: value}))

    (said,) = failures(asked(token))
    assert key in said


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 11, 25), ["Dates: not yet valid on 2026-11-25"]),
        (date(2026, 11, 26), []),
        (date(2027, 11, 19), []),
        (date(2027, 11, 20), ["Dates: expired on 2027-11-20"]),
    ],
)
def test_dates_are_days_in_japan(office, issued, asked, on, expected):
    """A badge holds from the day of issue to the last day of the twelve months of its evidence."""
    path = office.standard / "skills" / "security.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("auto_ceiling: 3", "auto_ceiling: 3\n    validity_months: 12", 1), encoding="utf-8")  # fmt: skip
    verdict = asked(issued()[1], on=on)

    assert expected == failures(verdict)
    assert verdict.valid == (not expected)


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        ("HANAKO@city.example", []),
        (" ｈanako@city.example", []),
        ("taro@city.example", ["Recipient: does not match"]),
        ("s001", ["Recipient: does not match"]),
    ],
)
def test_only_the_recipient_matches(issued, asked, identity, expected):
    """Case, blanks and full-width letters do not matter; another person does."""
    token = issued(identities={"s001": "hanako@city.example"})[1]

    assert expected == failures(asked(token, identity=identity))


# ---- revocation ------------------------------------------------------------------------------------


def revoke_first(office, on=DAY):
    """Revoke the only badge there is and return its id."""
    folder = credentials_folder(office)
    line = (folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[0]
    badge = json.loads(line)["id"]
    revoke(folder, badge, reason="誤発行", on=on, key=read_private_key(folder))
    return badge


def test_a_revoked_badge_is_refused(office, issued, asked):
    """After revocation the list names the badge, ours and openbadgeslib's reader agree, and the ledger keeps it."""
    folder = credentials_folder(office)
    _, token = issued(issued=date(2026, 1, 15))
    before = (folder / "status.jwt").read_text(encoding="utf-8").strip()
    revoke_first(office, on=date(2026, 1, 16))
    listed = (folder / "status.jwt").read_bytes()
    credential = OB3Verifier(read_private_key(folder).public_key()).verify(token)

    assert ["Revocation: revoked"] == failures(asked(token))
    assert asked(token, status_list=before).valid  # which is why the day of the list is told
    with pytest.raises(OB3VerificationError, match="revocation"):
        check_credential_status(credential, lambda _url: listed)
    assert 2 == (folder / "ledger.jsonl").read_text(encoding="utf-8").count("\n")


def test_without_a_list_a_badge_is_not_called_valid(issued, asked):
    """What could not be looked at is said to be so, and counts as not confirmed."""
    verdict = asked(issued()[1], status_list=None)

    assert (False, []) == (verdict.valid, failures(verdict))
    assert ["ok", "ok", "not_checked"] == [check.state for check in verdict.checks]


def test_a_foreign_list_is_refused(office, issued, asked, tmp_path):
    """A list that somebody else signed, a badge in its place, and a list for another address are no lists."""
    _, token = issued()
    other = tmp_path / "other"
    make_key(other, issuer_id="did:web:city.example:badges", name=Text("別", "Other"), created=DAY)
    foreign = (other / "status.jwt").read_text(encoding="utf-8").strip()
    listed = (credentials_folder(office) / "status.jwt").read_text(encoding="utf-8").strip()
    moved = resigned(office, listed, lambda p: p.update(id="https://city.example/old.jwt"))
    broken = resigned(office, listed, lambda p: p["credentialSubject"].update(encodedList="u!"))

    for status in (foreign, token, moved, broken):
        assert 1 == len(failures(asked(token, status_list=status)))


def test_revoking_twice_changes_nothing(office, issued):
    """A second revocation adds no line and writes the same list."""
    issued()
    revoke_first(office)
    files = [credentials_folder(office) / name for name in ("ledger.jsonl", "status.jwt")]
    before = [path.read_bytes() for path in files]
    revoke_first(office)

    assert before == [path.read_bytes() for path in files]


def test_a_revoked_badge_is_issued_again_only_on_demand(office, issued):
    """After a revocation the same evidence gives no new badge, unless one asks for it."""
    issued()
    badge = revoke_first(office)
    refused, _ = issued(seed=2)
    again, _ = issued(seed=2, reissue=True)
    third, _ = issued(seed=3)

    assert ("refused", "issued", "already") == (refused.state, again.state, third.state)
    assert badge in refused.reason.ja


@given(st.sets(st.integers(0, SIZE - 1), max_size=50))
def test_each_bit_has_its_place(places):
    """The list decodes to a one at each revoked place, counted from the high bit of the first byte, and to nothing else."""
    packed = base64.urlsafe_b64decode(encode(places)[1:] + "==")
    bits = f"{int.from_bytes(gzip.decompress(packed), 'big'):0{SIZE}b}"

    assert places == {place for place, bit in enumerate(bits) if bit == "1"}


def test_a_place_outside_the_list_is_an_error(office):
    """A place that the list does not have is not called free."""
    folder = credentials_folder(office)
    listed = (folder / "status.jwt").read_text(encoding="utf-8").strip()
    with pytest.raises(InputError):
        is_revoked(listed, read_issuer(folder / "issuer.json"), SIZE)


def test_badges_are_found_by_the_end_of_their_file_name(office, issued):
    """Eight characters find one badge; fewer, or none that fit, are refused."""
    outcome, _ = issued()
    short = outcome.path.stem[-8:]
    folder, entry = find_badge(office, short)

    assert (credentials_folder(office), short) == (folder, entry["id"][9:17])
    for wrong in (short[:7], "00000000", ""):
        with pytest.raises(InputError):
            find_badge(office, wrong)


def test_badges_of_a_retired_key_stay_verifiable(office, issued, asked):
    """After a change of key, issuer and ledger of an older badge are found again, and it can be revoked."""
    outcome, token = issued()
    name = read_issuer(credentials_folder(office) / "issuer.json").name
    make_key(credentials_folder(office), issuer_id="https://city.example/", name=name, created=DAY, force=True)  # fmt: skip
    folder = find_issuer(office, token)
    status = (folder / "status.jwt").read_text(encoding="utf-8").strip()

    assert "retired-001" == folder.name
    assert asked(token, issuer=read_issuer(folder / "issuer.json"), status_list=status).valid
    assert folder == find_badge(office, outcome.path.stem[-8:])[0]
