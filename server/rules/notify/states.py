"""The states of a notice (docs: *Telling*): one table of ends, and a rank by which proof only ever grows."""

from enum import StrEnum


class State(StrEnum):
    HELD = "held"
    QUEUED = "queued"
    ACCEPTED = "accepted"
    SHOWN = "shown"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    REACHED = "reached"
    BOUNCED = "bounced"
    GONE = "gone"
    REFUSED = "refused"
    EXPIRED = "expired"
    NO_CHANNEL = "no_channel"
    SUPERSEDED = "superseded"
    LEFT = "left"


KNOWN = frozenset({State.SHOWN, State.OPENED, State.CONFIRMED, State.REACHED})
"""The person is known to have it."""
UNREACHED = frozenset({State.BOUNCED, State.GONE, State.REFUSED, State.EXPIRED, State.NO_CHANNEL})
"""Somebody has to ring. Proof that comes later still counts."""
CALLING = frozenset({State.HELD, State.QUEUED, State.ACCEPTED})
OVER = frozenset({State.SUPERSEDED, State.LEFT})
"""Nothing changes any more: proof is kept as a receipt and moves no state."""

_RANK = {State.HELD: 0, State.QUEUED: 1, State.ACCEPTED: 2, State.SHOWN: 4, State.OPENED: 5, State.REACHED: 6,
         State.CONFIRMED: 7} | dict.fromkeys(UNREACHED, 3)  # fmt: skip


class Board(StrEnum):
    """The three words of the board."""

    HAS_IT = "has_it"
    BEING_CALLED = "being_called"
    HASNT = "hasnt"


def after(now: State, proof: State) -> State:
    """The state once `proof` is known. Order and repetition of proofs don't matter: the strongest counts."""
    if now in OVER:
        return now
    if proof in OVER:
        return now if now in KNOWN else proof
    return proof if _RANK[proof] > _RANK[now] else now


def ended(state: State, *, must_confirm: bool) -> bool:
    """Whether the notice is over. One that must be confirmed stays open when it was shown, until "Got it" or the end of
    its call: nobody rings for it any more, but the phone goes on asking (docs/decisions/0010).
    """
    if must_confirm and state in (State.SHOWN, State.OPENED):
        return False
    return state in KNOWN or state in UNREACHED or state in OVER


def on_board(state: State, *, with_office: bool = False) -> Board | None:
    """None: isn't counted. `with_office`: the deadline has passed and it is on the office's list, whatever was sent."""
    if state in OVER:
        return None
    if state in KNOWN:
        return Board.HAS_IT
    return Board.BEING_CALLED if state in CALLING and not with_office else Board.HASNT


class Outcome(StrEnum):
    """What a human noted after ringing."""

    KNOWS = "knows"
    PROXY_KNOWS = "proxy_knows"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


REACHES = frozenset({Outcome.KNOWS, Outcome.PROXY_KNOWS})
"""Only these take a person off the list."""
