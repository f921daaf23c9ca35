"""A process that takes from an inbox: ``python -m tests.db.taker URL THREADS LEASE`` prints the keys of what it has done.

With ``hold`` in place of a number of threads it takes one, prints its key, and keeps it until it is killed.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from bot.db.database import Database
from bot.db.inbox import Inbox


def take_all(box: Inbox) -> list[str]:
    """Take and finish whatever there is, until there is nothing."""
    done = []
    while (lease := box.take()) is not None:
        if box.done(lease):
            done.append(lease.delivery.key)
    return done


def main(url: str, how: str, seconds: str) -> None:
    """Take, and print."""
    with Database.open(url) as db:
        box = Inbox(db, float(seconds))
        if how == "hold":
            lease = box.take()
            print(lease.delivery.key if lease else "", flush=True)
            time.sleep(600)
        print("ready", flush=True)
        sys.stdin.readline()
        with ThreadPoolExecutor(int(how)) as pool:
            for done in pool.map(take_all, [box] * int(how)):
                print("\n".join(done))


if __name__ == "__main__":
    main(*sys.argv[1:])
