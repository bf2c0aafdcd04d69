from importlib import import_module

from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "macnss.relations"
    label = "relations"

    def ready(self) -> None:
        import_module("macnss.relations.procedures")
