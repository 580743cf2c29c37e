import pytest

from scripts.linters import clock, environment
from scripts.linters.__main__ import ROOT, sources
from scripts.linters.sizes import Sizes
from scripts.linters.source import Source
from scripts.linters.tables import Tables, declared, levels

MODELS = [
    Source("server/models/gear/tables.py", "class Thing(Table, tablename='thing'):\n    production_id = BigInt()"),
    Source("server/models/schedule.py", "class Scene(Table, tablename='scene'):\n    production_id = BigInt()"),
    Source("server/models/tasks.py", "class Task(Table, tablename='task'):\n    production_id = BigInt()"),
    Source("server/models/access.py", "class Account(Table, tablename='account'):\n    name = Text()"),
]
TABLES = Tables(declared(MODELS), levels(ROOT / "pyproject.toml"))


def reasons(rule, path, text):
    return [finding.reason for finding in rule(Source(path, text))]


@pytest.mark.parametrize(
    "text",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "db.fetch('SELECT 1 FROM x WHERE at < now()')",
        "db.execute('UPDATE x SET at = CURRENT_TIMESTAMP')",
    ],
)
def test_a_second_clock_fires(text):
    assert len(reasons(clock.check, "server/services/gear/scan.py", text)) == 1


@pytest.mark.parametrize(
    "text", ["clock.now()", "time.monotonic()", "'call me now() please'", "datetime.fromtimestamp(0)"]
)
def test_asking_the_one_clock_or_measuring_a_span_does_not(text):
    assert not reasons(clock.check, "server/services/gear/scan.py", text)
    assert not reasons(clock.check, "server/clock.py", "datetime.now(UTC)")
    compared = "# second clock: the doctor compares\n'SELECT 1 FROM x WHERE at < now()'"
    assert not reasons(clock.check, "server/services/upkeep/doctor.py", compared)


@pytest.mark.parametrize("text", ["os.environ['X']", "os.getenv('X')", "from os import environ"])
def test_the_environment_read_outside_settings_fires(text):
    assert len(reasons(environment.check, "server/cli/up.py", text)) == 1
    assert not reasons(environment.check, "server/settings.py", text)
    assert not reasons(environment.check, "scripts/house/test.py", text)


def test_an_area_may_name_its_own_tables_and_those_below():
    sql = "'SELECT s.id FROM thing t JOIN scene s USING (production_id)'"
    assert not reasons(TABLES.check, "server/services/gear/lists.py", sql)


@pytest.mark.parametrize(
    ("area", "table"), [("schedule", "thing"), ("access", "scene"), ("notify", "task"), ("notify", "thing")]
)
def test_a_table_of_an_area_above_or_beside_fires(area, table):
    sql = f"'SELECT 1 FROM {table} WHERE production_id = $1'"
    [reason] = reasons(TABLES.check, f"server/models/{area}/queries.py", sql)
    assert "belongs to" in reason


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM account a, thing t WHERE t.production_id = $1",
        "SELECT 1 FROM account JOIN thing ON thing.production_id = $1",
        "INSERT INTO thing (production_id, id) VALUES ($1, $2)",
        "UPDATE thing SET a = 1 WHERE production_id = $1",
        "DELETE FROM thing WHERE (production_id, id) = ($1, $2)",
        "WITH x AS (SELECT 1 FROM account) SELECT 1 FROM x WHERE EXISTS (SELECT 1 FROM thing WHERE production_id = 1)",
    ],
)
def test_a_table_above_is_found_wherever_sql_can_name_it(sql):
    [reason] = reasons(TABLES.check, "server/services/schedule/days.py", f"q = {sql!r}")
    assert reason.startswith("thing belongs to gear")


@pytest.mark.parametrize("layer", ["routes", "workers", "cli", "adapters", "rules"])
def test_a_table_named_outside_models_and_services_fires(layer):
    sql = "'SELECT name FROM account WHERE id = $1'"
    [reason] = reasons(TABLES.check, f"server/{layer}/access.py", sql)
    assert "models and services only" in reason


@pytest.mark.parametrize(
    "text",
    [
        "'SELECT production_id, id FROM thing WHERE id = $1'",
        "f'SELECT id FROM thing {where}'",
        "'UPDATE thing SET name = $2 WHERE id = $1'",
        "'SELECT id ' + 'FROM thing'",
        "_THING = 'SELECT id FROM thing'\ndb.fetch(f'{_THING} WHERE id = $1')",
        "Thing.select(Thing.id).where(Thing.id == 3)",
        "Thing.objects().get(Thing.id == 3)",
    ],
)
def test_a_query_that_forgets_its_production_fires(text):
    [reason] = reasons(TABLES.check, "server/services/gear/lists.py", text)
    assert "doesn't name its production" in reason


@pytest.mark.parametrize(
    "text",
    [
        "'SELECT id FROM thing WHERE production_id = $1'",
        "'SELECT 1 FROM thing JOIN scene USING (production_id)'",
        "'INSERT INTO thing (production_id, name) VALUES ($1, $2)'",
        "'INSERT INTO thing (id, production_id) VALUES ($1, $2)'",
        "'''SELECT id FROM thing -- across productions: labels are unique in the installation\n'''",
        "'SELECT id FROM thing'  # across productions: labels are unique in the installation",
        "_THING = 'SELECT id FROM thing'\ndb.fetch(f'{_THING} WHERE production_id = $1')",
        "'SELECT name FROM account WHERE id = $1'",
        "Thing.select().where(Thing.production_id == 1)",
        "'take a thing FROM the truck'",
    ],
)
def test_a_query_by_production_or_with_a_reason_does_not(text):
    assert not reasons(TABLES.check, "server/services/gear/lists.py", text)


def test_a_long_file_and_a_long_function_fire():
    body = "def f():\n" + "    pass\n" * 50
    assert reasons(Sizes({}).check, "server/x.py", body) == [
        "51 lines where 50 are the limit: split it by what it is for"
    ]
    assert len(reasons(Sizes({}).check, "frontend/src/x.svelte", "\n" * 401)) == 1
    assert not reasons(Sizes({}).check, "server/x.py", "x = 1\n" * 400)


@pytest.mark.parametrize(("lines", "word"), [(402, "grew"), (401, "shrank")])
def test_an_exception_may_only_shrink(lines, word):
    sizes = Sizes({"a.ts": {"lines": 401 if word == "grew" else 402, "why": "a table"}})
    assert word in reasons(sizes.check, "a.ts", "\n" * lines)[0]


def test_an_exception_that_nothing_needs_or_explains_fires():
    sizes = Sizes({"a.ts": {"lines": 500, "why": "a table"}, "b.ts": {"lines": 401, "why": ""}})
    assert not reasons(sizes.check, "b.ts", "\n" * 401)
    assert [finding.reason for finding in sizes.finish()] == [
        "a.ts is short enough now: take its exception out",
        "b.ts has no reason",
    ]


def test_the_tables_of_the_product_are_all_known_to_their_areas():
    models = [source for source in sources() if source.layer == "models"]
    assert {"thing", "member", "notice", "account"} <= set(declared(models))
