import os
import threading

import requests
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


# do: http.server
async def home(request: Request):
    if request.query_params:
        raise HTTPException(403)
    return PlainTextResponse("home")


# do: http.server
async def broken(request):
    raise RuntimeError("broken")


app = Starlette(routes=[Route("/", home), Route("/broken/{part}", broken)])


def ask(url, params=None):
    # do: http.client @ requests
    print(requests.get(url, params).status_code)


server = uvicorn.Server(uvicorn.Config(app, port=int(os.environ["PORT"]), log_level="critical"))
thread = threading.Thread(target=server.run)
thread.start()
while not server.started:
    threading.Event().wait(0.01)
base = f"http://127.0.0.1:{os.environ['PORT']}"
ask(base + "/")
ask(base + "/", {"a": 1})
ask(base + "/broken/cup")
server.should_exit = True
thread.join()
