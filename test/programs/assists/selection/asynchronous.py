"""Spans around awaits keep their children, task by task."""

import asyncio
import contextlib

from opentelemetry import trace


def probe(name):
    trace.get_tracer("program").start_span(name).end()
    return name


async def work(name, delay):
    await asyncio.sleep(delay)
    return probe(name)


async def both(name):
    # do: span.selection 3
    first = await work(f"{name} first", 0.002)
    async with asyncio.timeout(5):
        second = await work(f"{name} second", 0.001)
    return first, second


async def condition(name):
    if (
        # do: span.selection 1
        await work(name, 0)
    ) == name:
        return "yes"
    return "no"


async def shown(name):
    print(
        # do: span.selection 4
        await work(
            name,
            0,
        ),
        "is shown",
    )


async def ticks(count):
    for number in range(count):
        # do: span.selection 2
        await asyncio.sleep(0)
        yield probe(f"tick {number}")


@contextlib.asynccontextmanager
async def session():
    # do: span.selection 5
    probe("open")
    try:
        yield "session"
    finally:
        probe("close")


async def main():
    results = await asyncio.gather(both("left"), both("right"))
    print(results, await condition("asked"))
    await shown("shown")
    async for tick in ticks(2):
        print(tick)
    async with session() as opened:
        print(opened)
    task = asyncio.create_task(both("cancelled"))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
