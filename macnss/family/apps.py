from importlib import import_module

from django.apps import AppConfig


class FamilyConfig(AppConfig):
    name = "macnss.family"
    label = "family"

    def ready(self) -> None:
        import_module("macnss.family.procedures")
