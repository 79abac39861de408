// What a web page does that traces itself: `exportSpan(url)` sends one span and resolves when that was answered.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

window.exportSpan = async (url) => {
  const provider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url, headers: { 'x-page': 'shop' } }))],
  });
  provider.getTracer('page').startSpan('click').end();
  await provider.shutdown();
};
