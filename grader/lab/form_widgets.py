"""A form on the screen: one box for each field, grouped as the literal is."""

from __future__ import annotations

import html
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

import ipywidgets

from grader.lab import labels
from grader.lab.fields import shown
from grader.lab.literals import label, parts, value_at, written
from grader.lab.result import card

if TYPE_CHECKING:
    from grader.lab.fields import Field
    from grader.lab.forms import Entries, Sheet
    from grader.text import Lang, Text


class Board:
    """A form on the screen.

    Parameters
    ----------
    sheet : Sheet
        What to ask for.
    lang : {'ja', 'en'}
        Language of the labels.
    typed : dict
        What the cell holds, by field.
    entries : dict
        What stands in the boxes at first, by field.
    lost : dict
        What the cell holds but the form cannot show, by field.
    """

    def __init__(
        self, sheet: Sheet, lang: Lang, *, typed: Entries, entries: Entries, lost: Entries
    ) -> None:
        self.sheet, self.lang, self._typed, self._lost = sheet, lang, typed, lost
        widths = label_widths(sheet)
        self.boxes = {
            field.path: _box(field, entries[field.path], label=_label(field, sheet), lang=lang)
            for field in sheet.fields
        }
        for path, box in self.boxes.items():
            box.style.description_width = f"{widths[path[:-1]]}em"
        self.preview = ipywidgets.HTML()
        self.remarks = ipywidgets.HTML()
        for box in self.boxes.values():
            box.observe(self._refresh, names="value")
        self._refresh()
        self.whole = ipywidgets.VBox(
            [
                ipywidgets.HTML(_head(lang)),
                _group(sheet.literal, self.boxes, ()),
                self.remarks,
                self.preview,
            ]
        )

    def entries(self) -> Entries:
        """Return what stands in the boxes.

        Returns
        -------
        dict
            Entry of each field.
        """
        return {path: _entry(box.value) for path, box in self.boxes.items()}

    def changed(self) -> Entries:
        """Return what the trainee entered.

        Returns
        -------
        dict
            Entries that differ from what the cell held.
        """
        return {path: e for path, e in self.entries().items() if e != self._typed[path]}

    def bundle(self) -> dict[str, Any]:
        """Return what displays the form.

        Returns
        -------
        dict
            From MIME type to content.
        """
        return dict(self.whole._repr_mimebundle_())  # IPython's protocol

    def close(self) -> None:
        """Take the form from the screen and from memory."""
        _close(self.whole)

    def _refresh(self, *_: object) -> None:
        entries = self.entries()
        text = written(self.sheet.name, self.sheet.value(entries))
        title = labels.FORM_PREVIEW.get(self.lang)
        self.preview.value = (
            f"<p style='margin:.6em 0 0;line-height:1.5'>{title}</p><pre style='margin:.2em 0;padding:.6em 1em;"
            f"background:#f3f4f6;color:#1f2937;line-height:1.5;overflow:auto'>{html.escape(text)}</pre>"
        )
        remarks = "\n".join(self._remarks(entries))
        title = labels.FORM_LOOK.get(self.lang)
        self.remarks.value = card(title, remarks, state="wrong") if remarks else ""

    def _remarks(self, entries: Entries) -> list[str]:
        lost = [
            labels.FORM_DROPPED.get(self.lang).format(
                place=self.sheet.place(field), value=self._lost[field.path]
            )
            for field in self.sheet.fields
            if field.path in self._lost and not entries[field.path]
        ]
        unread = [
            labels.FORM_UNREADABLE.get(self.lang).format(
                place=self.sheet.place(field),
                entry=entries[field.path],
                kind=_number_name(field).get(self.lang),
            )
            for field in self.sheet.unreadable(entries)
        ]
        return lost + unread


def label_widths(sheet: Sheet) -> dict[tuple[Any, ...], float]:
    """Return how wide the labels of each group must be.

    Parameters
    ----------
    sheet : Sheet
        What to ask for.

    Returns
    -------
    dict
        Width in em by the path of the group, so that the boxes of a group stand in line.
    """
    widths: dict[tuple[Any, ...], float] = {}
    for field in sheet.fields:
        wide = sum(
            1 if unicodedata.east_asian_width(c) in "WF" else 0.6 for c in _label(field, sheet)
        )
        widths[field.path[:-1]] = round(max(widths.get(field.path[:-1], 2.5), wide + 0.8), 1)
    return widths


def _label(field: Field, sheet: Sheet) -> str:
    if not field.path:
        return sheet.name
    return label(value_at(sheet.literal, field.path[:-1]), field.path[-1])


def _number_name(field: Field) -> Text:
    return labels.FORM_WHOLE if field.kind == "int" else labels.FORM_NUMBER


def _box(field: Field, entry: str, *, label: str, lang: Lang) -> Any:
    kind = field.kind
    layout = ipywidgets.Layout(width="auto", margin="2px 1em 2px 0")
    common = {"description": label, "layout": layout}
    if kind == "choice":
        options = [
            (labels.FORM_CHOOSE.get(lang), ""),
            *((shown(v), shown(v)) for v in field.values),
        ]
        return ipywidgets.Dropdown(options=options, value=entry, **common)
    if kind == "date":
        return ipywidgets.DatePicker(value=date.fromisoformat(entry) if entry else None, **common)
    if kind == "long":
        layout.width = "100%"
        return ipywidgets.Textarea(value=entry, rows=4, **common)
    if kind == "text":
        layout.width = "30em"
        return ipywidgets.Text(value=entry, **common)
    layout.width = "16em"
    return ipywidgets.Text(value=entry, placeholder=_number_name(field).get(lang), **common)


def _entry(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "")


def _group(literal: Any, boxes: dict[tuple[Any, ...], Any], at: tuple[Any, ...]) -> Any:
    """Arrange boxes as the literal is: short ones beside each other, groups below each other."""
    if at in boxes:
        return boxes[at]
    inside = [
        _named(label(literal, key), part, _group(part, boxes, (*at, key)))
        for key, part in parts(literal)
    ]
    if not inside:
        return ipywidgets.Label(shown(literal))
    flow = "column" if any(parts(part) for _, part in parts(literal)) else "row wrap"
    return ipywidgets.Box(inside, layout=ipywidgets.Layout(flex_flow=flow))


def _named(name: str, part: Any, body: Any) -> Any:
    """Put a name before what has no label of its own: a group, or a value that was given."""
    if part is None or part is ...:
        return body
    title = ipywidgets.HTML(f"<strong>{html.escape(name)}</strong>")
    title.layout.min_width = "4em"
    return ipywidgets.HBox([title, body])


def _head(lang: Lang) -> str:
    title, how = labels.FORM_TITLE.get(lang), labels.FORM_HOW.get(lang)
    return f"<p style='margin:0 0 .4em;line-height:1.7'><strong>{title}</strong><br>{how}</p>"


def _close(widget: Any) -> None:
    inside = [getattr(widget, name, None) for name in ("layout", "style")]
    for part in [*inside, *getattr(widget, "children", ())]:
        if part is not None:
            _close(part)
    widget.close()
