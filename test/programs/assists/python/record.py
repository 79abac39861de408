"""Runs a program, and sends its spans by OTLP when it ends; RECORD gets the number of those that were never ended."""

import atexit
import multiprocessing.util
import os
import runpy
import signal
import sys

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter


class Open(SpanProcessor):
    count = 0

    def on_start(self, span, parent_context=None):
        Open.count += 1

    def on_end(self, span):
        Open.count -= 1


# In memory until the end: sending while the program runs would change the order in which its tasks and threads run.
ended = InMemorySpanExporter()
provider = TracerProvider(shutdown_on_exit=False)
provider.add_span_processor(SimpleSpanProcessor(ended))
provider.add_span_processor(Open())
trace.set_tracer_provider(provider)


@atexit.register
def send():
    spans = ended.get_finished_spans()
    if spans:
        OTLPSpanExporter().export(spans)
    with open(os.environ["RECORD"], "w") as file:
        file.write(str(Open.count))


# A process of multiprocessing ends without `atexit`, and begins with what its parent has recorded.
def forked(_):
    ended.clear()
    Open.count = 0
    multiprocessing.util.Finalize(None, send, exitpriority=1)


multiprocessing.util.register_after_fork(ended, forked)


# A program in the background is told to end so; the default would end it without `atexit`.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
del sys.argv[0]
sys.path[0] = os.path.dirname(sys.argv[0])
runpy.run_path(sys.argv[0], run_name="__main__")
