"""Attributes as old tutorials write them."""

from opentelemetry import trace
from opentelemetry.semconv.trace import SpanAttributes

tracer = trace.get_tracer(__name__)


class Request:
    method = "GET"
    target = "/search?q=a&n=2"


def serve(request):
    # do: semconv.rename @ http.method
    with tracer.start_as_current_span("serve", kind=trace.SpanKind.SERVER, attributes={"http.method": request.method}) as span:
        # do: semconv.rename
        span.set_attribute("http.target", request.target)
        # do: semconv.rename
        span.set_attribute(SpanAttributes.NET_PEER_NAME, "10.0.0.1")
        # do: semconv.rename
        span.set_attribute(SpanAttributes.HTTP_STATUS_CODE, 200)
        # do: semconv.rename
        span.set_attribute("http.request_content_length", 12)
        print(request.target)


def query(sql):
    attributes = {
        # do: semconv.rename
        "db.system": "mssql",
        # do: semconv.rename
        "db.statement": sql,
        # do: semconv.rename
        "db.redis.database_index": 3,
    }
    with tracer.start_as_current_span("query", attributes=attributes):
        return len(attributes)


serve(Request())
print(query("SELECT 1"))
