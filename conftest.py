"""Before any test: the embedded database is awake, unless DATABASE_URL names another."""

from atexit import register
from contextlib import ExitStack

from config.postgres import TESTS
from config.with_database import awake

running = ExitStack()
running.enter_context(awake(TESTS))
register(running.close)
