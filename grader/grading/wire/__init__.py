"""How values travel between the sandbox and the judge: exact types, JSON trees, no pickle.

A tree is what JSON can hold. None, truth values, texts, numbers and lists stand for themselves; every other type is an
object with one key, its tag. What has no tag is left where it is, and its handle travels. Reading a tree runs no code of
whoever wrote it: whatever is malformed, too deep or too large raises `WireError`.
"""

from __future__ import annotations

from grader.grading.wire.coder import Tree, decode, encode, kind_of, load
from grader.grading.wire.errors import WireError

__all__ = ["Tree", "WireError", "decode", "encode", "kind_of"]

load("plain")
