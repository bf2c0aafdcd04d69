"""Many people at the sign-in page, each from an address of their own, as fast as they are answered.

`python -m bench.flood PORT CLIENTS`: runs until its standard input ends, then prints how many were answered, by status.
"""

import asyncio
import os
import random
import re
import sys
from collections import Counter
from typing import Any
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(rb"(?i)set-cookie:\s*(macnss_csrf=[^;]+)")
LENGTH = re.compile(rb"(?i)content-length:\s*(\d+)")


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: str, headers: str, body: str = ""
) -> tuple[bytes, bytes]:
    head = f"{method} /sign-in/ HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    writer.write((head + body).encode())
    answered = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(answered)
    return answered, await reader.readexactly(int(length[1]) if length else 0)


async def person(port: int, statuses: Counter[str]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered, page = await exchange(reader, writer, "GET", "")
    token, cookie = TOKEN.search(page), COOKIE.search(answered)
    assert token, "the sign-in page has no form"
    assert cookie, "the sign-in page gave no cookie"
    while True:
        address = ".".join(str(random.randrange(1, 255)) for _ in range(4))
        typed = {"csrfmiddlewaretoken": token[1].decode(), "identifier": str(random.randrange(10**8, 10**9))}
        headers = f"X-Forwarded-For: {address}\r\nCookie: {cookie[1].decode()}\r\n"
        headers += "Content-Type: application/x-www-form-urlencoded\r\n"
        answered, _page = await exchange(
            reader, writer, "POST", headers, urlencode({**typed, "password": "not the pass phrase"})
        )
        statuses[answered.split(b" ", 2)[1].decode()] += 1


async def main(port: int, clients: int) -> None:
    statuses: Counter[str] = Counter()
    people: list[asyncio.Future[Any]] = [asyncio.create_task(person(port, statuses)) for _ in range(clients)]
    stop = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    done, _ = await asyncio.wait([*people, stop], return_when=asyncio.FIRST_COMPLETED)
    for each in people:
        each.cancel()
    for each in done:
        each.result()
    print(" ".join(f"{status}:{count}" for status, count in sorted(statuses.items())))


if __name__ == "__main__":
    os.nice(10)
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
