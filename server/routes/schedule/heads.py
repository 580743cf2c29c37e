"""Routes of *ask the heads*: the question, each department's answer, and taking it into the draft."""

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.schedule import answering, asking, taking
from server.wire import Id

_HEADS = "/api/productions/{production_id:int}/days/{day_id:int}/heads"


@get(_HEADS, opt={"may": ("heads", "read")}, operation_id="ReadHeads")
async def read_heads(
    actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]
) -> taking.HeadsOut:
    """Every department of the day: who heads it, whether it was asked, what it answered and how that stands."""
    return await taking.look(production_id, day_id, by=actor)


@post(_HEADS, opt={"may": ("heads", "ask")}, status_code=200, operation_id="AskHeads")
async def ask_heads(
    data: JSONBody[asking.AskHeadsIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
) -> taking.HeadsOut:
    """Ask the heads of these departments, by one notice each; blanks are chased once, when the time is over."""
    await asking.ask(production_id=production_id, day_id=day_id, wanted=data, by=actor, now=clock.now())
    return await taking.look(production_id, day_id, by=actor)


@post(
    f"{_HEADS}/{{department_id:int}}/settle",
    opt={"may": ("call", "change")},
    status_code=200,
    operation_id="SettleHeadsAnswer",
)
async def settle(
    data: JSONBody[taking.SettleAsksIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
    department_id: FromPath[Id],
) -> taking.HeadsOut:
    """Take what a head asks for into the draft, or leave it; once more changes nothing. 412: it reads otherwise."""
    await taking.settle(production_id=production_id, day_id=day_id, department_id=department_id, wanted=data, by=actor)
    return await taking.look(production_id, day_id, by=actor)


@get("/api/productions/{production_id:int}/questions", opt={"may": ("heads", "answer")}, operation_id="ReadMyQuestions")
async def my_questions(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> list[answering.MyQuestionOut]:
    """What the departments I head are asked, the nearest day first."""
    return await answering.my_questions(production_id, by=actor, now=clock.now())


@put(f"{_HEADS}/{{department_id:int}}/answer", opt={"may": ("heads", "answer")}, operation_id="AnswerForDepartment")
async def answer(
    data: JSONBody[answering.HeadAnswerIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
    department_id: FromPath[Id],
) -> answering.Answered:
    """My department's whole answer; all of it empty is *nothing to add*. 409 where another head has answered since."""
    return await answering.answer(
        production_id=production_id, day_id=day_id, department_id=department_id, wanted=data, by=actor, now=clock.now()
    )


HANDLERS = [read_heads, ask_heads, settle, my_questions, answer]
