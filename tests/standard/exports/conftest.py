"""Two standards to export: the project's own, and one of two skills that is counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.standard import (
    Level,
    Match,
    Requirement,
    Role,
    Scale,
    Skill,
    Standard,
    load_standard,
)
from grader.standard.exports.names import identifier
from grader.standard.model import Prerequisite, ScaleLevel, Term
from grader.text import Text

FOLDER = Path(__file__).parents[3] / "skills_standard"


def skill(name, domain, levels, **more):
    """Make a skill with so many levels."""
    return Skill(
        id=name,
        domain=domain,
        kind="technical",
        name=Text(f"{name}の名", f"Name of {name}"),
        description=Text(f"{name}の説明", f"What {name} is"),
        origin="project",
        verification="none",
        status="active" if levels else "draft",
        auto_ceiling=3,
        levels=tuple(
            Level(n, Text(f"{name}を{n}できる", f"Can do {name} {n}"), ("auto",))
            for n in range(1, levels + 1)
        ),
        uuid=identifier(f"urn:small:skill:{name}"),
        since="0.1.0",
        **more,
    )


@pytest.fixture
def small():
    """Two domains; SEC-LOG (3 levels) needs DAT-TABLE.L2; SEC-IAM is a draft; one role; two matches."""
    skills = [
        skill("SEC-LOG", "security", 3, prerequisites=(Prerequisite("DAT-TABLE", 2),)),
        skill("SEC-IAM", "security", 0, prerequisites=(Prerequisite("DAT-TABLE", 4),)),
        skill("DAT-TABLE", "data", 2, validity_months=24),
    ]
    levels = tuple(
        ScaleLevel(n, Text(f"段{n}", f"Step {n}"), Text("説明", "What"), Text("証", "Proof"))
        for n in range(5)
    )
    unknown = Term(Text("未評価", "Not assessed"), Text("なし", "None"))
    auto = Term(Text("自動採点", "Automatic"), Text("機械", "Machine"))
    needs = (
        Requirement("SEC-LOG", 3, 3.0, "must"),
        Requirement("DAT-TABLE", 1, 1.5, "nice", ("external",)),
        Requirement("SEC-IAM", 1, 1.0, "should"),
    )
    return Standard(
        version="0.2.0",
        status="draft",
        scale=Scale(levels, unknown, {"auto": auto}),
        skills={s.id: s for s in skills},
        roles={"engineer": Role("engineer", Text("技術者", "Engineer"), "specialist", needs)},
        sources={},
        title=Text("小さな標準（非公式）", "A small standard (unofficial)"),
        disclaimer=Text("試験用 <注意>", "For tests <note>"),
        domains={
            "security": Text("セキュリティ", "Security"),
            "data": Text("データ", "Data"),
            "empty": Text("空", "Empty"),
        },
        crosswalks=(
            Match("nice", "S9001", "skos:exactMatch", "SEC-LOG", 0.9),
            Match("nice", "K9001", "skos:broadMatch", "SEC-LOG", 0.5),
        ),
        id="small",
        date="2026-11",
        licence="CC-BY-4.0",
        uuid_prefix="urn:small:skill:",
    )


@pytest.fixture(scope="session")
def own():
    """The project's own standard."""
    return load_standard(FOLDER)
