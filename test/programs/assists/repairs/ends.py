"""Spans that somebody forgot to end on some path."""

import asyncio
import sys

from opentelemetry import trace

tracer = trace.get_tracer(__name__)


def never(values):
    # do: span.end
    span = tracer.start_span("never")
    # A comment about the values.
    span.set_attribute("values", len(values))
    total = sum(values)
    return total


def below(text):
    # do: span.end
    span = tracer.start_span("below")
    number = int(text)
    span.set_attribute("number", number)
    span.end()
    with tracer.start_as_current_span("after it"):
        return number * 2


def early(store, key):
    # do: span.end
    span = tracer.start_span("early")
    if key not in store:
        span.set_attribute("found", False)
        span.end()
        return None
    return store[key].upper()


async def tried(name):
    # do: span.end
    span = tracer.start_span("tried")
    try:
        await asyncio.sleep(0)
        value = getattr(sys, name)
        span.end()
        return value
    except AttributeError as error:
        span.record_exception(error)
        span.end()
        raise


def loop(items):
    for item in items:
        # do: span.end
        span = tracer.start_span("item")
        with trace.use_span(span):
            if item == "skip":
                continue
            if item == "stop":
                break
            with tracer.start_as_current_span(f"inside {item}"):
                print(item)
        span.end()


def generator(values):
    # do: span.end
    span = tracer.start_span("generator")
    for value in values:
        sent = yield value
        if sent:
            print("sent", sent)
    span.end()


print(never([1, 2]))
print(below("21"))
print(early({"a": "x"}, "b"), early({"a": "x"}, "a"))
print(asyncio.run(tried("maxsize")) > 0)
loop(["a", "skip", "b", "stop", "c"])
for function, argument in ((never, ["x"]), (below, "x"), (lambda key: early({key: 1}, key), "k")):
    try:
        function(argument)
    except Exception as error:
        print(type(error).__name__, error)
try:
    asyncio.run(tried("none"))
except AttributeError as error:
    print(error)
values = generator([1, 2, 3])
print(next(values), values.send("word"))
values.close()
print(list(generator("ab")))
sys.exit(never([3]))
