import asyncio
import os

import httpx
import uvicorn
from fastapi import FastAPI

app = FastAPI()


# do: http.server @ @app
@app.get("/items/{item_id}")
def read_item(item_id: int):
    return {"id": item_id}


async def load(client: httpx.AsyncClient, number: int) -> dict:
    # do: http.client @ client.get
    return (await client.get(f"http://127.0.0.1:{os.environ['PORT']}/items/{number}")).json()


async def main():
    server = uvicorn.Server(uvicorn.Config(app, port=int(os.environ["PORT"]), log_level="critical"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient() as client:
        print(await load(client, 1))
    # It makes its own span only where it can, and never two.
    print(read_item(2))
    server.should_exit = True
    await serving


asyncio.run(main())
