"""Orders are priced in threads of all kinds; each price is a span."""

import asyncio
import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

from opentelemetry import trace

tracer = trace.get_tracer(__name__)
# Of the main thread: what else the context holds must not reach the others.
unit = contextvars.ContextVar("unit", default="EUR")


def price(item: str) -> str:
    with tracer.start_as_current_span(f"price {item}"):
        return f"{len(item)} {unit.get()}"


class Shelf:
    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(2)

    def prices(self, items: list[str]) -> list[str]:
        with tracer.start_as_current_span("map"):
            # do: context.carry
            return list(self._pool.map(price, items))


class Pricing(threading.Thread):
    def __init__(self, item: str) -> None:
        super().__init__()
        self.item = item

    # do: context.carry
    def run(self) -> None:
        print(self.item, price(self.item))


def in_thread(item: str) -> None:
    prices: list[str] = []
    with tracer.start_as_current_span("thread"):
        # do: context.carry
        thread = threading.Thread(target=lambda: prices.append(price(item)))
        thread.start()
        thread.join()
        # do: context.carry
        named = threading.Thread(target=price, args=(item,))
        print(named.name.split("-")[1], prices)
        named.start()
        named.join()
        # do: context.carry
        timer = threading.Timer(0.001, price, [item])
        timer.start()
        timer.join()
        pricing = Pricing("sponge")
        pricing.start()
        pricing.join()
        done = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(done.wait)
            # do: context.carry
            future.add_done_callback(lambda _: price("bucket"))
            done.set()


async def in_loop(item: str) -> None:
    loop = asyncio.get_running_loop()
    with tracer.start_as_current_span("loop"):
        # do: context.carry
        print(await loop.run_in_executor(None, price, item))


def main() -> None:
    unit.set("USD")
    with tracer.start_as_current_span("submit"), ThreadPoolExecutor(2) as pool:
        # do: context.carry
        futures = [pool.submit(price, item) for item in ("pen", "paper")]
        print([future.result() for future in futures])
    print(Shelf().prices(["ink", "brush"]))
    in_thread("chalk")
    asyncio.run(in_loop("lamp"))
    with tracer.start_as_current_span("pool"), ThreadPool(2) as threads:
        # do: context.carry
        print(threads.apply_async(price, ("desk",)).get())
    # A context that was carried ends with its work.
    print(price("nail"))


main()
