"""Without types only names that are plain texts in every program are recorded; the rest is left alone."""

import asyncio

from opentelemetry import trace

tracer = trace.get_tracer("untyped")


class Body:
    """Nobody asks for its text."""

    def __str__(self):
        print("str of body")
        return "body"

    __repr__ = __str__


# do: span.function
# do: span.attributes
async def fetch(url, body, retries=2, *, token, session_id, tenant_id, topic=None, timeout=1.5):
    await asyncio.sleep(0)
    if retries == 0:
        raise TimeoutError(url)
    return [url, retries, token, session_id, tenant_id, topic, timeout]


# do: span.attributes
def handler(event_id, payload):
    return event_id


# do: span.attributes
@tracer.start_as_current_span("decorated")
def decorated(document_id: int, compress=True):
    return document_id if compress else None


async def main():
    with tracer.start_as_current_span("main") as span:
        print(handler("e-1", Body()), handler(17, None))
        print(await fetch("http://example.org/a", Body(), token="t", session_id="s", tenant_id=3))
        print(await fetch("http://example.org/b", None, 1, token="", session_id="", tenant_id="x", topic="news"))
        try:
            await fetch("http://example.org/c", Body(), 0, token="t", session_id="s", tenant_id=3)
        except TimeoutError as error:
            print("raised", error)
        print(decorated(4), decorated(5, False))
        for job in ["one", "two"]:
            with tracer.start_as_current_span("round") as span:
                # do: span.attributes 1
                state = job.upper()
                print(state, span.is_recording())
    print(handler("outside", Body()))


asyncio.run(main())
