"""Why a file is refused, and what to do about it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from macnss.kernel.errors import DomainError


class Unfit(DomainError):
    """A file that cannot be kept. Those who sent it read why, then send another."""


class EmptyFile(Unfit):
    code = "empty-file"
    message = _("This file is empty. Take the photo again, or choose the file again.")


class FileTooLarge(Unfit):
    code = "file-too-large"
    message = _("This file is too large: at most %(megabytes)s MB. Take a photo of the paper with your phone instead.")


class UnknownFile(Unfit):
    code = "unknown-file"
    message = _("We cannot read this kind of file. Send a photo (JPEG, PNG, WebP or HEIC) or a PDF.")


class NotAPicture(Unfit):
    code = "not-a-picture"
    message = _("This file is not a picture that we can read. Send a photo (JPEG, PNG or WebP).")


class Damaged(NotAPicture):
    code = "damaged-picture"
    message = _("This picture is damaged: part of it is missing. Take it again.")


class TooManyPixels(Unfit):
    code = "too-many-pixels"
    message = _("This picture is too large to be opened. Take a photo with your phone and send that one.")


class PictureTooSmall(Unfit):
    code = "picture-too-small"
    message = _("This picture is too small to be read. Take it again from nearer.")


class LockedPdf(Unfit):
    code = "locked-pdf"
    message = _("This PDF asks for a password. Save it without one, or take a photo of the paper.")


class BrokenPdf(Unfit):
    code = "broken-pdf"
    message = _("This PDF is damaged: we cannot open it. Save it again, or take a photo of the paper.")


class TooManyPages(Unfit):
    code = "too-many-pages"
    message = ngettext_lazy(
        "This paper takes at most %(most)s page. Send only the pages that matter, or remove one first.",
        "This paper takes at most %(most)s pages. Send only the pages that matter, or remove one first.",
        "most",
    )


class PhotoWanted(Unfit):
    code = "photo-wanted"
    message = _("Here we need a photo of the face, not a PDF. Take it with your phone.")


class LyingDown(Unfit):
    code = "photo-lying-down"
    message = _("This photo is wider than it is high. Hold your phone upright and take it again.")
