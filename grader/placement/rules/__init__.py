"""The rules of a plan, each with a code, a name, and one function that writes it over the pairs."""
