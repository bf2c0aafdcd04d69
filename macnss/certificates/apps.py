from importlib import import_module

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "macnss.certificates"
    label = "certificates"

    def ready(self) -> None:
        import_module("macnss.certificates.procedures")
