"""The log of loguru, in several sinks."""

import sys

from loguru import logger
from opentelemetry import trace

tracer = trace.get_tracer(__name__)

logger.remove()
# do: log.correlation
logger.add(sys.stdout, format="{level: <8} {message}", colorize=False)
# do: log.correlation
logger.add(sys.stdout, format="again: {message}", level="WARNING", colorize=False)


def main() -> None:
    logger.info("outside")
    with tracer.start_as_current_span("order"):
        logger.bind(items=2).info("in order")
        with tracer.start_as_current_span("ship"):
            logger.warning("in ship {}", 1)
            try:
                raise ValueError("none left")
            except ValueError as error:
                logger.error("in ship {}", error)


main()
