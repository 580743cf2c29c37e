"""PDF by typst. Data goes through `sys_inputs` as text; the root is a folder that holds templates and nothing else."""

import asyncio
from pathlib import Path
from typing import Any

import typst

from server.wire import encode

HERE = Path(__file__).parent


async def sheet_pdf(data: dict[str, Any]) -> bytes:
    """The plain call sheet of `rules.sheets.paper.on_paper`; some 20 ms in a thread. Raises RuntimeError of typst."""
    return await _made("sheet", data)


async def one_liner_pdf(data: dict[str, Any]) -> bytes:
    """The one-liner of `rules.reports.one_liner.on_paper`. Raises RuntimeError of typst."""
    return await _made("one_liner", data)


async def day_out_pdf(data: dict[str, Any]) -> bytes:
    """The day-out-of-days of `rules.reports.day_out.on_paper`. Raises RuntimeError of typst."""
    return await _made("day_out", data)


async def _made(template: str, data: dict[str, Any]) -> bytes:
    return await asyncio.to_thread(_compile, template, encode(data).decode())


def _compile(template: str, data: str) -> bytes:
    file = str(HERE / f"{template}.typ")
    made: bytes = typst.compile(file, root=str(HERE), format="pdf", sys_inputs={"data": data})
    return made
