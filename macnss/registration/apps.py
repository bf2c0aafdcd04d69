from importlib import import_module

from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "macnss.registration"
    label = "registration"

    def ready(self) -> None:
        import_module("macnss.registration.procedures")
