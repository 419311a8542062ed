"""Stands before the library of this name, which spends two seconds on a grammar in every process that imports jsonschema.

The grammar is of international addresses. Neither our schemas nor those of notebooks ask for it, and jsonschema can do
without, as it does where the library is not installed.
"""

raise ImportError
