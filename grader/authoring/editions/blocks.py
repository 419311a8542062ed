"""Turn the cells of a lesson into what stands on its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring import labels
from grader.authoring.editions.labels import say
from grader.authoring.editions.literals import laid_out
from grader.authoring.editions.markdown import rendered
from grader.authoring.editions.model import Answer, Key, Place, Prose, Question, Ran, Wrong
from grader.authoring.lesson_form import PARTS
from grader.authoring.literal import stub, written
from grader.authoring.notebooks import with_facts
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markupsafe import Markup

    from grader.authoring.editions.markdown import Heading
    from grader.authoring.editions.model import Block
    from grader.authoring.editions.outputs import Shown
    from grader.authoring.lesson import Cell, Exercise, Lesson
    from grader.authoring.lesson_form import Part
    from grader.authoring.notebooks import Edition
    from grader.marking.world import World
    from grader.text import Lang

_DEEPER = 1  # a lesson begins its headings at the second level, and so do the parts of the page


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the instructor's edition shows beyond the reading edition.

    Parameters
    ----------
    answers : mapping of str to str
        Right answers, written out, by exercise.
    own : World
        The sample world.
    places : mapping of str to Place
        Where remedies lead.
    """

    answers: Mapping[str, str]
    own: World
    places: Mapping[str, Place]


def headings_of(lesson: Lesson, lang: Lang) -> dict[int, tuple[Heading, ...]]:
    """Number the headings of a lesson's texts, in the order of the page.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    lang : {'ja', 'en'}
        Which language.

    Returns
    -------
    dict
        Headings by the line of their cell.
    """
    found: dict[int, tuple[Heading, ...]] = {}
    first = 1
    for cell in _texts(lesson, lang):
        deeper = 0 if cell.role == "reflect" else _DEEPER
        found[cell.line] = rendered(cell.source, deeper=deeper, first=first).headings
        first += len(found[cell.line])
    return found


def _texts(lesson: Lesson, lang: Lang) -> Iterator[Cell]:
    texts = [c for c in lesson.cells if c.lang == lang and c.role in {"text", "reflect"}]
    for part in PARTS:
        yield from (c for c in texts if c.role == "text" and lesson.part_of(c) == part)
    yield from (c for c in texts if c.role == "reflect")


def places_of(lessons: Iterable[Lesson]) -> dict[str, Place]:
    """Find every place to which a remedy can lead.

    Parameters
    ----------
    lessons : iterable of Lesson
        All lessons that have pages.

    Returns
    -------
    dict
        From ``slug / Japanese heading`` (without marks) to the place.
    """
    places = {}
    for lesson in lessons:
        ja, en = (
            [h for hs in headings_of(lesson, lang).values() for h in hs] for lang in ("ja", "en")
        )
        for n, heading in enumerate(ja):
            title = Text(heading.text, en[n].text if len(ja) == len(en) else heading.text)
            places[_key(f"{lesson.slug} / {heading.text}")] = Place(lesson.slug, heading.id, title)
    return places


def _key(remedy: str) -> str:
    """Drop the marks of Markdown, which a heading on a page does not have."""
    return remedy.replace("`", "").replace("*", "")


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes the blocks of one page.

    Parameters
    ----------
    edition : Edition
        Lesson, language and registers.
    shown : mapping of int to tuple of Shown
        What setup cells and examples show, by line.
    headings : mapping of int to tuple of Heading
        Numbered headings of the texts, by line.
    secrets : Secrets or None
        None for the reading edition.
    """

    edition: Edition
    shown: Mapping[int, tuple[Shown, ...]]
    headings: Mapping[int, tuple[Heading, ...]]
    secrets: Secrets | None

    def blocks(self, part: Part) -> list[Block]:
        """Compose one part.

        Parameters
        ----------
        part : {'learn', 'assess'}
            Which notebook.

        Returns
        -------
        list of Block
            In the order of the notebook.
        """
        lesson, lang = self.edition.lesson, self.edition.lang
        exercises = {e.id: e for e in lesson.exercises}
        cells = [c for c in lesson.cells if lesson.part_of(c) == part and c.lang in {None, lang}]
        return [b for c in cells for b in self._block(c, exercises.get(c.exercise or ""))]

    def reflect(self) -> list[Markup]:
        """Return the page to take to work.

        Returns
        -------
        list of markupsafe.Markup
            Its texts.
        """
        lesson, lang = self.edition.lesson, self.edition.lang
        cells = [c for c in lesson.cells if c.role == "reflect" and c.lang == lang]
        return [self._text(c, deeper=0) for c in cells]

    def _block(self, cell: Cell, exercise: Exercise | None) -> Iterator[Block]:
        if cell.role == "text" and exercise:
            yield Question(exercise.id, self._text(cell), self._foot(exercise))
        elif cell.role == "text":
            yield Prose(self._text(cell))
        elif cell.role == "teach" and self.secrets:
            yield Prose(self._plain(cell, deeper=_DEEPER), teach=True)
        elif cell.role == "worked":
            yield Ran(cell.source, self.shown[cell.line], worked=True)
        elif cell.role == "setup":
            yield Ran(cell.source, self.shown[cell.line], worked=False)
        elif cell.role == "answer" and exercise:
            yield self._answer(exercise)

    def _text(self, cell: Cell, *, deeper: int = _DEEPER) -> Markup:
        headings = self.headings[cell.line]
        first = int(headings[0].id[1:]) if headings else None
        return rendered(self._shown(cell), deeper=deeper, first=first).html

    def _plain(self, cell: Cell, *, deeper: int) -> Markup:
        return rendered(self._shown(cell), deeper=deeper).html

    def _shown(self, cell: Cell) -> str:
        return with_facts(cell.source, self.edition.registers, self.edition.lang)

    def _foot(self, exercise: Exercise) -> str:
        skill = self.edition.skill_names.get(exercise.skill)
        name = f"{exercise.skill} {skill.get(self.edition.lang)}" if skill else exercise.skill
        label = labels.FOOT_ASSESS if exercise.part == "assess" else labels.FOOT_LEARN
        return label.get(self.edition.lang).format(
            minutes=exercise.minutes,
            skill=name,
            level=exercise.level,
            points=f"{exercise.points:g}",
        )

    def _answer(self, exercise: Exercise) -> Answer:
        hints = exercise.find("hint", self.edition.lang)
        return Answer(
            stub=stub(exercise),
            literal=exercise.form == "literal",
            hints=tuple(self._plain(c, deeper=2) for c in hints),
            key=self._key(exercise, self.secrets) if self.secrets else None,
        )

    def _key(self, exercise: Exercise, secrets: Secrets) -> Key:
        why = exercise.find("solution", self.edition.lang)
        right = secrets.answers[exercise.id]
        return Key(
            right=laid_out(right, right),
            wrongs=tuple(self._wrong(exercise, c, secrets) for c in exercise.find("wrong")),
            why=tuple(self._plain(c, deeper=3) for c in why),
            check=exercise.one("check").source,
            marks="\n\n".join(c.source for c in exercise.find("hidden")),
        )

    def _wrong(self, exercise: Exercise, cell: Cell, secrets: Secrets) -> Wrong:
        lang = self.edition.lang
        idea = self.edition.registers.misconceptions[str(cell.meta["says"])]
        place = secrets.places.get(_key(idea.remedy))
        return Wrong(
            id=idea.id,
            belief=idea.belief.get(lang),
            message=idea.message.get(lang),
            code=laid_out(written(exercise, cell, secrets.own), secrets.answers[exercise.id]),
            earns=self._earns(exercise, cell),
            remedy=place.title.get(lang) if place else idea.remedy,
            href=f"{place.slug}-{lang}.html#{place.id}" if place else "",
        )

    def _earns(self, exercise: Exercise, cell: Cell) -> str:
        if exercise.part == "learn":
            return say(self.edition.lang, "earns_none")
        key = f"earns_{cell.meta.get('expect', 'zero')}"
        return say(self.edition.lang, key, points=f"{exercise.points:g}")
