"""The CNSS card: its owner's pages, and the desk's."""

from django.urls import path

from macnss.registration.views import card

urlpatterns = [
    path("me/card/", card.card, name="card"),
    path("me/card/card.pdf", card.card_pdf, name="card_pdf"),
    path("me/card/photo/", card.card_photo, name="card_photo"),
    path("agent/cards/", card.card_queue, name="cards"),
    path("agent/cards/batch/", card.cards_batch, name="cards_batch"),
    path("agent/cards/scan/", card.cards_scan, name="cards_scan"),
    path("agent/cards/<uuid:card_id>/", card.card_desk, name="card_desk"),
    path("agent/cards/<uuid:card_id>/photo/", card.card_desk_photo, name="card_desk_photo"),
]
