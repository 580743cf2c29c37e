"""What `up --demo` makes and says: a code for each role, and how a phone gets in."""

from collections.abc import Sequence

from server import clock
from server.adapters.qr import in_terminal
from server.services.demo.build import RoleCode, build
from server.settings import Settings


async def ways_in(found: Settings) -> list[str]:
    """Make what of the demo isn't there yet; the lines for the terminal."""
    return words(await build(found.data, now=clock.wall()), found)


def words(codes: Sequence[RoleCode], found: Settings) -> list[str]:
    """Lines for the terminal; the QR only where a phone can use it."""
    said = ["The Tide Tables, day 11 of 24 is today. Sign in as:"]
    said += [f"  {one.code[:4]} {one.code[4:]}  {one.name}, {one.roles[0].replace('_', ' ')}" for one in codes]
    said.append(f"  at {found.public_url}/join; each code works once, start again for new ones")
    if found.public_url.startswith("https:"):
        crew = next(one for one in codes if one.roles == ("crew",))
        said += ["", f"{crew.name}'s phone:", in_terminal(f"{found.public_url}/join/{crew.code}")]
    else:
        said.append(
            "  A phone needs HTTPS: start with --host 0.0.0.0, or behind a proxy (docs/operate.md), for a QR here."
        )
    return said
