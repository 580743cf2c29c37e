"""One's own account: the name and how things look."""

from typing import Annotated

import msgspec

from server.db import tx
from server.rules.access import Actor
from server.wire import Name, Struct

Clock = Annotated[str, msgspec.Meta(pattern="^(24|12)$")]
Theme = Annotated[str, msgspec.Meta(pattern="^(auto|light|dark|sun)$")]
Locale = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]


class AccountChange(Struct):
    """What is left out stays."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    clock: Clock | msgspec.UnsetType = msgspec.UNSET
    theme: Theme | msgspec.UnsetType = msgspec.UNSET
    locale: Locale | msgspec.UnsetType = msgspec.UNSET


async def change_account(change: AccountChange, *, by: Actor) -> None:
    fields = {name: getattr(change, name) for name in change.__struct_fields__}
    given = {name: value for name, value in fields.items() if value is not msgspec.UNSET}
    if not given:
        return
    async with tx() as db:
        sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(given, 2))
        await db.execute(f"UPDATE account SET {sets} WHERE id = $1", by.account_id, *given.values())
        db.note("account_changed", "account", by.account_id, by=by)
