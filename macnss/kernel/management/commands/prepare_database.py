"""Bring the database to this version, and give the web's role what it may do: everything but rewrite the journal."""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from psycopg import sql


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--web-role", help="the role of the web and the worker, when it is not the owner")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if options["web_role"]:
            grant(options["web_role"], append_only_tables())


def append_only_tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]


def grant(role: str, append_only: list[str]) -> None:
    """Rights of a role that writes rows and never tables."""
    web = sql.Identifier(role)
    with connection.cursor() as cursor:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {web}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {web}",
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {web}",
        ):
            cursor.execute(sql.SQL(statement).format(web=web).as_string(cursor.connection))
        for table in append_only:
            revoked = sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {web}")
            cursor.execute(revoked.format(table=sql.Identifier(table), web=web).as_string(cursor.connection))
