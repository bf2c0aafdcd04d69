from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "macnss.portals"
    label = "portals"
