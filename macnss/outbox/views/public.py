"""The demonstration's inbox, and the door by which SMS providers bring their receipts."""

import json
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from macnss.kernel.access import anyone, open_to
from macnss.outbox import queries, services
from macnss.outbox.access import in_demonstration
from macnss.outbox.models import Message
from macnss.outbox.services.receipts import is_address_of
from macnss.ui.pages import page


@require_GET
@open_to(in_demonstration)
def inbox(request: HttpRequest) -> HttpResponse:
    """What would have been sent, newest first; the page asks again by itself."""
    wanted = request.GET.get("to", "")
    return page(request, "outbox/inbox.html", {"messages_out": queries.inbox(wanted), "wanted": wanted})


@require_GET
@open_to(in_demonstration)
def inbox_message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message as it would look."""
    try:
        shown = queries.inbox_message(message_id)
    except Message.DoesNotExist:
        raise Http404
    return page(request, "outbox/inbox_message.html", {"shown": shown})


@csrf_exempt  # a program of the provider, which proves itself by the address that it was given
@require_POST
@open_to(anyone)
def receipts(request: HttpRequest, message_id: UUID, token: str) -> HttpResponse:
    """What became of one SMS. The address is a secret of that message alone."""
    if not is_address_of(message_id, token):
        raise Http404
    delivered = _said(request)
    if delivered is not None:
        services.note_receipt(named=str(message_id), delivered=delivered, now=timezone.now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _said(request: HttpRequest) -> bool | None:
    """Delivered or not; nothing for a message that is still on its way, or for words that we do not know."""
    status = _fields(request).get(settings.SMS_HTTP_RECEIPT_STATUS)
    if status in settings.SMS_HTTP_DELIVERED:
        return True
    return False if status in settings.SMS_HTTP_NOT_DELIVERED else None


def _fields(request: HttpRequest) -> dict[str, object]:
    """The fields of a receipt, as a form or as JSON."""
    if request.content_type != "application/json":
        return dict(request.POST.items())
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
