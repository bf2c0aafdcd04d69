from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "macnss.identity"
    label = "identity"
