"""Spans that belong to several traces, or to one that is over."""

import json

from opentelemetry import trace
from opentelemetry.propagate import extract, inject

tracer = trace.get_tracer(__name__)


def send(name):
    with tracer.start_as_current_span(f"send {name}"):
        carrier = {}
        inject(carrier)
        return carrier


def flush(messages):
    for message in messages:
        context = extract(message)
        print(sorted(message))
    # do: link.add
    with tracer.start_as_current_span("flush", context=context) as span:
        print(len(messages))


def fan_in(parts):
    contexts = [extract(part) for part in parts]
    # do: link.add
    span = tracer.start_span("fan in", context=contexts[-1])
    span.end()


def later(row):
    carrier = json.loads(row)
    # do: link.add
    with tracer.start_as_current_span("later", context=extract(carrier)):
        pass


def batch(messages):
    with tracer.start_as_current_span("batch"):
        for message in messages:
            context = extract(message)
            # do: link.add
            with tracer.start_as_current_span("one of batch", context=context):
                pass


messages = [send("a"), send("b"), {}]
flush(messages)
fan_in(messages)
later(json.dumps(messages[0]))
batch(messages)
