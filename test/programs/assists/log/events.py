"""The log of structlog, as JSON and by its defaults."""

import logging

import structlog
from opentelemetry import trace

tracer = trace.get_tracer(__name__)


def as_json():
    # do: log.correlation
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def as_text():
    renderer = structlog.dev.ConsoleRenderer(colors=False)
    processors = [structlog.processors.add_log_level, renderer]
    # do: log.correlation
    structlog.configure(processors=processors)


def work():
    log = structlog.get_logger()
    log.info("outside")
    with tracer.start_as_current_span("order"):
        log.info("in order", items=2)
        with tracer.start_as_current_span("ship"):
            log.warning("in ship", items=[1, 2])


as_json()
work()
as_text()
work()
