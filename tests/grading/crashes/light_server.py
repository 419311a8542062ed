"""The server of notebooks, without the libraries that the class of these tests does not use: each run starts one anew."""

from grader.grading.inside.serve import serve
from grader.grading.inside.shell import make_shell as prepare

__all__ = ["prepare", "serve"]
