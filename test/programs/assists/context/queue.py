"""Functions in a queue, run by a thread that was started before."""

import queue
import threading

from opentelemetry import trace

tracer = trace.get_tracer(__name__)
jobs: queue.Queue = queue.Queue()


def run_jobs() -> None:
    while True:
        job = jobs.get()
        if job is None:
            return
        job()


def greet(name: str) -> None:
    with tracer.start_as_current_span(f"greet {name}"):
        print("hello", name)


def later(name: str) -> None:
    with tracer.start_as_current_span(f"later {name}"):
        # do: context.carry
        jobs.put(lambda: greet(name))


thread = threading.Thread(target=run_jobs)
thread.start()
later("Ada")
later("Bea")
jobs.put(None)
thread.join()
