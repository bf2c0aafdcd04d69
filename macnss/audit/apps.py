from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "macnss.audit"
    label = "audit"
