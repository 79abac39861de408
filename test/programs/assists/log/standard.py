"""The log of the standard library, in all ways to set it up. Each line names the span that it is written in."""

import logging
import logging.config
import sys
from concurrent.futures import ThreadPoolExecutor

from opentelemetry import trace

tracer = trace.get_tracer(__name__)

# do: log.correlation
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(levelname)s %(name)s: %(message)s")
log = logging.getLogger("shop")

braces = "{levelname:>8} {message}"
handler = logging.StreamHandler(sys.stdout)
# do: log.correlation
handler.setFormatter(logging.Formatter(braces, style="{"))
audit = logging.getLogger("audit")
audit.addHandler(handler)
audit.propagate = False


def configure():
    # do: log.correlation
    logging.config.dictConfig({
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"format": '{"at": "%(name)s", "message": "%(message)s"}'}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}},
        "loggers": {"json": {"handlers": ["out"], "propagate": False}},
    })


def ship(number: int) -> int:
    with tracer.start_as_current_span(f"ship {number}"):
        log.info("in ship %d", number)
        audit.warning("in ship %d", number, extra={"trace_id": "of the caller"})
    return number


def main() -> None:
    configure()
    log.info("outside")
    with tracer.start_as_current_span("order"):
        logging.getLogger("json").error("in order")
        print(ship(1))
        try:
            raise KeyError("lost")
        except KeyError:
            log.exception("in order")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(ship, 2).result()


main()
