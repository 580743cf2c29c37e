"""What differs between two versions. Law: `apply(before, diff(before, after)) == after`."""

from typing import Any

import msgspec

from server.rules.sheets.snapshot import BLOCKS, Printed, Snapshot, fields


class Changed(Printed, frozen=True):
    """One thing that stands on both pages and isn't the same. `fields`: name → (old, new)."""

    id: Any
    fields: dict[str, tuple[Any, Any]]


class BlockDiff(Printed, frozen=True):
    removed: tuple[Any, ...] = ()
    """Whole things that stood on the old page only."""
    added: tuple[Any, ...] = ()
    changed: tuple[Changed, ...] = ()
    order: tuple[Any, ...] | None = None
    """Ids in the new order, where it isn't the old one with the added behind."""


class Difference(Printed, frozen=True):
    head: dict[str, tuple[Any, Any]] = msgspec.field(default_factory=dict)
    blocks: dict[str, BlockDiff] = msgspec.field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.head or self.blocks)


def diff(before: Snapshot, after: Snapshot) -> Difference:
    """Head fields and things by id; a thing whose id is gone was removed, never renamed."""
    blocks = {}
    for name in BLOCKS:
        found = _block(getattr(before, name), getattr(after, name))
        if found is not None:
            blocks[name] = found
    return Difference(head=_fields(before.head, after.head), blocks=blocks)


def apply(before: Snapshot, difference: Difference) -> Snapshot:
    """The page that `difference` leads to. Raises KeyError when it wasn't made from `before`."""
    head = msgspec.structs.replace(before.head, **{name: new for name, (_, new) in difference.head.items()})
    blocks = {name: _applied(getattr(before, name), block) for name, block in difference.blocks.items()}
    return msgspec.structs.replace(before, head=head, **blocks)


def _fields(old: Any, new: Any) -> dict[str, tuple[Any, Any]]:
    was, now = fields(old), fields(new)
    return {name: (was[name], now[name]) for name in was if was[name] != now[name]}


def _block(before: tuple[Any, ...], after: tuple[Any, ...]) -> BlockDiff | None:
    if before == after:
        return None
    old = {thing.id: thing for thing in before}
    new = {thing.id: thing for thing in after}
    removed = tuple(thing for thing in before if thing.id not in new)
    added = tuple(thing for thing in after if thing.id not in old)
    both = [(thing, new[thing.id]) for thing in before if thing.id in new]
    changed = tuple(Changed(id=was.id, fields=_fields(was, now)) for was, now in both if was != now)
    expected = [thing.id for thing in before if thing.id in new] + [thing.id for thing in added]
    order = tuple(thing.id for thing in after)
    return BlockDiff(removed=removed, added=added, changed=changed, order=None if order == tuple(expected) else order)


def _applied(before: tuple[Any, ...], block: BlockDiff) -> tuple[Any, ...]:
    gone = {thing.id for thing in block.removed}
    edits = {change.id: {name: new for name, (_, new) in change.fields.items()} for change in block.changed}
    kept = [
        msgspec.structs.replace(thing, **edits[thing.id]) if thing.id in edits else thing
        for thing in before
        if thing.id not in gone
    ]
    after = [*kept, *block.added]
    if block.order is not None:
        by_id = {thing.id: thing for thing in after}
        after = [by_id[one] for one in block.order]
    return tuple(after)
