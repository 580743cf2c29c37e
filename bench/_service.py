"""A push service that says 201 after so many seconds, in a process of its own: it must not take the sender's CPU."""

import asyncio
import sys

from aiohttp import web

HEAD = "listening on "


async def serve(delay: float) -> None:
    async def push(request: web.Request) -> web.Response:
        await request.read()
        await asyncio.sleep(delay)
        return web.Response(status=201)

    app = web.Application()
    app.router.add_post("/{token:.*}", push)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(HEAD + str(site._server.sockets[0].getsockname()[1]), flush=True)  # type: ignore[union-attr]  # noqa: SLF001
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
