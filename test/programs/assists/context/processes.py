"""Numbers are squared in processes; each square is a span."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from opentelemetry import trace

tracer = trace.get_tracer(__name__)


def square(number: int) -> int:
    with tracer.start_as_current_span(f"square {number}"):
        return number * number


def put(results, number: int, *, twice: bool = False) -> None:
    with tracer.start_as_current_span("put"):
        results.put(square(number) * (2 if twice else 1))


def main() -> None:
    forking = multiprocessing.get_context("fork")
    with tracer.start_as_current_span("process"):
        results = forking.Queue()
        # do: context.carry
        process = forking.Process(target=put, args=(results, 2), kwargs={"twice": True})
        process.start()
        print(results.get())
        process.join()
        print(process.exitcode)
    with tracer.start_as_current_span("executor"), ProcessPoolExecutor(1, mp_context=forking) as executor:
        # do: context.carry
        print(list(executor.map(square, [3, 4])))


if __name__ == "__main__":
    main()
