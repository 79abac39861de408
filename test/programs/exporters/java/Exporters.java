import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;

/** Sends a span with a child and a log record by the exporter that the environment chooses. */
public class Exporters {
  public static void main(String[] arguments) {
    OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk();
    Tracer tracer = sdk.getTracer("lib", "1.0");
    Attributes attributes =
        Attributes.builder()
            .put("text", "grün")
            .put("int", 7)
            .put("double", 1.5)
            .put("bool", true)
            .put(AttributeKey.stringArrayKey("list"), "x", "y")
            .build();
    Span parent =
        tracer.spanBuilder("parent").setSpanKind(SpanKind.SERVER).setAllAttributes(attributes).startSpan();
    try (Scope inParent = parent.makeCurrent()) {
      Span child = tracer.spanBuilder("child").startSpan();
      try (Scope inChild = child.makeCurrent()) {
        child.recordException(new IllegalStateException("broken"));
        child.setStatus(StatusCode.ERROR, "broken");
        sdk.getLogsBridge().get("lib").logRecordBuilder().setSeverity(Severity.WARN).setBody("hello").emit();
      } finally {
        child.end();
      }
    } finally {
      parent.end();
    }
    sdk.close();
  }
}
