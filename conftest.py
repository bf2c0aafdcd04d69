"""Before any test: the embedded database is awake, unless DATABASE_URL names another."""

import os

from config.postgres import TESTS

if "DATABASE_URL" not in os.environ:
    TESTS.start()
