from importlib import import_module

from django.apps import AppConfig


class PersonalConfig(AppConfig):
    name = "macnss.personal"
    label = "personal"

    def ready(self) -> None:
        import_module("macnss.personal.procedures")
