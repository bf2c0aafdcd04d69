"""`python -m sandbox.mon_eid`: fresh tables, keys, citizens, then the web server."""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command


def prepare() -> None:
    """What must survive a start is in files (keys, salt); the tables hold minutes of life and are made anew."""
    from django.conf import settings
    from django.db import connection

    for leftover in settings.HOME.glob("sandbox.sqlite3*"):
        leftover.unlink()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from sandbox.mon_eid import keys, register, switches

    keys.ensure()
    count = register.load(settings.CITIZENS)
    switches.put(switches.resting())
    connection.close()
    sys.stderr.write(f"Mon e-ID sandbox: {settings.ISSUER}/ with {count} citizens\n")


def serve() -> None:
    from django.conf import settings

    granian = str(Path(sys.executable).with_name("granian"))
    options = ["--interface", "wsgi", "--host", os.environ.get("MON_EID_BIND", "127.0.0.1"), "--port"]
    threads = ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
    os.execv(granian, [granian, *options, str(settings.PORT), *threads, "sandbox.mon_eid.wsgi:application"])  # noqa: S606


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "sandbox.mon_eid.settings"
    django.setup()
    prepare()
    serve()
