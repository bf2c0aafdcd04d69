"""Why a whole file is refused: each says what to do."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from macnss.kernel.errors import DomainError


class NotASheet(DomainError):
    code = "batch-not-a-sheet"
    message = _(
        "This file cannot be read. Save it as a workbook (.xlsx) without a password, or as text (.csv), "
        "and send it again."
    )


class NotAList(DomainError):
    code = "batch-not-a-list"
    message = _(
        "This is not a list: it is a picture, a PDF or another document. Send a workbook (.xlsx) or a text (.csv); "
        "our template is one."
    )


class TooLarge(DomainError):
    code = "batch-too-large"
    message = _("This file is larger than %(size)s MB: it holds more than a list. Start from our template.")


class TooManyLines(DomainError):
    code = "batch-too-many-lines"
    message = ngettext_lazy(
        "A file holds %(count)s line at most: cut it into several files.",
        "A file holds %(count)s lines at most: cut it into several files.",
        "count",
    )


class NoLines(DomainError):
    code = "batch-no-lines"
    message = _("This file has no line besides its headers and the example: write one line an employee.")


class HeadsMissing(DomainError):
    code = "batch-heads-missing"
    message = _("No line at the top of this file names its columns. Start from our template: its first line does.")


class ColumnsMissing(DomainError):
    """`columns` names them, in both languages."""

    code = "batch-columns-missing"
    message = _("This file lacks columns, named below. Start from our template: its first line names them all.")
