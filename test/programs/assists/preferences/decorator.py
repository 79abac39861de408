"""Spans as decorators, and as `with` where a decorator would measure or mean something else."""

import asyncio
import functools
import inspect
import warnings

from opentelemetry import trace

tracer = trace.get_tracer("decorator")


def probe(name):
    trace.get_tracer("program").start_span(name).end()
    return name


def registered(function):
    print("registered", function.__name__, inspect.signature(function))
    return function


class Shop:
    # do: span.function
    def __init__(self, *names):
        self.names = [probe(name) for name in names]

    # do: span.function
    def __new__(cls, *names):
        return super().__new__(cls)

    # do: span.function
    @property
    def size(self):
        return len(self.names)

    # do: span.function
    @staticmethod
    def shout(text, *, mark="!"): return probe(text).upper() + mark

    # do: span.function
    @classmethod
    def open(cls):
        """Opens it."""
        return cls("a", "b")

    # do: span.function
    @functools.cached_property
    def label(self):
        return probe("label") + "".join(self.names)

    # do: span.function
    async def sell(self, name):
        await asyncio.sleep(0.001)
        return probe(name)


# do: span.function
@registered
def factorial(number: int, /, step: int = 1) -> int:
    return 1 if number < 2 else number * factorial(number - step)


# do: span.function
@functools.lru_cache
def cached(number):
    if number > 3:
        raise ValueError(number)
    return probe(f"cached {number}")


# do: span.function
def values(limit):
    for number in range(limit):
        yield probe(f"value {number}")


# do: span.function
def old():
    warnings.warn("use new()", stacklevel=2)


def outer(name):
    # do: span.function
    def inner():
        return probe(name)

    return inner()


shop = Shop.open()
print(shop.size, Shop.shout("hey"), Shop.shout("hey", mark="?"), shop.label, shop.label, Shop.open.__doc__)
print(asyncio.run(shop.sell("tea")), inspect.iscoroutinefunction(shop.sell), list(values(2)))
print(factorial(3), cached(1), cached(1), cached.cache_info(), outer("in"), outer("out"))
for value in values(1):
    probe("consumer")
try:
    cached(4)
except ValueError as error:
    print("raised", error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    old()
    print([str(warning.message) for warning in caught], caught[0].filename == __file__)
