from importlib import import_module

from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "macnss.declarations"
    label = "declarations"

    def ready(self) -> None:
        import_module("macnss.declarations.procedures")
