"""Dossier / ملف: the engine of case files, which knows no branch.

A kind of case is declared once by the domain that owns it: its words in YAML, its acts in a small class (`Kind`).
This package owns the rest: drafts, papers, sending, clocks, messages, decisions, the agents' queues.
"""
