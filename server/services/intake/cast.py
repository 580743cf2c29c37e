"""Characters of the schedule meet performers of the cast list, by the character's name."""

import re

from server.models.intake import people as rows
from server.services.intake.run import Run


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", re.sub(r"\(.*?\)", " ", name.casefold())).split())


async def link(run: Run) -> None:
    """Give characters without a performer the one whose position is the character's name. A minor's performer is one.

    Two who play one character, or two characters of one name: nothing is linked, nobody can know.
    """
    performers: dict[str, set[int]] = {}
    for row in await rows.performers(run.db, run.id):
        performers.setdefault(_plain(row["title"]), set()).add(row["member_id"])
    characters: dict[str, list[int]] = {}
    minors = set()
    for row in await rows.characters(run.db, run.id):
        characters.setdefault(_plain(row["name"]), []).append(row["id"])
        if row["minor"]:
            minors.add(row["id"])
    pairs = [
        (elements[0], next(iter(performers[name])))
        for name, elements in characters.items()
        if len(elements) == 1 and len(performers.get(name, ())) == 1
    ]
    for element_id, member_id in pairs:
        run.keep_changed("element", element_id, {"member_id": None})
        if element_id in minors:
            run.keep_changed("member_minor", member_id, {"minor": False})
    await rows.link_performers(run.db, run.id, pairs, [member for element, member in pairs if element in minors])
    if pairs:
        run.notes.add("merged", f"{len(pairs)} characters are joined with their performers by name.", code="cast")
