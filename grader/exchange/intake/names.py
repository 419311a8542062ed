"""Which names of files and folders are taken: those that mean one and the same on every system."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from grader.exchange.intake import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.text import Text

_LONGEST, _BYTES, _PATH, _DEPTH = 100, 240, 200, 8
"""Characters and UTF-8 bytes of a name (file systems stop at 255), characters and parts of a path (Windows: 260)."""
_SHOWN = 80
_SIGNS = frozenset(" _-.()+,@（）「」【】・、～\u3000")
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks that show nothing."""
_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])\Z", re.IGNORECASE
)
_LEFT_BY_PROGRAMS = frozenset(
    {".ipynb_checkpoints", "__pycache__", ".ds_store", "thumbs.db", "desktop.ini", "__macosx"}
)


def why_not(name: str) -> Text | None:
    """Say why a name of one file or folder is not taken.

    Parameters
    ----------
    name : str
        One part of a path.

    Returns
    -------
    Text or None
        None if the name is taken: composed (NFC) letters, digits and a few signs, beginning with a letter or digit.

    Examples
    --------
    >>> why_not("第1回 報告.csv") is None, why_not("../x") is None, why_not("=1+1.csv") is None
    (True, False, False)
    """
    if not name or not all(_is_letter(c) or c in _SIGNS for c in name):
        return labels.BAD_CHARACTER
    if not (unicodedata.category(name[0])[0] in "LN" or name[0] in "_（「【"):
        return labels.BAD_START
    if not unicodedata.is_normalized("NFC", name):
        return labels.NOT_COMPOSED
    if name[-1] in ". \u3000":
        return labels.BAD_END
    if len(name) > _LONGEST or len(name.encode()) > _BYTES:
        return labels.LONG_NAME
    return labels.DEVICE if _DEVICE.match(name.partition(".")[0].strip()) else None


def why_not_path(path: str) -> Text | None:
    """Say why a relative path is not taken.

    Parameters
    ----------
    path : str
        Parts separated by ``/``.

    Returns
    -------
    Text or None
        None if the path and each of its parts are taken.
    """
    parts = path.split("/")
    if len(parts) > _DEPTH:
        return labels.DEEP
    if len(path) > _PATH:
        return labels.LONG_NAME
    return next((reason for part in parts if (reason := why_not(part)) is not None), None)


def is_left_by_program(name: str) -> bool:
    """Tell whether a name is one that programs leave behind unasked.

    Parameters
    ----------
    name : str
        One part of a path.

    Returns
    -------
    bool
        True for what JupyterLab, Python, macOS and Windows put into folders: left out without a word.
    """
    return name.casefold() in _LEFT_BY_PROGRAMS or name.startswith("._")


def colliding(paths: Iterable[str]) -> set[str]:
    """Find the paths that would be one file, or file and folder at once, on some system.

    Parameters
    ----------
    paths : iterable of str
        Relative paths; a repeated one collides with itself.

    Returns
    -------
    set of str
        All paths of each collision: which of them was meant cannot be known.
    """
    given = list(paths)
    spelled: dict[str, set[str]] = {}
    for number, path in enumerate(given):
        for step in _steps(path):
            # A folder may be met again and again, a file only once.
            spelled.setdefault(_folded(step), set()).add(f"{number}:" if step == path else step)
    return {path for path in given if any(len(spelled[_folded(s)]) > 1 for s in _steps(path))}


def printable(name: str) -> str:
    r"""Write a name so that it can be shown anywhere, whatever it holds.

    Parameters
    ----------
    name : str
        A name as the system gave it.

    Returns
    -------
    str
        At most 80 characters and a mark; characters that are not taken stand as ``<U+…>``.

    Examples
    --------
    >>> printable("a\nb.csv")
    'a<U+000A>b.csv'
    """
    shown = "".join(
        c if _is_letter(c) or c in _SIGNS or c == "/" else f"<U+{ord(c):04X}>"
        for c in name[:_SHOWN]
    )
    return shown[:_SHOWN] + "…" if max(len(name), len(shown)) > _SHOWN else shown


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM" and char not in _INVISIBLE


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())


def _steps(path: str) -> Iterator[str]:
    """Yield a path and the folders above it."""
    parts = path.split("/")
    return ("/".join(parts[:n]) for n in range(1, len(parts) + 1))
