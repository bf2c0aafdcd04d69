from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "macnss.kernel"
    label = "kernel"
