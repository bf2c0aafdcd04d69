"""The components, as template tags: importing a module of `components` registers what it holds."""

from macnss.ui.components import blocks, changes, charts, forms, showing, signs, tables, ways
from macnss.ui.components.registry import register

__all__ = ["blocks", "changes", "charts", "forms", "register", "showing", "signs", "tables", "ways"]
