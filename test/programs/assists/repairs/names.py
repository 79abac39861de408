"""Spans that are named after what they are about."""

from opentelemetry import trace

tracer = trace.get_tracer(__name__)
PREFIX = "shop"


class Order:
    def __init__(self, id, email):
        self.id = id
        self.email = email


def process(order, attempt: int):
    # do: name.lowCardinality
    with tracer.start_as_current_span(f"process order {order.id} of {order.email} ({attempt})"):
        print("process", order.id, attempt)


def get(method, user_id):
    # do: name.lowCardinality
    span = tracer.start_span("%s /users/%s/orders" % (method, user_id), kind=trace.SpanKind.CLIENT)
    span.end()


def counted(rows):
    # do: name.lowCardinality
    with tracer.start_as_current_span(
        "{}.{prefix} {rows} rows".format(PREFIX, prefix="import", rows=len(rows)),
        attributes={
            "kind": "csv",
        },
    ):
        print(rows)


@tracer.start_as_current_span("handle")
def handle(job):
    span = trace.get_current_span()
    # do: name.lowCardinality
    span.update_name("job-" + str(job["id"]) + "-done")


process(Order(7, "a@example.org"), 1)
process(Order("x7", "b@example.org"), 2)
get("GET", 12)
get("POST", None)
counted(["a", "b"])
handle({"id": (1, 2)})
