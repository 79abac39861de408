"""Errors that end inside spans, that pass through them, and that are handled on some paths only."""

import asyncio

from opentelemetry import trace

tracer = trace.get_tracer(__name__)


class Missing(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


def swallowed(text):
    with tracer.start_as_current_span("swallowed"):
        try:
            return int(text)
        # do: span.error
        except (ValueError, TypeError):
            return -1


def some_paths(code):
    with tracer.start_as_current_span("some paths") as span:
        try:
            raise Missing(code)
        # do: span.error
        except Missing as missing:
            if missing.code != 404:
                raise
            return None


def started(text):
    span = tracer.start_span("started")
    try:
        return int(text)
    # do: span.error
    except:
        print("not a number")
        raise
    finally:
        span.end()


@tracer.start_as_current_span("each")
def each(texts):
    for text in texts:
        try:
            print(int(text))
        # do: span.error
        except ValueError as error: print(error)


async def completed():
    with tracer.start_as_current_span("completed") as span:
        await asyncio.sleep(0)
        try:
            {}["key"]
        except KeyError as error:
            # do: span.error
            span.record_exception(error)
            return repr(error)


print(swallowed("1"), swallowed("one"), swallowed(None))
print(some_paths(404))
try:
    some_paths(500)
except Missing as missing:
    print(missing)
print(started("7"))
try:
    started("seven")
except ValueError as error:
    print(error)
each(["1", "x", "2"])
print(asyncio.run(completed()))
