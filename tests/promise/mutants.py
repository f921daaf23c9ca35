"""Changes for the worse, each of which breaks the promise somewhere: the state machine has to find out about every one."""

from __future__ import annotations

from tests.promise.build import Mutant

INBOX, POSTS, VOICE, WORKERS, FAILURE = (
    "bot.db.inbox",
    "bot.db.posts",
    "bot.voice",
    "bot.receive.workers",
    "bot.failure",
)

MUTANTS = (
    # the inbox
    Mutant(
        "duplicates are not recognised",
        INBOX,
        "new.on_conflict_do_nothing().returning(inbox.c.key)",
        "new.on_conflict_do_update(index_elements=['key'], set_={'state': 'waiting'}).returning(inbox.c.key)",
    ),
    Mutant(
        "a lease is taken over before it ends",
        INBOX,
        "inbox.c.due <= now(), inbox.c.leased <= now())",
        "inbox.c.due <= now())",
    ),
    Mutant(
        "what has to wait is taken at once",
        INBOX,
        "inbox.c.due <= now(), inbox.c.leased <= now())",
        "inbox.c.leased <= now())",
    ),
    Mutant("anybody may settle", INBOX, 'inbox.c.owner == bindparam("holder"), ', ""),
    Mutant("what it said stays", INBOX, 'values(state="done", body="", ', 'values(state="done", '),
    Mutant(
        "what was given up keeps what it said", INBOX, 'values(state="given_up", body="", ', 'values(state="given_up", '
    ),
    Mutant("who was killed is not counted", INBOX, "tries=inbox.c.tries + 1", "tries=inbox.c.tries"),
    Mutant("limits are counted as failures", INBOX, "uncounted=0 if counts else 1", "uncounted=0"),
    Mutant("it is tried without end", INBOX, "if row.tries <= TRIES:", "if True:"),
    # the marks
    Mutant(
        "the lease is not looked at when marking",
        POSTS,
        "*HELD, inbox.c.leased > now()).with_for_update()",
        "HELD[0])",
    ),
    Mutant(
        "the end of the lease is not looked at when marking",
        POSTS,
        "*HELD, inbox.c.leased > now())",
        "*HELD)",
    ),
    Mutant(
        "a mark does not let the lease last",
        POSTS,
        'values(slot=0, leased=now() + bindparam("seconds"))',
        "values(slot=0)",
    ),
    Mutant(
        "anybody may take a mark away",
        POSTS,
        'posts.c.standing == "posting", posts.c.marked == bindparam("then")',
        'posts.c.standing == "posting"',
    ),
    Mutant("a channel has no pace", POSTS, "if lease and turn > here + AT_ONCE:", "if False:"),
    Mutant("turns that are late are used all at once", POSTS, "last + self._step / 2)", "0)"),
    Mutant(
        "Slack's pause does not hold for others", POSTS, '"shut": later(paces.c.shut, until)', '"shut": paces.c.shut'
    ),
    # the voice
    Mutant(
        "it is marked after it was posted",
        VOICE,
        "        marked = self._mark(key, channel, thread, unasked=unasked)\n",
        "        marked = 0.0\n",
    ),
    Mutant(
        "it is not looked for before it is posted again",
        VOICE,
        "ts = found(client, post.key, post.place.channel, post.thread, channel.ts)",
        "ts = None",
    ),
    Mutant("it is looked for too early", VOICE, "SETTLED = 2.0", "SETTLED = 0.0"),
    Mutant(
        "a lost answer drops the mark",
        VOICE,
        'counts=True, reason="lost") from error\n        message',
        'counts=self.posts.drop(key, marked) is None, reason="lost") from error\n        message',
    ),
    Mutant("a page of status 500 passes for a refusal", VOICE, "if may_be_done(error):", "if False:"),
    Mutant("Slack's pause is not kept", VOICE, "self.posts.pause(channel, seconds)", "pass"),
    Mutant("who was stopped posts all the same", VOICE, "> self.posts.seconds / 2:", "> 1e9:"),
    Mutant(
        "what can't be seen is posted again",
        VOICE,
        "self.posts.doubt(post.key, post.marked)\n            metrics",
        "self.posts.drop(post.key, post.marked)\n            return False\n            metrics",
    ),
    Mutant(
        "where it stands is not kept",
        VOICE,
        "        self.posts.confirm(key, message)\n        return message",
        "        return message",
    ),
    # the workers
    Mutant("a failure passes for the end of the work", WORKERS, "return hand.failed", "return None"),
    Mutant(
        "Retry-After is not waited for",
        WORKERS,
        "self._inbox.put_back(lease, seconds, why, counts=counts)",
        "self._inbox.put_back(lease, 0, why, counts=counts)",
    ),
    Mutant("it is given up at the first failure", WORKERS, "if counts and lease.tries >= TRIES:", "if counts:"),
    Mutant("what may pass is apologised for", FAILURE, "if hand and is_passing(error):", "if False:"),
)
