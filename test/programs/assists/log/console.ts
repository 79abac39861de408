import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('console');

function ship(number: number): void {
  tracer.startActiveSpan(`ship ${number}`, (span) => {
    // do: log.correlation
    console.info('in ship %d', number, { items: [number] });
    span.end();
  });
}

function report(text: string): void {
  // do: log.correlation
  console.log(text);
}

report('outside');
tracer.startActiveSpan('order', (span) => {
  report('in order');
  ship(1);
  span.end();
});
