"""A sitting as a form in a notebook: one item at a time, the report at the end."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import ipywidgets

from grader.authoring.editions.markdown import rendered
from grader.diagnosis import words
from grader.diagnosis.answers import UNKNOWN, read_response, shown_order
from grader.diagnosis.report import how, progress
from grader.diagnosis.session import next_step, with_answer
from grader.diagnosis.stage import report_of
from grader.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.diagnosis.items import ShortItem
    from grader.diagnosis.session import Diagnostic, Session
    from grader.diagnosis.stage import Desk
    from grader.text import Lang

    Fields = tuple[list[Any], Callable[[], str]]  # the boxes, and what would be typed for them


class Board:
    """The form on the screen.

    Parameters
    ----------
    desk : Desk
        For the report.
    diagnostic : Diagnostic
        What is sat.
    session : Session
        The answers so far.
    lang : {'ja', 'en'}
        Language.
    clock : callable
        Seconds, from any moment.

    Attributes
    ----------
    session : Session
        The answers so far.
    whole : ipywidgets.VBox
        What is displayed.
    """

    def __init__(
        self,
        desk: Desk,
        diagnostic: Diagnostic,
        session: Session,
        *,
        lang: Lang,
        clock: Callable[[], float],
    ) -> None:
        self.desk, self.diagnostic, self.session = desk, diagnostic, session
        self.lang, self._clock = lang, clock
        self._began = clock() - 60 * session.minutes
        self.head, self.text, self.remark = (ipywidgets.HTML() for _ in range(3))
        self.fields = ipywidgets.VBox()
        self.next = ipywidgets.Button(description=words.NEXT_BUTTON.get(lang))
        self.unknown = ipywidgets.Button(description=words.UNKNOWN.get(lang))
        self.next.on_click(lambda _: self._take(self._entry()))
        self.unknown.on_click(lambda _: self._take(UNKNOWN))
        self.buttons = ipywidgets.HBox([self.next, self.unknown])
        self.whole = ipywidgets.VBox([self.head, self.text, self.fields, self.remark, self.buttons])
        self._item: ShortItem | None = None
        self._entry: Callable[[], str] = str  # of no boxes at all
        self._show()

    @property
    def item(self) -> ShortItem | None:
        """The item on the screen; None when the sitting is over."""
        return self._item

    def _show(self) -> None:
        step = next_step(self.diagnostic, self.session, minutes=self._minutes())
        self._item = step.item
        if step.item is None:
            report = report_of(self.desk, self.diagnostic, self.session, self.lang, is_page=True)
            self.head.value, self.text.value = "", rendered(report, deeper=1).html
            self.fields.children = self.buttons.children = ()
            return
        self.head.value = (
            f"<strong>{html.escape(progress(self.diagnostic, step, self.lang))}</strong>"
        )
        self.text.value = rendered(step.item.stem.get(self.lang)).html
        boxes, self._entry = _fields(step.item, self.lang)
        self.fields.children = tuple(boxes)

    def _take(self, entry: str) -> None:
        if self._item is None:
            return
        try:
            response = read_response(self._item, entry)
        except InputError:
            self.remark.value = html.escape(how(self._item, self.lang))
            return
        self.remark.value = ""
        self.session = with_answer(self.session, self._item.id, response, minutes=self._minutes())
        self._show()

    def _minutes(self) -> float:
        return (self._clock() - self._began) / 60


def _fields(item: ShortItem, lang: Lang) -> Fields:
    options = [
        (item.options[place].text.get(lang), str(number))
        for number, place in enumerate(shown_order(item), start=1)
    ]
    make = {"choose": _choose, "choose_all": _choose_all, "order": _order, "number": _number}
    return make[item.type](item, options, lang)


def _choose(_: ShortItem, options: list[tuple[str, str]], __: Lang) -> Fields:
    box = ipywidgets.RadioButtons(
        options=options, value=None, layout=ipywidgets.Layout(width="max-content")
    )
    return [box], lambda: box.value or ""


def _choose_all(_: ShortItem, options: list[tuple[str, str]], __: Lang) -> Fields:
    boxes = [
        ipywidgets.Checkbox(description=text, indent=False, layout=ipywidgets.Layout(width="98%"))
        for text, _ in options
    ]
    return boxes, lambda: " ".join(
        number for box, (_, number) in zip(boxes, options, strict=True) if box.value
    )


def _order(_: ShortItem, options: list[tuple[str, str]], lang: Lang) -> Fields:
    boxes = [
        ipywidgets.Dropdown(
            options=[("", ""), *options],
            description=words.PLACE.get(lang).format(place=place),
            layout=ipywidgets.Layout(width="98%"),
        )
        for place, _ in enumerate(options, start=1)
    ]
    return boxes, lambda: " ".join(box.value for box in boxes)


def _number(item: ShortItem, _: list[tuple[str, str]], lang: Lang) -> Fields:
    box = ipywidgets.Text(layout=ipywidgets.Layout(width="12em"))
    unit = ipywidgets.Label(item.unit.get(lang) if item.unit else "")
    return [ipywidgets.HBox([box, unit])], lambda: box.value
