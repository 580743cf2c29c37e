"""PDF by typst. Data goes through `sys_inputs` as text; the root is a folder that holds templates and nothing else."""

import asyncio
from pathlib import Path
from typing import Any

import typst

from server.wire import encode

HERE = Path(__file__).parent


async def sheet_pdf(data: dict[str, Any]) -> bytes:
    """The plain call sheet of `rules.sheets.paper.on_paper`; some 20 ms in a thread. Raises RuntimeError of typst."""
    return await asyncio.to_thread(_compile, encode(data).decode())


def _compile(data: str) -> bytes:
    made: bytes = typst.compile(str(HERE / "sheet.typ"), root=str(HERE), format="pdf", sys_inputs={"data": data})
    return made
