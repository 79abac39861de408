import os
import sys

from opentelemetry import trace

tracer = trace.get_tracer(__name__)


def main(name: str) -> None:
    with tracer.start_as_current_span("work"):
        print(name.upper(), os.environ.get("LEVEL", "-"))


# do: context.carry
if __name__ == "__main__":
    main(sys.argv[1])
