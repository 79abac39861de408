from __future__ import annotations

import os
from typing import Annotated

import uvicorn
from fastapi import APIRouter, FastAPI, Header, HTTPException, Request, Response, status
from fastapi.responses import JSONResponse
from pydantic import BaseModel

# Newer versions make spans of their own.
app = FastAPI(telemetry={"tracing": False})
router = APIRouter(prefix="/items")


class Item(BaseModel):
    id: int


class Gone(Exception):
    pass


# do: http.server @ @router
@router.get("/{item_id}")
async def read_item(item_id: int, x_shop: Annotated[str, Header()]) -> dict:
    if item_id == 4:
        raise HTTPException(status_code=404, detail="no such item")
    if item_id == 5:
        raise Gone
    if item_id == 6:
        raise ValueError("broken")
    return {"id": item_id, "shop": x_shop}


# do: http.server @ @router
@router.post("", status_code=status.HTTP_201_CREATED)
def create_item(item: Item):
    return item


# do: http.server @ @router
@router.delete("/{item_id}")
async def delete_item(item_id: int, response: Response):
    response.status_code = 202
    return {}


@app.exception_handler(Gone)
async def gone(request: Request, error: Gone):
    return JSONResponse(status_code=410, content={})


app.include_router(router)


class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print("ready", flush=True)


Server(uvicorn.Config(app, port=int(os.environ["PORT"]), log_level="critical")).run()
