"""A shop."""

import asyncio
import contextlib
import sys

from opentelemetry import trace


def probe(name):
    trace.get_tracer("program").start_span(name).end()


class Store:
    names = ["a", "b", "c"]

    # do: span.function
    def find(self, key):
        """Finds it."""
        probe("query")
        if key == "lost":
            raise KeyError(key)
        return f"item {key}"

    # do: span.function
    @property
    def size(self):
        return len(self.names)


class Shop(Store):
    # do: span.function
    def find(self, key):
        return super().find(key).upper()

    # do: span.function
    @classmethod
    def open(cls): return cls()

    # do: span.function
    async def sell(self, key):
        await asyncio.sleep(0.001)
        text = f"""{self.find(key)}
  sold"""
        return text

    # do: span.function
    def each(self):
        probe("inside each")
        for name in self.names:
            got = yield name
            if got:
                print("got", got)
        return "done"

    # do: span.function
    async def slowly(self):
        for name in self.names:
            await asyncio.sleep(0)
            yield name


# do: span.function
@contextlib.contextmanager
def transaction():
    print("begin")
    try:
        yield "tx"
    finally:
        print("end")


# do: span.function
def broken():
    yield 1
    raise ValueError("no more")


# do: span.function
async def main():
    shop = Shop.open()
    print(shop.size, shop.find("x"))
    print(await asyncio.gather(shop.sell("y"), shop.sell("z")))
    try:
        shop.find("lost")
    except KeyError as error:
        print("lost", error)
    for name in shop.each():
        probe(f"consumes {name}")
        if name == "b":
            break
    each = shop.each()
    next(each)
    print(each.send("word"))
    each.close()
    async for name in shop.slowly():
        probe(f"awaits {name}")
    with transaction() as tx:
        probe("in transaction")
        print(tx)
    try:
        print(list(broken()))
    except ValueError as error:
        print(error)
    task = asyncio.create_task(forever())
    await asyncio.sleep(0.001)
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))


# do: span.function
async def forever():
    await asyncio.sleep(60)


asyncio.run(main())
sys.exit(3)
