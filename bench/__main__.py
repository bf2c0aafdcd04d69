"""`make bench`: each figure of speed as a ratio to the raw limit, measured now, in one run, on this machine."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ["TEST_DB"] = "bench"

Row = tuple[str, str, str, bool]


def ebds() -> Iterator[Row]:
    from bench import ebds

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "DS_1234567_202603.txt"
        ebds.write_file(path)
        rate, split = ebds.check_rate(path), ebds.read_and_split(path)
    yield (
        "e-BDS check, every rule, lines/s a core",
        f"{rate:,.0f} = {rate / split:.2f} of read-and-split",
        ">= 400,000",
        rate >= 400_000,
    )


def posting() -> Iterator[Row]:
    from bench import register

    posted, copied = register.posting()
    yield (
        "check and post 100,000 lines",
        f"{posted:.2f} s = {copied / posted:.2f} of a bare COPY ({copied:.2f} s)",
        ">= 0.3",
        copied / posted >= 0.3,
    )


def careers() -> Iterator[Row]:
    from bench import register

    measured = register.careers_in_both()
    few, many = measured.values()
    yield (
        "career of 120 lines, 5 million in the table",
        f"{many[0]:.2f} ms = {many[0] / many[1]:.2f} of a bare SELECT",
        "<= 2",
        many[0] / many[1] <= 2,
    )
    yield (
        "the same, against 50,000 in the table",
        f"{many[0]:.2f} / {few[0]:.2f} ms = {many[0] / few[0]:.2f}",
        "<= 1.3",
        many[0] / few[0] <= 1.3,
    )


def home() -> Iterator[Row]:
    from bench import pages

    queries, processor, kilobytes = pages.home()
    yield "insured home page, queries", f"{queries}", "<= 8", queries <= 8
    yield "insured home page, processor", f"{processor:.1f} ms", "<= 10 ms", processor <= 10
    yield "first visit, fonts aside", f"{kilobytes:.0f} KB", "<= 120 KB", kilobytes <= 120


def queue() -> Iterator[Row]:
    from bench import cases_queue

    few, many, page, bare = cases_queue.queue()
    yield "agents' queue, queries with 8 and 10,000 cases", f"{few}, {many}", "the same", few == many
    yield (
        "the same, 10,000 open cases, slowest page",
        f"{page:.1f} ms = {page / bare:.0f} bare queries",
        "< 100 ms",
        page < 100,
    )


def paper() -> Iterator[Row]:
    from bench import paper as bench

    request, form, bare = bench.papers()
    yield (
        "a printed request, both languages, QR",
        f"{request:.0f} ms = {request / bare:.1f} bare pages",
        "<= 12 bare pages",
        request <= 12 * bare,
    )
    yield (
        "form 321-1-06 filled, 26 fields",
        f"{form:.0f} ms = {form / bare:.1f} bare pages",
        "<= 16 bare pages",
        form <= 16 * bare,
    )


def contributions() -> Iterator[Row]:
    from bench import contributions as bench

    spent, ratio = bench.vectorised()
    yield "contributions of 1,000,000 wages", f"{spent:.2f} s = {ratio:,.0f} times one by one", "< 2 s", spent < 2


def flood() -> Iterator[Row]:
    from bench import ways_in

    alone, under, answers = ways_in.readers_and_flood()
    yield (
        "home page, p95, under a flood of sign-ins",
        f"{under:.1f} / {alone:.1f} ms = {under / alone:.2f} ({answers})",
        "<= 1.5",
        under / alone <= 1.5,
    )


def passkeys() -> Iterator[Row]:
    from bench import passkeys as bench

    rate, check = bench.sign_ins()
    share = rate * check / 1000
    yield (
        "passkey sign-ins/s, whole, 2 workers",
        f"{rate:.0f}/s; bare ECDSA check {check:.3f} ms = {share:.1%} of a core",
        ">= 60/s",
        rate >= 60,
    )


SECTIONS: dict[str, Callable[[], Iterator[Row]]] = {
    "ebds": ebds,
    "posting": posting,
    "careers": careers,
    "home": home,
    "queue": queue,
    "contributions": contributions,
    "paper": paper,
    "passkeys": passkeys,
    "flood": flood,
}


def main(wanted: list[str]) -> int:
    import django

    django.setup()
    reached = True
    for name in wanted or SECTIONS:
        started = time.perf_counter()
        for what, measured, asked, good in SECTIONS[name]():
            print(f"{'  ' if good else '! '}{what:46} {measured:50} asked {asked}", flush=True)
            reached &= good
        print(f"    ({name}: {time.perf_counter() - started:.0f} s)", file=sys.stderr)
    return 0 if reached else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
