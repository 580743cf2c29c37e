"""What Callboard says when it says no. Every refusal carries a code, a status, a sentence and what to do next.

Refused                     400  the base: what was asked can't be done, in the reader's words
├── Invalid                 400  a field is wrong; `errors` names each place
├── NotSignedIn             401
├── NotAllowed              403  only where the reader may know that the thing exists
├── NotFound                404  unknown, or of another production: the two look alike
├── Conflict                409  someone or something else stands in the way
│   └── Archived            409  the production is put away: it is read, not changed
├── Stale                   412  another change came first; `difference` says which lines differ
├── TooLarge                413
├── WrongType               415  the body is of another content type than this route reads
├── TooMany                 429  `retry_after` seconds
└── Away                    503  the database or a service doesn't answer; `retry_after` seconds
"""

from typing import Any, ClassVar


class Refused(Exception):  # noqa: N818  errors carry no suffix (style)
    """Base of every refusal; `detail` is a sentence for the reader, `next` what to do about it."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "That can't be done"
    next: ClassVar[str] = ""

    def __init__(self, detail: str = "", *, next_step: str = "", code: str = "", **more: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.next_step = next_step or self.next
        self.own_code = code or self.code
        self.more = more


class Invalid(Refused):
    """A field is wrong. `errors` is a list of `{"where": …, "what": …}`."""

    code = "invalid"
    title = "Something in it isn't right"
    next = "Correct what is named, then send it again. Nothing was changed."


class NotSignedIn(Refused):
    code = "not_signed_in"
    status = 401
    title = "You are not signed in here"
    next = "Sign in again. What you have on this phone stays."


class NotAllowed(Refused):
    code = "not_allowed"
    status = 403
    title = "This isn't yours to do"
    next = "Ask the production office if it should be."


class NotFound(Refused):
    code = "not_found"
    status = 404
    title = "This page isn't here for you"
    next = "Ask the production office if it should be."


class Conflict(Refused):
    code = "conflict"
    status = 409
    title = "Something else stands in the way"


class Archived(Conflict):
    code = "archived"
    title = "The production is wrapped and archived"
    next = "Open it again under Settings to change anything."


class Stale(Refused):
    """Another change came first. `difference` holds what differs, one line each."""

    code = "stale"
    status = 412
    title = "Somebody changed this while you worked on it"
    next = "Look at the difference, then decide."


class TooLarge(Refused):
    code = "too_large"
    status = 413
    title = "That is more than can be taken at once"


class WrongType(Refused):
    code = "content_type"
    status = 415
    title = "It was sent in a form that isn't read here"
    next = "Send it as the type that is asked for; nearly everywhere that is application/json."


class TooMany(Refused):
    code = "too_many"
    status = 429
    title = "Too many tries"
    next = "Wait a little, then try again."


class Away(Refused):
    code = "away"
    status = 503
    title = "The server doesn't answer right now"
    next = "What you did is safe on this phone; it is sent again by itself."
