"""What every HTML page is made with: templates that escape everything, and JSON that stays inside its element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def environment(templates: Path, **filters: Callable[..., Any]) -> jinja2.Environment:
    """Make a template environment.

    Parameters
    ----------
    templates : Path
        Folder of the templates.
    **filters : callable
        Filters besides Jinja's own and `json_block`.

    Returns
    -------
    jinja2.Environment
        Escapes everything, and fails on a name that is not there.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(json_block=json_block, **filters)
    return made


def json_block(figure: str) -> Markup:
    r"""Make JSON safe inside a ``script`` element.

    Parameters
    ----------
    figure : str
        JSON text.

    Returns
    -------
    markupsafe.Markup
        The same value without any character that could end the element.

    Examples
    --------
    >>> print(json_block('"</script>"'))
    "\u003c/script\u003e"
    """
    for character in "<>&":
        figure = figure.replace(character, f"\\u{ord(character):04x}")
    return Markup(figure)  # noqa: S704  # the three characters that matter have just been replaced
