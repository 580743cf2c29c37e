"""The logo on the letterhead, as sheets and the desk are told of it."""

from server.wire import Struct


class LogoOut(Struct):
    """`url`: another for another picture · `alt`: what it shows, for who doesn't see it."""

    url: str
    width: int
    height: int
    alt: str


def logo_out(production_id: int, mark: str | None, width: int, height: int, alt: str) -> LogoOut | None:
    """None where there is none: `mark` is part of the address, so that a new picture is fetched."""
    if mark is None:
        return None
    return LogoOut(url=f"/api/productions/{production_id}/logo.png?v={mark}", width=width, height=height, alt=alt)
