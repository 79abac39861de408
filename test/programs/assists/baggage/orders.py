"""Orders of tenants, priced by another service: its requests are carriers here."""

import asyncio

from opentelemetry import propagate, trace

tracer = trace.get_tracer(__name__)
# Read below the edge and listed by what reads it.
BAGGAGE_ATTRIBUTES = ("tenant.id", "plan")


def prices(carrier: dict[str, str], items: list[str]) -> list[int]:
    parent = propagate.extract(carrier)
    # do: baggage.toAttributes
    with tracer.start_as_current_span("prices", context=parent):
        return [len(item) for item in items]


# do: baggage.set @ tenant_id
def order(tenant_id: str, items: list[str]) -> int:
    """Handles one order."""
    # do: baggage.toAttributes
    with tracer.start_as_current_span("order"):
        carrier: dict[str, str] = {}
        propagate.inject(carrier)
        if not items:
            raise ValueError("nothing ordered")
        return sum(prices(carrier, items))


class Queue:
    async def deliver(self, message: dict[str, str]) -> str:
        if message["kind"] == "order":
            # do: baggage.set
            plan = message["plan"]
            for _ in range(2):
                if message["tenant"] == "none":
                    return "skipped"
                await asyncio.sleep(0)
            return f"{plan}: {order(message['tenant'], ['pen', 'ink'])}"
        # do: baggage.toAttributes
        span = tracer.start_span("other")
        # do: baggage.get
        tier: str | None = None
        # do: baggage.get
        plan = "none"
        span.set_attribute("seen", f"{tier} {plan}")
        span.end()
        return message["kind"]


async def main() -> None:
    queue = Queue()
    messages = [
        {"kind": "order", "tenant": "blue & co", "plan": "gold"},
        {"kind": "order", "tenant": "none", "plan": "tin"},
        {"kind": "ping"},
    ]
    # Tasks side by side: each has baggage of its own.
    print(await asyncio.gather(*map(queue.deliver, messages)))
    try:
        order("red", [])
    except ValueError as error:
        print(error)
    with tracer.start_as_current_span("after"):
        print(await queue.deliver({"kind": "pong"}))


asyncio.run(main())
