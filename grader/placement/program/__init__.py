"""The integer program of a plan, and how it is solved: HiGHS through `highspy`."""
