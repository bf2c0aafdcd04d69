"""Who may read the inbox: anybody in the demonstration, nobody elsewhere, where it does not exist."""

from django.conf import settings
from django.http import Http404, HttpRequest


def in_demonstration(request: HttpRequest) -> bool:  # noqa: ARG001
    if not getattr(settings, "DEMONSTRATION", False):
        raise Http404
    return True
