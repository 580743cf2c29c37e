"""`callboard invite` and `callboard token`: doors that only who holds the machine can open."""

import click

from server import clock
from server.cli.place import data_option, show
from server.cli.there import command
from server.rules.access import Role
from server.services.upkeep import doors
from server.settings import Settings


@click.command()
@data_option
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="coordinator", show_default=True)
@click.option("--production", type=int, help="Its number, where there are several.")
@click.option("--json", "as_json", is_flag=True)
@command
async def invite(settings: Settings, *, email: str, role: str, production: int | None, as_json: bool) -> None:
    """Let EMAIL in: also the way back for a coordinator who lost the phone. Prints a link and a code."""
    made = await doors.invite(settings.data, email, role=Role(role), production_id=production, now=clock.now())
    link = f"{settings.public_url}/sign-in#link={made.link}"
    if as_json:
        show({"link": link, "code": made.code, "expires_at": made.expires_at})
        return
    print(f"{email} comes in here, once, until {made.expires_at:%d %b %H:%M} UTC:")
    print(f"  {link}")
    print(f"  or inside the installed app with the code {made.code[:3]} {made.code[3:]}")
    if not settings.signs_in:
        print("Over plain HTTP beyond this machine nobody is signed in: see docs/operate.md.")


@click.command()
@data_option
@click.argument("email")
@click.option("--name", default="script", show_default=True, help="What it is for; shown among the devices.")
@click.option("--revoke", is_flag=True, help="End all of this account's tokens instead.")
@command
async def token(_: Settings, *, email: str, name: str, revoke: bool) -> None:
    """A bearer token of EMAIL for scripts: shown once, good for a year, revoked in the app or with --revoke."""
    if revoke:
        print(f"{await doors.revoke_tokens(email, now=clock.now())} revoked")
        return
    print((await doors.token(email, name, now=clock.now()))[1])
