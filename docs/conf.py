"""Sphinx settings: MyST pages, no page from outside, every broken reference an error (`-n -W`)."""

from __future__ import annotations

from grader import __version__

project = "Kakehashi 架け橋"
author = "The Kakehashi authors"
project_copyright = "The Kakehashi authors, CC BY 4.0"
version = release = __version__

# Most readers search in Japanese; its word splitter leaves English words whole, the English one
# would lose every Japanese word.
language = "ja"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3

nitpicky = True
suppress_warnings: list[str] = []

html_theme = "furo"
html_title = project
html_static_path = ["_static"]  # pictures made by make_screenshots.py
html_css_files = ["kakehashi.css"]
html_show_sourcelink = False
html_show_sphinx = False
