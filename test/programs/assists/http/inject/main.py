import os

import requests
from opentelemetry import trace
from opentelemetry.propagate import inject
from opentelemetry.trace import SpanKind

tracer = trace.get_tracer(__name__)
url = f"http://127.0.0.1:{os.environ['PORT']}/"


@tracer.start_as_current_span("before")
def before():
    headers = {"X-Own": "1"}
    inject(headers)
    with tracer.start_as_current_span("GET", kind=SpanKind.CLIENT):
        # do: http.client @ get(
        return requests.get(url, headers=headers).status_code


@tracer.start_as_current_span("missing")
def missing():
    with tracer.start_as_current_span("GET", kind=SpanKind.CLIENT):
        # do: http.client @ get(
        return requests.get(url).status_code


@tracer.start_as_current_span("outside")
def outside():
    headers = {}
    inject(headers)
    # do: http.client @ get(
    response = requests.get(url, headers=headers)
    return response.status_code


print(before(), missing(), outside())
