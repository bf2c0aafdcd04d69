"""Pictures of a card and of a face: photos only, small enough, redrawn without anything but their pixels."""

from django.utils.translation import gettext_lazy as _

from macnss.kernel.documents import pictures
from macnss.kernel.documents.refusals import NotAPicture, PictureTooSmall
from macnss.kernel.errors import DomainError

__all__ = ["NotAPicture", "PictureTooLarge", "PictureTooSmall", "readied"]

LARGEST_FILE = 10 * 1024 * 1024
SMALLEST = (200, 200)
KEPT_SIDE = 1600


class PictureTooLarge(DomainError):
    code = "picture-too-large"
    message = _("This picture is too large. Take it again, or send one of less than 10 MB.")


def readied(content: bytes) -> bytes:
    """The picture as we keep it: upright, at most 1600 pixels wide or high, JPEG, without place, date nor device.

    Raises NotAPicture, PictureTooLarge, TooManyPixels, PictureTooSmall.
    """
    if len(content) > LARGEST_FILE:
        raise PictureTooLarge
    return pictures.redrawn(content, side=KEPT_SIDE, smallest=SMALLEST).content
