import asyncio
import os

import httpx

BASE = f"http://127.0.0.1:{os.environ['PORT']}"


def stock(item):
    with httpx.Client(base_url=BASE, headers={"X-Shop": "books"}) as client:
        # do: http.client @ get(
        return client.get(f"/items/{item}", headers=[("Accept", "application/json")]).json()


def lines(item):
    # do: http.client @ httpx
    with httpx.stream("GET", f"{BASE}/items/{item}") as response:
        for line in response.iter_lines():
            print(response.status_code, line)


async def both(first, second):
    async with httpx.AsyncClient() as client:
        # do: http.client @ get(
        one = await client.get(f"{BASE}/items/{first}")
        # do: http.client @ request(
        two = await client.request("post", f"{BASE}/items/{second}", content=b"x")
    return one.status_code, two.status_code


print(stock("book"))
lines("pen")
print(asyncio.run(both("book", "nothing")))
