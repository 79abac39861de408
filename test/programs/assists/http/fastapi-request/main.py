"""Handlers that take the request themselves, a method as handler, a router with a prefix; FastAPI's own spans are off."""

import asyncio
import os
from typing import Annotated

import httpx
import uvicorn
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response

router = APIRouter(prefix="/orders")


def user(request: Request) -> str:
    return request.headers.get("x-user", "nobody")


# do: http.server
@router.get("/{number}")
async def order(request: Request, number: int, by: Annotated[str, Depends(user)]) -> dict:
    if number == 404:
        raise HTTPException(404, "no such order")
    return {"number": number, "by": by, "query": request.url.query}


# do: http.server
@router.post("", status_code=201)
def create(response: Response, request: Request) -> dict:
    response.headers["location"] = f"{request.url.path}/1"
    return {}


class Stock:
    def __init__(self) -> None:
        self.router = APIRouter()
        self.router.add_api_route("/stock/{item}", self.count, methods=["GET"])

    # do: http.server
    async def count(self, item: str) -> int:
        return len(item)


app = FastAPI(telemetry={"tracing": False})
app.include_router(router, prefix="/v1")
app.include_router(Stock().router)


async def main():
    server = uvicorn.Server(uvicorn.Config(app, port=int(os.environ["PORT"]), log_level="critical"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{os.environ['PORT']}") as client:
        for path in ("/v1/orders/1?full=1", "/v1/orders/404", "/v1/orders/x", "/stock/book"):
            response = await client.get(path)
            print(path, response.status_code, response.text[:40])
        print((await client.post("/v1/orders")).headers["location"])
    server.should_exit = True
    await serving


asyncio.run(main())
