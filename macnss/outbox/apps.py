from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "macnss.outbox"
    label = "outbox"
