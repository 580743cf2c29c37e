"""What the documents say of the product is held to the product."""

import re
from pathlib import Path

import click
import msgspec

from server.cli import callboard
from server.settings import Settings, variable

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_every_setting_stands_in_the_readme_and_nothing_else_does():
    told = set(re.findall(r"^\| `(CALLBOARD_\w+)`", README, re.MULTILINE))
    assert told == {variable(field.name) for field in msgspec.structs.fields(Settings)}


def test_the_defaults_in_the_readme_are_the_defaults():
    for row in re.findall(r"^\| `CALLBOARD_(\w+)`.*\| `([^`]+)` \|$", README, re.MULTILINE):
        value = getattr(Settings(), row[0].lower())
        assert row[1] == str(int(value) if isinstance(value, bool) else value), row[0]


def test_every_verb_of_scripts_stands_in_the_readme_and_explains_itself():
    verbs = {file.name for file in (ROOT / "scripts").iterdir() if file.is_file() and not file.suffix}
    for verb in verbs:
        assert f"`{verb}`" in README, verb
        assert (ROOT / "scripts" / "house" / f"{verb}.py").read_text().startswith('"""'), verb


def test_every_command_says_what_it_does():
    operate = (ROOT / "docs" / "operate.md").read_text()
    asked = click.Context(callboard)
    for name in callboard.list_commands(asked):
        command = callboard.get_command(asked, name)
        assert command is not None
        assert command.name == name
        assert command.help, name
        assert re.search(rf"`(callboard )?{name}\b", operate), name


def test_links_between_documents_lead_somewhere():
    for file in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text()):
            assert (file.parent / target).exists(), f"{file.name}: {target}"
