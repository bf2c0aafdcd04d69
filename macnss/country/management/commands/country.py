"""Load an invented country: people, companies, and the files that the companies would have sent, posted one by one."""

import os
import selectors
import subprocess
import sys
from argparse import SUPPRESS, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from macnss.audit.models import Event
from macnss.country import seats, services
from macnss.country.cast import ATLAS
from macnss.country.plan import Plan
from macnss.declarations.queries import last_month_due
from macnss.insured.models import Insured
from macnss.kernel.months import Month


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--insured", type=_at_least(50), default=3000, metavar="N")
        parser.add_argument("--employers", type=_at_least(5), default=250, metavar="M")
        parser.add_argument("--months", type=_at_least(1), default=36, metavar="K")
        parser.add_argument("--seed", type=int, default=7, metavar="S")
        parser.add_argument("--last", type=Month.parse, help="the last month declared, AAAA-MM; the last one due")
        parser.add_argument("--processes", type=_at_least(1), default=min(os.cpu_count() or 1, 8))
        parser.add_argument("--part", help=SUPPRESS)
        parser.add_argument("--unless-loaded", action="store_true", help="do nothing when a country is there")

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMONSTRATION", False):
            raise CommandError("An invented country never enters a service in production.")
        if not options["part"] and not self._room(keep=options["unless_loaded"]):
            return
        sizes = {name: options[name] for name in ("insured", "employers", "months", "seed")}
        sizes["last"] = options["last"] or last_month_due(timezone.localdate())
        try:
            plan = services.plan_of(**sizes)
        except ValueError as error:
            raise CommandError(str(error))
        with connection.cursor() as cursor:  # what a crash could lose is invented and can be loaded again
            cursor.execute("SET synchronous_commit TO off")
        if options["part"]:
            declare_part(plan, options["part"])
        else:
            self._load(plan, sizes, options["processes"])

    def _room(self, *, keep: bool) -> bool:
        """Whether to load: never over people who are there, again where an invented loading was cut short."""
        loaded = Event.objects.filter(action=services.LOADED).exists()
        if not Insured.objects.exists():
            return True
        if loaded and keep:
            return False
        if not loaded and Event.objects.filter(action=services.BEGUN).exists():
            services.undo()
            return True
        raise CommandError("This database already holds people: `make demo-reset` begins again with an empty one.")

    def _load(self, plan: Plan, sizes: dict[str, Any], processes: int) -> None:
        now = timezone.now()
        services.begin(now=now, seed=sizes["seed"])
        companies = services.affiliate_all(plan, now)
        with bar("people", len(plan.people)) as done:
            numbers = services.register_all(plan, now, done)
        with bar("files", services.files_of(plan)) as done:
            declare(sizes, processes, done)
        seats.take(numbers, companies, settings.CAST_PASSWORD, now)
        samples = services.samples(companies[ATLAS], sizes["last"].plus(1), timezone.localdate(now))
        write(settings.SAMPLES_FOLDER, samples)
        services.finish(now=now, seed=sizes["seed"])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Put the files where a newcomer finds them, in place of those of before."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


@contextmanager
def bar(what: str, total: int) -> Iterator[services.Done]:
    """A progress bar on a terminal, nothing in a pipe."""
    with tqdm(total=total, desc=f"{what:>7}", unit="", file=sys.stderr, disable=None, mininterval=0.2) as shown:

        def done(count: int) -> None:
            shown.update(count)

        yield done


def declare_part(plan: Plan, part: str) -> None:
    """The files of one company in so many, a line of output each time some are in: how `declare` counts."""
    start, parts = map(int, part.split("/"))
    numbers = list(Insured.objects.order_by("pk").values_list("number", flat=True))
    share, today = slice(start, None, parts), timezone.now()
    services.declare_all(plan, numbers, share, today, lambda count: print(count, flush=True))  # noqa: T201


def declare(sizes: dict[str, Any], parts: int, done: services.Done) -> None:
    """Share the companies out among processes: each company's files follow one another, the companies do not wait."""
    said = [f"--{name}={value}" for name, value in sizes.items()]
    children = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "django", "country", *said, f"--part={part}/{parts}"],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for part in range(parts)
    ]
    try:
        follow(children, done)
    finally:
        for child in children:
            child.kill()
            child.wait()


def follow(children: list[subprocess.Popen[bytes]], done: services.Done) -> None:
    """Count what the children say they did until the last of them ends. Raises CommandError if one fails."""
    with selectors.DefaultSelector() as selector:
        for child in children:
            selector.register(child.stdout, selectors.EVENT_READ, child)  # type: ignore[arg-type]
        while selector.get_map():
            for key, _events in selector.select():
                if line := key.fileobj.readline():  # type: ignore[union-attr]
                    done(int(line))
                    continue
                selector.unregister(key.fileobj)
                if key.data.wait():
                    raise CommandError("the files of some companies could not be handed in: see the lines above")


def _at_least(least: int) -> Any:
    def number(text: str) -> int:
        if not text.isdigit() or int(text) < least:
            raise ArgumentTypeError(f"a number of at least {least}, not {text!r}")
        return int(text)

    return number
