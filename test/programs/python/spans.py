"""Sends two spans by the exporter that the environment chooses."""

from opentelemetry import trace
from opentelemetry.sdk._configuration import _OTelSDKConfigurator

_OTelSDKConfigurator().configure(auto_instrumentation_version="")
tracer = trace.get_tracer("orders", "1.0")
with tracer.start_as_current_span("process_order", attributes={"order.id": 7, "tags": ["a", "b"]}):
    with tracer.start_as_current_span("charge"):
        pass
trace.get_tracer_provider().shutdown()
