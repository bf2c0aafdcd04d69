from django.urls import path

from macnss.outbox.views import public

app_name = "outbox"
urlpatterns = [
    path("inbox/", public.inbox, name="inbox"),
    path("inbox/<uuid:message_id>/", public.inbox_message, name="inbox_message"),
    path("outbox/receipts/<uuid:message_id>/<str:token>/", public.receipts, name="receipts"),
]
