"""Write the pages."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from grader import placement
from grader.dashboard import pages, words
from grader.dashboard.beside import beside_levels
from grader.dashboard.labels import say
from grader.dashboard.members import read_members
from grader.dashboard.names import names_of
from grader.dashboard.read import (
    department_order,
    not_in_roster,
    not_isolated,
    read_items,
)
from grader.dashboard.view import Book
from grader.page import environment
from grader.records.access_log import taken_out
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import jinja2

    from grader.authoring.registers import Misconception
    from grader.dashboard.view import Member
    from grader.records.access_log import Access
    from grader.records.other_evidence import OtherEvidence
    from grader.records.roster import Person
    from grader.standard.model import Standard
    from grader.text import Lang

_HERE = Path(__file__).parent
_TITLE = Text(ja="架け橋", en="Kakehashi")
_STATIC = ("style.css", "dashboard.js")


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return environment(
        _HERE / "templates",
        number=words.number,
        percent=words.percent,
        points=words.points,
        span=words.span,
        wrapped=_wrapped,
    )


def _wrapped(name: str, lang: Lang) -> Markup:
    return Markup(words.wrap(name, lang))  # noqa: S704  # `wrap` escapes each line


def write_pages(  # noqa: PLR0913  # one value per file of the earlier stages
    *,
    standard: Standard,
    estimates: Mapping[str, Any],
    fit: Mapping[str, Any],
    roster: Sequence[Person],
    misconceptions: Mapping[str, Misconception],
    items: Sequence[Mapping[str, Any]],
    out: Path,
    access: Access,
    noted: Callable[[Mapping[str, str], Sequence[str]], None],
    title: Text = _TITLE,
    notices: Sequence[Text] = (),
    evidence: Iterable[OtherEvidence] = (),
    as_of: str | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> list[Path]:
    """Write the pages for HR.

    Parameters
    ----------
    standard : Standard
        Names of skills and roles, statements of levels.
    estimates, fit : mapping
        Contents of ``estimates.json`` and ``fit.json``.
    roster : sequence of Person
        The staff; only they are shown.
    misconceptions : mapping
        Id to misconception.
    items : sequence of mapping
        The exercises of ``items.json``.
    out : Path
        Folder of the pages; made if it is not there. Pages of people who have left the roster are
        deleted from it.
    access : Access
        Who takes the pages out, when and for what: on every page.
    noted : callable
        Called before anything is written, with the SHA-256 of each page by its place in `out`, and the ids of the
        people shown. What it raises is passed on, and nothing is written then.
    title : Text, optional
        Name of the office or workspace.
    notices : sequence of Text, optional
        What the reader must know of the data, shown first.
    evidence : iterable of OtherEvidence, optional
        What stands beside the measured levels.
    as_of : str, optional
        Date printed on every page, on which other evidence is valid or has expired. No clock is read, so that the
        same input gives the same bytes.
    progress : callable, optional
        Told after each page how many are made, and of how many.

    Returns
    -------
    list of Path
        Every file written, sorted.
    """
    policy = estimates["policy"]
    current = read_items(items)
    names = names_of(standard, notebook_ceiling=policy["notebook_ceiling"])
    day = date.fromisoformat(as_of) if as_of else None
    book = Book(
        title=title,
        members=read_members(
            roster,
            estimates=estimates,
            fit=fit,
            names=names,
            blank=_blank(standard, estimates),
            beside=beside_levels(evidence, standard, roster, day),
        ),
        departments=department_order(roster),
        names=names,
        items=current,
        exercises={item.id: item for item in (*read_items(estimates["bank"]), *current)},
        misconceptions=misconceptions,
        interval=round(100 * policy["interval"]),
        sure=round(100 * policy["confirmed"]),
        min_items=policy["min_items"],
        min_notebooks=policy["min_notebooks"],
        standard_version=fit["standard_version"],
        as_of=as_of,
        overlay=_overlay(standard, fit),
        taken_out=Text(ja=taken_out(access, "ja"), en=taken_out(access, "en")),
    )
    made = _made(book, [*notices, *_stale(standard, fit), *_gaps(book, estimates)], progress)
    noted(_sums(made), [member.id for member in book.members])
    written = [*_assets(out), *(_write(out / place, page) for place, page in made.items())]
    _drop_leavers(out, written)
    return sorted(written)


def _made(
    book: Book, notices: Sequence[Text], progress: Callable[[int, int], None]
) -> dict[str, bytes]:
    """Make every page before any is written: the audit comes first."""
    total = len(LANGS) * (len(book.members) + 2) + 1
    made = {}
    for done, (place, text) in enumerate(_pages(book, notices), start=1):
        made[place] = text.encode()
        progress(done, total)
    return made


def _sums(made: Mapping[str, bytes]) -> dict[str, str]:
    return {place: hashlib.sha256(page).hexdigest() for place, page in made.items()}


def _blank(standard: Standard, estimates: Mapping[str, Any]) -> dict[str, Any]:
    """Entry of somebody without any evidence."""
    nobody = {**estimates, "persons": [{"person": "", "skills": []}]}
    entry: dict[str, Any] = placement.fit(standard, nobody)["persons"][0]
    return entry


def _said(key: str, **values: object) -> Text:
    return Text(ja=say("ja", key, **values), en=say("en", key, **values))


def _overlay(standard: Standard, fit: Mapping[str, Any]) -> Text | None:
    """Name the overlay under which the fits were made, by its municipality if it is still in force."""
    made = fit.get("overlay")
    if made is None:
        return None
    known, sha256 = standard.overlay, made["sha256"]
    name = known.municipality if known and known.sha256 == sha256 else Text(made["id"], made["id"])
    return Text(
        ja=say("ja", "overlay", name=name.ja, sha256=sha256[:12]),
        en=say("en", "overlay", name=name.en, sha256=sha256[:12]),
    )


def _stale(standard: Standard, fit: Mapping[str, Any]) -> Iterator[Text]:
    if fit["standard_version"] != standard.version:
        yield _said("other_standard", version=fit["standard_version"])


def _gaps(book: Book, estimates: Mapping[str, Any]) -> Iterator[Text]:
    """Say what the data hold and the pages do not show, and what they show with less ground."""
    counts = {
        "left_out": len(estimates.get("problems", ())),
        "unknown_people": len(not_in_roster(book.members, estimates)),
        "not_isolated": not_isolated(book.members),
    }
    for key, n in counts.items():
        if n:
            yield _said(key, n=n)


def _assets(out: Path) -> Iterator[Path]:
    folder = out / "assets"
    folder.mkdir(parents=True, exist_ok=True)
    for name in _STATIC:
        yield Path(shutil.copyfile(_HERE / "static" / name, folder / name))
    bundle = resources.files("plotly").joinpath("package_data", "plotly.min.js")
    with resources.as_file(bundle) as source:
        yield Path(shutil.copyfile(source, folder / "plotly.min.js"))


def _pages(book: Book, notices: Sequence[Text]) -> Iterator[tuple[str, str]]:
    """Make each page, by its place."""
    render = _environment()
    yield "index.html", render.get_template("choose.html.j2").render(title=book.title.ja)
    for lang in LANGS:
        edition = _Edition(render, book, lang)
        index = pages.index_context(book, lang, notices=notices)
        people = pages.people_context(book, lang)
        yield f"{lang}/index.html", edition.page("index", index)
        yield f"{lang}/people.html", edition.page("people", people)
        for member in book.members:
            yield f"{lang}/person/{member.page}", edition.person(member)


@dataclass(frozen=True, slots=True)
class _Edition:
    """The pages of one language."""

    render: jinja2.Environment
    book: Book
    lang: Lang

    def page(self, name: str, context: Mapping[str, Any]) -> str:
        """Render one of the two pages beside the folder of people."""
        title = say(self.lang, f"{name}_title")
        return self._page(name, {**context, "title": title}, home="", file=f"{name}.html")

    def person(self, member: Member) -> str:
        """Render the page of one person."""
        context = pages.person_context(self.book, member, self.lang)
        title = {"title": member.name}
        return self._page("person", {**context, **title}, home="../", file=f"person/{member.page}")

    def _page(self, name: str, context: Mapping[str, Any], *, home: str, file: str) -> str:
        other = "en" if self.lang == "ja" else "ja"
        say_here = {"t": partial(say, self.lang)}
        template = self.render.get_template(f"{name}.html.j2", globals=say_here)
        frame = {
            "book": self.book,
            "home": home,
            "lang": self.lang,
            "page": name,
            "top": f"{home}../",
            "twin": f"{home}../{other}/{file}",
        }
        return template.render({**context, **frame})


def _write(path: Path, page: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(page)
    return path


def _drop_leavers(out: Path, written: Sequence[Path]) -> None:
    """Somebody who has left the roster must not stay visible in an old page."""
    for lang in LANGS:
        for path in (out / lang / "person").glob("*.html"):
            if path not in written:
                path.unlink()
