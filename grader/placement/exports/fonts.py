"""The font of a PDF: given, found on the machine, or the one that viewers bring."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from grader.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection

CID = "HeiseiMin-W3"
"""Japanese font that PDF viewers bring themselves: it is named in the file, not embedded."""

# TrueType with Japanese, in the usual places of Windows, Debian, Fedora and macOS. reportlab cannot embed outlines of
# the PostScript kind, which most other Japanese fonts have.
PLACES = (
    Path("C:/Windows/Fonts/msmincho.ttc"),
    Path("C:/Windows/Fonts/yumin.ttf"),
    Path("C:/Windows/Fonts/msgothic.ttc"),
    Path("C:/Windows/Fonts/meiryo.ttc"),
    Path("/", "usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf"),
    Path("/", "usr/share/fonts/opentype/ipafont-mincho/ipam.ttf"),
    Path("/", "usr/share/fonts/ipa-ex-mincho-fonts/ipaexm.ttf"),
    Path("/Library/Fonts/Arial Unicode.ttf"),
    Path("/System/Library/Fonts/Supplemental/Arial Unicode.ttf"),
)


@dataclass(frozen=True, slots=True)
class PaperFont:
    """A font that reportlab knows.

    Parameters
    ----------
    name : str
        Its name there.
    path : Path or None
        The file that is embedded; None where the viewer brings the font.
    glyphs : collection of int, or None
        Code points that it has; None for the viewer's font, of which only Windows-31J is sure.
    """

    name: str
    path: Path | None
    glyphs: Collection[int] | None

    def has(self, character: str) -> bool:
        """Tell whether a character can be shown.

        Parameters
        ----------
        character : str
            One character.

        Returns
        -------
        bool
            False also where it is not sure.
        """
        if self.glyphs is not None:
            return ord(character) in self.glyphs
        try:
            character.encode("cp932")
        except UnicodeEncodeError:
            return False
        return True


def paper_font(given: Path | None) -> PaperFont:
    """Return the font for a PDF.

    Parameters
    ----------
    given : Path or None
        A TrueType font, or a collection whose first font is taken; None looks in the usual places.

    Returns
    -------
    PaperFont
        The one given, else the first found, else the viewer's.

    Raises
    ------
    InputError
        If the file given cannot be used.
    """
    if given is not None:
        return _embedded(given)
    for path in PLACES:
        if path.is_file():
            try:
                return _embedded(path)
            except InputError:
                continue
    pdfmetrics.registerFont(UnicodeCIDFont(CID))
    return PaperFont(CID, None, None)


def _embedded(path: Path) -> PaperFont:
    try:
        font = TTFont(path.as_posix(), str(path), subfontIndex=0)
    except (TTFError, OSError) as error:
        raise InputError(
            f"{path}: PDFに埋め込めない字体です（{error}）。TrueTypeの字体（.ttf、.ttc）を指定してください。",
            f"{path}: this font cannot be embedded ({error}); give a TrueType font (.ttf, .ttc).",
        ) from error
    pdfmetrics.registerFont(font)
    return PaperFont(font.fontName, path, frozenset(font.face.charToGlyph))
