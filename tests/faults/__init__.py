"""Killed at any moment: an act of the web or of the worker, cut by `kill -9`, then done again as people do.

`killing` kills; `asking`, `papers`, `examining`, `recording`, `desk` and `beside` tell the acts; `test_case_faults`
looks at what is left.
"""
