"""Badges for confirmed levels: what is issued, what is refused, what stands in them."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import subprocess
import sys
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

import jwt
import pytest
import yaml
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from openbadgeslib.ob3 import OB3Verifier

from grader.credentials import Order, credentials_folder, issue, make_key, read_issuer, verify
from grader.credentials.awards import find_awards
from grader.errors import InputError
from grader.records.access_log import Access
from grader.schema.store import read_json, write_json
from grader.standard import load_standard

ACCESS = Access("jinji", datetime(2026, 11, 26, tzinfo=UTC), "修了")

_HOLD = """
import sys
from pathlib import Path
from grader.credentials.ledger import at_the_ledger
with at_the_ledger(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
IDENTITY = "Hanako.Aoba@city.example"


def parts(token):
    """Return header and payload of a token, decoded by hand."""
    return [
        json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        for part in token.split(".")[:2]
    ]


def change_skill(workspace, **changes):
    """Change SEC-LOG in the workspace's standard."""
    path = next((workspace.standard / "skills").glob("*.yaml"))
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    next(s for s in data["skills"] if s["id"] == "SEC-LOG").update(changes)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def offline(monkeypatch):
    """Any use of the network fails."""

    def refuse(*_args, **_kwargs):
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


# ---- verified by others ----------------------------------------------------------------------------


def test_openbadgeslib_verifies_it(office, issued, offline):
    """The library's own verifier accepts the badge under the issuer's key, its list of revocations included."""
    del offline
    folder = credentials_folder(office)
    _, token = issued(issued=date(2026, 1, 15))  # the library compares with today
    key = load_pem_private_key((folder / "private-key.pem").read_bytes(), None).public_key()
    status = (folder / "status.jwt").read_bytes()

    credential = OB3Verifier(key).verify(token, check_status=False)

    assert "did:web:city.example:badges" == credential.issuer.id
    assert ["2"] == [result.value for result in credential.results]
    assert None is credential.recipient_id
    from openbadgeslib.ob3 import check_credential_status  # noqa: PLC0415

    check_credential_status(
        credential, lambda _url: status, verify_list=True, list_pubkey_pem=_pem(key)
    )


def _pem(key):
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        PublicFormat,
    )

    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_the_published_document_verifies_it(office, issued):
    """Whoever fetches did.json from the issuer's site can verify the badge with openbadgeslib."""
    _, token = issued(issued=date(2026, 1, 15))
    asked = []
    document = (credentials_folder(office) / "did.json").read_bytes()
    download = lambda url: asked.append(url) or document  # noqa: E731  # two things in one breath

    verifier = OB3Verifier.for_issuer_did("did:web:city.example:badges", download)

    assert "did:web:city.example:badges" == verifier.verify(token).issuer.id
    assert ["https://city.example/badges/did.json"] == asked


def test_pyjwt_verifies_it(office, issued):
    """PyJWT accepts the signature with the key of issuer.json, and the header names that key and no private part."""
    _, token = issued(issued=date(2026, 1, 15))
    published = read_json(credentials_folder(office) / "issuer.json", "issuer")["public_key"]
    header, payload = parts(token)

    assert payload == jwt.decode(token, jwt.PyJWK(published), algorithms=["EdDSA"])
    assert {"alg": "EdDSA", "typ": "JWT", "jwk": published} == header


def test_the_payload_has_what_the_standard_asks_for(issued):
    """Members and words that the JSON Schema of Open Badges 3.0 asks for are there; list kept by hand from it."""
    payload = parts(issued()[1])[1]
    subject = payload["credentialSubject"]
    achievement = subject["achievement"]
    scale = achievement["resultDescription"][0]
    needed = (
        (payload, "@context id type name credentialSubject issuer validFrom"),
        (payload["issuer"], "id type"),
        (subject, "type achievement"),
        (subject["identifier"][0], "type hashed identityHash identityType"),
        (achievement, "id type criteria description name"),
        *((alignment, "type targetName targetUrl") for alignment in achievement["alignment"]),
        (scale, "id type name resultType"),
        *((level, "id type name") for level in scale["rubricCriterionLevel"]),
        (payload["credentialStatus"], "id type"),
        *((schema, "id type") for schema in payload["credentialSchema"]),
    )

    assert [] == [(names, part) for part, names in needed if set(names.split()) - set(part)]
    assert "https://www.w3.org/ns/credentials/v2" == payload["@context"][0]
    assert {"VerifiableCredential", "OpenBadgeCredential"} == set(payload["type"])
    # closed classes and vocabularies of that schema
    assert {"type", "hashed", "identityHash", "identityType", "salt"} == set(
        subject["identifier"][0]
    )
    assert {"type", "achievement", "identifier", "result"} == set(subject)
    assert ("Competency", "RubricCriterionLevel", {"CFItem"}) == (
        achievement["achievementType"],
        scale["resultType"],
        {alignment["targetType"] for alignment in achievement["alignment"]},
    )


# ---- what stands in it -----------------------------------------------------------------------------


def test_it_names_skill_level_and_version(office, issued):
    """Alignment, result and achievement agree on skill, level and version of the standard."""
    payload = parts(issued()[1])[1]
    achievement = payload["credentialSubject"]["achievement"]
    (result,) = payload["credentialSubject"]["result"]
    skill, level = achievement["alignment"]
    (scale,) = achievement["resultDescription"]
    version = yaml.safe_load((office.standard / "standard.yaml").read_text("utf-8"))["version"]

    assert ("SEC-LOG", "SEC-LOG.2") == (skill["targetCode"], level["targetCode"])
    assert "urn:uuid:7f71d2ec-44e8-571f-9a11-7cc13da135fc" == skill["targetUrl"]
    assert level["targetUrl"] == result["achievedLevel"]
    assert result["achievedLevel"] == scale["rubricCriterionLevel"][1]["id"]
    assert scale["id"] == result["resultDescription"]
    assert version == achievement["version"]
    assert version in skill["targetFramework"]
    assert (
        "条件でログを抽出できる / Can extract log records by conditions"
        == achievement["description"]
    )


def test_it_says_in_both_languages_that_it_is_provisional(issued):
    """Criteria and evidence say that the work was not supervised, and whose words the levels are."""
    payload = parts(issued()[1])[1]
    criteria = payload["credentialSubject"]["achievement"]["criteria"]["narrative"]
    told = payload["evidence"][0]["narrative"]

    for narrative in (criteria, told):
        assert "暫定" in narrative
        assert "provisional" in narrative
    assert "監督のない" in criteria
    assert "unsupervised" in criteria
    # 15:30 UTC on the 19th is the 20th in Japan
    assert (
        "採点された課題8件、教材2冊（tiny-counts）。提出日は2026-11-20。推定2.4（90%区間 1.7～3.1）"
        in told
    )
    assert "probability of level 2 or above 0.95. Isolation while grading: none." in told


@pytest.mark.parametrize(
    ("kind", "ja"),
    [
        ("bubblewrap", "採点時の隔離は名前空間（bubblewrap）。"),
        ("landlock", "採点時の隔離はアクセス制限（landlock）。"),
        ("container", "採点時の隔離はコンテナ。"),
        ("none", "採点時の隔離はなし（未隔離）。"),
    ],
)
def test_it_says_how_the_work_was_isolated(office, issued, kind, ja):
    """The evidence names the isolation in words, and its absence as plainly."""
    path = office.results / "s001" / "tiny-counts-ja" / "results.json"
    data = read_json(path, "results")
    write_json(path, {**data, "isolation": kind}, "results")

    assert ja in parts(issued()[1])[1]["evidence"][0]["narrative"]


def test_marks_stay_at_home(issued):
    """No exercise, no points and no misconception stands in a badge."""
    text = json.dumps(parts(issued()[1])[1], ensure_ascii=False)

    assert [] == [word for word in ("tst-1-q", "points", "misconception", "24.0") if word in text]


def test_the_recipient_is_a_salted_hash(issued):
    """The hash is SHA-256 of the normalised address and the salt, computed here by hand."""
    payload = parts(issued(identities={"s001": f" {IDENTITY} "})[1])[1]
    (recipient,) = payload["credentialSubject"]["identifier"]
    expected = hashlib.sha256(f"{IDENTITY.lower()}{recipient['salt']}".encode()).hexdigest()

    assert f"sha256${expected}" == recipient["identityHash"]
    assert "emailAddress" == recipient["identityType"]
    assert "id" not in payload["credentialSubject"]


def test_no_file_names_the_recipient(office, issued, tmp_path):
    """Neither badge nor ledger, profile and list hold the address or the person id, in clear or in base64url."""
    issued(identities={"s001": IDENTITY})
    files = [p for p in credentials_folder(office).iterdir() if p.is_file()]
    files += [p for p in (tmp_path / "badges").rglob("*") if p.is_file()]
    texts = [path.read_text(encoding="utf-8") for path in files]
    tokens = [
        word for text in texts for word in text.replace('"', " ").split() if word.startswith("eyJ")
    ]
    texts += [json.dumps(part, ensure_ascii=False) for token in tokens for part in parts(token)]

    assert {"private-key.pem", "issuer.json", "did.json", "status.jwt", "ledger.jsonl"} < {
        path.name for path in files
    }
    assert [] == [t for t in texts if IDENTITY.lower() in t.lower() or "s001" in t]


def test_the_same_draws_give_the_same_bytes(office, issued, tmp_path):
    """With salt, id, place, day and key given, two offices would sign the same token."""
    first = issued(seed=7)[1]
    (credentials_folder(office) / "ledger.jsonl").unlink()

    assert first == issued(seed=7, to=tmp_path / "again")[1]
    (credentials_folder(office) / "ledger.jsonl").unlink()
    assert first != issued(seed=8, to=tmp_path / "other")[1]


def test_the_number_alone_is_a_recipient(office, issued):
    """Without an address the badge is for the staff number."""
    _, token = issued()
    issuer = read_issuer(credentials_folder(office) / "issuer.json")
    status = (credentials_folder(office) / "status.jwt").read_text(encoding="utf-8").strip()

    assert verify(token, issuer, on=date(2026, 11, 26), identity="s001", status_list=status).valid


# ---- who gets one ----------------------------------------------------------------------------------


def test_others_are_issued_and_each_refusal_has_its_reason(office, tmp_path):
    """A draft skill and an unconfirmed level are refused with their reasons; the confirmed one is issued."""
    outcomes = issue(office, Order(date(2026, 11, 26), ACCESS))

    assert [("s001", "SEC-IAM", "refused"), ("s001", "SEC-LOG.2", "planned"), ("s002", "SEC-LOG", "refused")] == [
        (one.person, one.code, one.state) for one in outcomes
    ]  # fmt: skip
    draft, _, weak = outcomes
    assert "草案" in draft.reason.ja
    assert "0.82" in weak.reason.ja
    assert "0.90" in weak.reason.en
    assert "課題3件" in weak.reason.ja
    assert not (tmp_path / "badges").exists()


@pytest.mark.parametrize(("ceiling", "expected"), [(0, "refused"), (1, "planned"), (3, "planned")])
def test_the_ceiling_of_a_skill_holds(office, ceiling, expected):
    """A badge never shows more than automatic grading may show of the skill."""
    levels = [
        {"level": n, "statement": {"ja": "できる", "en": "Can do it"}, "evidence": ["auto"] if n <= ceiling else ["human"]}
        for n in (1, 2)
    ]  # fmt: skip
    change_skill(office, auto_ceiling=ceiling, levels=levels)
    (outcome,) = issue(office, Order(date(2026, 11, 26), ACCESS, ["s001"], ["SEC-LOG"]))

    assert expected == outcome.state
    assert outcome.code in {"SEC-LOG", f"SEC-LOG.{min(ceiling, 2)}"}


def test_the_ceiling_holds_even_against_the_levels(office):
    """Where levels claim automatic evidence above the ceiling, the ceiling decides."""
    standard = load_standard(office.standard)
    skill = standard.skills["SEC-LOG"]
    levels = tuple(replace(level, evidence=("auto",)) for level in skill.levels)
    skills = {"SEC-LOG": replace(skill, auto_ceiling=1, levels=levels)}
    estimates = read_json(office.records / "estimates.json", "estimates")
    (award,) = find_awards(
        replace(standard, skills=skills), estimates, persons=["s001"], skills=["SEC-LOG"]
    )

    assert 1 == award.level


def test_unknown_people_and_skills_are_named(office):
    """Who was not measured, and a skill that is not there, are refused and not passed over."""
    outcomes = issue(office, Order(date(2026, 11, 26), ACCESS, ["s009"], ["SEC-NONE", "SEC-LOG"]))

    assert [("s009", "SEC-LOG"), ("s009", "SEC-NONE")] == [(o.person, o.code) for o in outcomes]
    assert ["refused", "refused"] == [outcome.state for outcome in outcomes]


def test_somebody_without_an_identity_gets_none(office):
    """A list of identities without the person refuses, and does not fall back to the number."""
    (outcome,) = issue(
        office, Order(date(2026, 11, 26), ACCESS, ["s001"], ["SEC-LOG"], identities={})
    )

    assert "refused" == outcome.state
    assert "宛先" in outcome.reason.ja


# ---- dates -----------------------------------------------------------------------------------------


def test_validity_counts_from_the_work(office, issued):
    """With 12 months, work of 20 November 2026 is good until the end of 19 November 2027 in Japan."""
    change_skill(office, validity_months=12)
    payload = parts(issued()[1])[1]

    assert "2026-11-25T15:00:00Z" == payload["validFrom"]
    assert "2027-11-19T15:00:00Z" == payload["validUntil"]
    assert (1795618800, 1826636400) == (payload["nbf"], payload["exp"])  # date -d … +%s


def test_old_evidence_is_refused(office):
    """A badge that would have run out on the day of its issue is not issued."""
    change_skill(office, validity_months=12)
    (outcome,) = issue(office, Order(date(2027, 11, 20), ACCESS, ["s001"], ["SEC-LOG"]))

    assert "refused" == outcome.state
    assert "2027-11-20" in outcome.reason.ja


# ---- once only -------------------------------------------------------------------------------------


def test_the_same_again_is_no_second_badge(office, issued):
    """Issuing again writes the same bytes and no further line; a lost file comes back."""
    first, token = issued()
    first.path.unlink()
    again, same = issued(seed=2)

    assert ("issued", "already") == (first.state, again.state)
    assert (first.path, token) == (again.path, same)
    ledger = (credentials_folder(office) / "ledger.jsonl").read_text(encoding="utf-8")
    assert 1 == ledger.count("\n")


def test_more_evidence_is_a_new_badge(office, issued):
    """Other evidence for the same level gives a badge of its own."""
    first, _ = issued()
    path = office.records / "estimates.json"
    path.write_text(path.read_text("utf-8").replace("tst-1-q8", "tst-1-q9"), encoding="utf-8")
    second, _ = issued(seed=2)

    assert ("issued", "issued") == (first.state, second.state)
    assert first.path != second.path


def test_a_place_is_never_given_twice(office, issued):
    """When the drawn place is taken, another is drawn."""
    issued(seed=3)
    path = office.records / "estimates.json"
    path.write_text(path.read_text("utf-8").replace("tst-1-q8", "tst-1-q9"), encoding="utf-8")
    issued(seed=3)
    ledger = (credentials_folder(office) / "ledger.jsonl").read_text(encoding="utf-8").splitlines()

    assert 2 == len({json.loads(line)["index"] for line in ledger})


def test_only_one_issues_at_a_time(office, issued):
    """While another process holds the ledger, issuing and revoking are refused; a dry run looks on."""
    path = credentials_folder(office) / "ledger.jsonl"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert b"held\n" == holder.stdout.readline()
        with pytest.raises(InputError, match="somebody else"):
            issued()
        assert not path.exists()
        order = Order(
            issued=date(2026, 11, 26), access=ACCESS, persons=["s001"], skills=["SEC-LOG"]
        )
        assert ["planned"] == [outcome.state for outcome in issue(office, order)]
    finally:
        holder.kill()
        holder.communicate()
    assert "issued" == issued()[0].state


def test_a_line_cut_off_by_a_crash_is_forgotten(office, issued):
    """A last line without its end was never issued; the next entry takes its place."""
    issued()
    path = credentials_folder(office) / "ledger.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])

    assert "issued" == issued(seed=2)[0].state
    assert 1 == path.read_bytes().count(b"\n")


def test_a_changed_line_is_named(office, issued):
    """A line of the ledger that is no entry stops issuing, with file and line."""
    issued()
    path = credentials_folder(office) / "ledger.jsonl"
    path.write_bytes(b"{}\n" + path.read_bytes())

    with pytest.raises(InputError) as caught:
        issued(seed=2)
    assert "ledger.jsonl:1" in caught.value.ja


def test_ids_are_random_uuids(issued):
    """The id of a badge tells nothing about person, skill or order."""
    (_, token) = issued()

    assert 4 == uuid.UUID(parts(token)[1]["id"]).version


def test_nothing_is_issued_without_a_key(minimal):
    """Without an issuer the message says which command makes one."""
    with pytest.raises(InputError) as caught:
        issue(minimal, Order(date(2026, 11, 26), ACCESS))
    assert "kakehashi badge key" in caught.value.en


def test_a_key_is_not_written_over(office, issued):
    """A second key needs force, and then key, ledger and list of the first one are kept."""
    folder = credentials_folder(office)
    issued()
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    new = {"issuer_id": "https://city.example/", "name": read_issuer(folder / "issuer.json").name, "created": date(2027, 1, 1)}  # fmt: skip
    with pytest.raises(InputError):
        make_key(folder, **new)
    make_key(folder, **new, force=True)

    assert before == {p.name: p.read_bytes() for p in (folder / "retired-001").iterdir()}
    assert {"private-key.pem", "issuer.json", "status.jwt", "retired-001"} == {p.name for p in folder.iterdir()}  # fmt: skip
    assert "issued" == issued(seed=2)[0].state
