"""Linked data, read by rdflib without a network."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib

from grader.errors import InputError
from grader.standard.exports import jsonld_files, read_context

# rdflib's own JSON-LD reader uses a class that rdflib calls deprecated (7.6).
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SKOS, DCT = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#"), rdflib.namespace.DCTERMS
WORD = rdflib.Namespace("urn:jdx:vocabulary:")
CONTEXT = Path(__file__).parents[3] / "skills_standard" / "context.jsonld"


def graph(standard):
    """Parse the export with another program."""
    text = jsonld_files(standard, read_context(CONTEXT))["standard.jsonld"]
    return rdflib.Graph().parse(data=text, format="json-ld")


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """Whoever wants to fetch a context fails."""

    def refused(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket.socket, "connect", refused)


def urn(name):
    """Return the node of a skill of the small standard."""
    return rdflib.URIRef(f"urn:small:skill:{name}")


def test_labels_in_both_languages(small):
    """skos:prefLabel with a language tag, skos:broader to the domain, the id as notation."""
    found = graph(small)
    node = urn("SEC-LOG")

    assert {
        rdflib.Literal("SEC-LOGの名", lang="ja"), rdflib.Literal("Name of SEC-LOG", lang="en")
    } == set(found.objects(node, SKOS.prefLabel))  # fmt: skip
    assert [rdflib.URIRef("urn:small:domain:security")] == [*found.objects(node, SKOS.broader)]
    assert rdflib.Literal("SEC-LOG") == found.value(node, SKOS.notation)


def test_prerequisites_and_matches(small):
    """A broad match of the other thing is a narrow match of ours."""
    found, node = graph(small), urn("SEC-LOG")
    outside = "urn:small:nice:"

    assert [urn("DAT-TABLE.2")] == [*found.objects(node, DCT.requires)]
    assert [rdflib.URIRef(outside + "S9001")] == [*found.objects(node, SKOS.exactMatch)]
    assert [rdflib.URIRef(outside + "K9001")] == [*found.objects(node, SKOS.narrowMatch)]


def test_levels_and_requirements(small):
    """Levels hang on their skill; a requirement is a node with skill, level, need and weight."""
    found = graph(small)
    levels = {int(found.value(x, WORD.level)) for x in found.objects(urn("SEC-LOG"), WORD.hasLevel)}
    role = rdflib.URIRef("urn:small:role:engineer")
    asked = {
        (str(found.value(x, WORD.skill)), int(found.value(x, WORD.level)),
         str(found.value(x, WORD.need)), float(found.value(x, WORD.weight)))
        for x in found.objects(role, WORD.asksFor)
    }  # fmt: skip

    assert {1, 2, 3} == levels
    assert {
        (str(urn("SEC-LOG")), 3, "must", 3.0), (str(urn("DAT-TABLE")), 1, "nice", 1.5),
        (str(urn("SEC-IAM")), 1, "should", 1.0),
    } == asked  # fmt: skip


def test_replaced_skill(small):
    """A withdrawn id points to what took its place."""
    found = graph(replace(small, successors={"SEC-OLD": ("SEC-LOG",)}))

    assert [urn("SEC-LOG")] == [*found.objects(urn("SEC-OLD"), DCT.isReplacedBy)]


def test_own_standard_is_whole(own):
    """One concept a skill with its two labels; scheme with version, date and licence."""
    found = graph(own)
    scheme = rdflib.URIRef("urn:jdx:standard")
    skills = {*found.subjects(rdflib.RDF.type, WORD.Skill)}

    assert {f"urn:jdx:skill:{key}" for key in own.skills} == {str(x) for x in skills}
    assert {2} == {len({*found.objects(x, SKOS.prefLabel)}) for x in skills}
    assert rdflib.Literal(own.version) == found.value(scheme, rdflib.OWL.versionInfo)
    assert "http://www.w3.org/2001/XMLSchema#date" == str(
        found.value(scheme, DCT.modified).datatype
    )


def test_every_key_means_something(own):
    """No key falls silently out of the graph: the context defines each one."""
    context = read_context(CONTEXT)
    keys = set()

    def walk(node):
        if isinstance(node, dict):
            keys.update(node)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(json.loads(jsonld_files(own, context)["standard.jsonld"])["@graph"])
    assert set() == keys - context.keys() - {"ja", "en"}


def test_missing_context_is_told(tmp_path):
    """An error of ours, in both languages."""
    with pytest.raises(InputError) as caught:
        read_context(tmp_path / "context.jsonld")
    assert "context.jsonld" in caught.value.ja
