"""The kinds of case of this package: importing it enters them in the register of kinds."""

from macnss.declarations.procedures.wage_contest import WageContest

__all__ = ["WageContest"]
