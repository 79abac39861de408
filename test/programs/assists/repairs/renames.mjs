import { SpanKind, trace } from '@opentelemetry/api';
import { SEMATTRS_HTTP_METHOD } from '@opentelemetry/semantic-conventions';

const tracer = trace.getTracer('renames');

function get(url) {
  const span = tracer.startSpan('GET', {
    kind: SpanKind.CLIENT,
    attributes: {
      // do: semconv.rename
      [SEMATTRS_HTTP_METHOD]: 'GET',
      // do: semconv.rename
      'http.target': url,
      // do: semconv.rename
      'net.peer.name': 'localhost',
      // do: semconv.rename
      'net.peer.port': 80,
      // do: semconv.rename
      'messaging.kafka.partition': 7,
    },
  });
  // do: semconv.rename
  span.setAttribute('http.flavor', '2.0').setAttributes({ 'order.id': 1 });
  span.end();
  return url;
}

console.log(get('/a?b=c?d'), get('/a'), get(undefined));
