import asyncio
import os

import aiohttp
from aiohttp import web

routes = web.RouteTableDef()


# do: http.server @ @routes
@routes.get("/items/{item}")
async def item(request: web.Request) -> web.Response:
    if request.match_info["item"] == "nothing":
        raise web.HTTPNotFound()
    if request.match_info["item"] == "broken":
        raise RuntimeError("broken")
    return web.json_response({"shop": request.headers.get("X-Shop")})


class Orders:
    # do: http.server @ def
    async def create(self, request):
        await request.text()
        return web.Response(status=201)


async def load(session, url):
    # do: http.client @ get(
    async with session.get(url) as response:
        # What is not found has no text.
        return response.status, await response.json() if response.ok else None


async def order(session: aiohttp.ClientSession, url):
    # do: http.client @ post(
    response = await session.post(url, data="pen", headers={"X-Own": "1"})
    return response.status


async def main():
    app = web.Application()
    app.add_routes(routes)
    app.router.add_post("/orders", Orders().create)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", int(os.environ["PORT"]))
    await site.start()
    base = f"http://127.0.0.1:{os.environ['PORT']}"
    async with aiohttp.ClientSession(headers={"X-Shop": "books"}) as session:
        for name in "book", "nothing", "broken":
            print(await load(session, f"{base}/items/{name}"))
        print(await order(session, base + "/orders"))
    await runner.cleanup()


asyncio.run(main())
