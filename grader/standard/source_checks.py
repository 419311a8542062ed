"""Rules about what is taken from which source: S066 to S069."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.findings import Finding, Rule
from grader.text import Text
from grader.yamlfile import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.standard.files import Files
    from grader.yamlfile import Key, YamlDocument

S066 = Rule(
    "S066",
    "error",
    Text(
        "表示を求める利用条件の出典には表示の文がある",
        "A source whose terms ask to be named has the words for it",
    ),
    Text(
        "attribution に、出典と、加工したことを書いてください。国が作成したように見せてはいけません。",
        "Name the source in attribution, and say that its content was edited; it must not look as if the "
        "government had made ours.",
    ),
)
S067 = Rule(
    "S067",
    "error",
    Text(
        "名称と符号だけが許される出典から文章を取らない",
        "No text is taken from a source that gives only names and codes",
    ),
    Text(
        "use を fact か reference とし、その出典の文章は要約も載せないでください。",
        "Let use be fact or reference, and take none of its sentences, not even in other words.",
    ),
)
S068 = Rule(
    "S068",
    "error",
    Text(
        "事実と要約は読んだ資料からだけ、記憶は事実としない",
        "Facts and paraphrases come from what was read; what is recalled is no fact",
    ),
    Text(
        "資料を読んで access: read とするか、use を reference としてください。",
        "Read the source and set access: read, or let use be reference.",
    ),
)
S069 = Rule(
    "S069",
    "error",
    Text(
        "本文で確かめた欄は、読んだ資料を挙げる",
        "A cell that a person verified names a source that was read",
    ),
    Text(
        "sources.yaml のその出典を access: read とし、確かめた日を retrieved に書いてください。",
        "Set access: read for that source in sources.yaml, and the day of checking in retrieved.",
    ),
)
RULES = (S066, S067, S068, S069)


def attribution_is_given(files: Files) -> Iterator[Finding]:
    """S066: terms that ask for attribution get it."""
    for entry in files.entries("sources"):
        if entry.data.get("terms") == "attribution" and "attribution" not in entry.data:
            yield entry.finding(
                S066,
                Text(
                    f"「{entry.data['id']}」に表示の文がありません。",
                    f"“{entry.data['id']}” has no words of attribution.",
                ),
                "terms",
            )


def only_names(files: Files) -> Iterator[Finding]:
    """S067: nothing is paraphrased from a source that allows names and codes only."""
    closed = {e.data["id"] for e in files.entries("sources") if e.data.get("terms") == "names-only"}
    for document, at, citation in _citations(files):
        if citation["ref"] in closed and citation["use"] == "paraphrase":
            yield _finding(
                S067,
                document,
                at,
                Text(
                    f"「{citation['ref']}」の文章は、要約も載せられません。",
                    f"Not even a paraphrase of “{citation['ref']}” may be printed.",
                ),
            )


def facts_were_read(files: Files) -> Iterator[Finding]:
    """S068: a fact or paraphrase cites what was read, and stands in no recalled entry."""
    unread = _unread(files)
    for document, at, citation in _citations(files):
        if citation["use"] != "reference" and citation["ref"] in unread:
            message = Text(
                f"「{citation['ref']}」は読まれていません。", f"“{citation['ref']}” was not read."
            )
            yield _finding(S068, document, at, message)
    for document, at, data in _mappings(files):
        cited = data.get("sources", ()) if data.get("verification") == "recalled" else ()
        for index, citation in enumerate(cited):
            if isinstance(citation, dict) and citation.get("use") == "fact":
                message = Text(
                    "記憶によるものが、事実として出典を挙げています。",
                    "What is recalled cites a source as if it were a fact.",
                )
                yield _finding(S068, document, (*at, "sources", index), message)


def verified_was_read(files: Files) -> Iterator[Finding]:
    """S069: what a person verified cites only sources that were read."""
    unread = _unread(files)
    for document, at, data in _mappings(files):
        if "verified_by" in data and unread.intersection(map(_ref, data.get("sources", ()))):
            message = Text(
                "確かめたとありますが、出典は読まれていないとあります。",
                "It is said to be verified, and its source not to have been read.",
            )
            yield _finding(S069, document, (*at, "verified_by"), message)


def _unread(files: Files) -> frozenset[str]:
    return frozenset(
        e.data["id"] for e in files.entries("sources") if e.data["access"] == "not_read"
    )


def _ref(citation: Any) -> str:
    return str(citation["ref"] if isinstance(citation, dict) else citation)


def _citations(
    files: Files,
) -> Iterator[tuple[YamlDocument, tuple[Key, ...], Mapping[str, Any]]]:
    for document, at, data in _mappings(files):
        if "ref" in data and "use" in data:
            yield document, at, data


def _mappings(files: Files) -> Iterator[tuple[YamlDocument, tuple[Key, ...], dict[str, Any]]]:
    for documents in files.documents.values():
        for document in documents:
            for at, data in walk(document.data):
                if isinstance(data, dict):
                    yield document, at, data


def _finding(rule: Rule, document: YamlDocument, at: tuple[Key, ...], message: Text) -> Finding:
    return Finding(rule, document.path, document.line(*at), message)


CHECKS = (attribution_is_given, only_names, facts_were_read, verified_was_read)
