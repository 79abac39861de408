// The log of winston, as JSON and printed by hand.
const { trace } = require('@opentelemetry/api');
const { createLogger, format, transports } = require('winston');

const tracer = trace.getTracer('transports');
const line = format.printf(({ level, message }) => `${level}: ${message}`);

// do: log.correlation @ createLogger
const json = createLogger({
  format: format.combine(format.label({ label: 'shop' }), format.json()),
  transports: [new transports.Console()],
});
// do: log.correlation @ createLogger
const text = createLogger({ format: line, transports: [new transports.Console()] });

json.info('outside');
tracer.startActiveSpan('order', (span) => {
  json.info('in order', { items: 2 });
  text.warn('in order');
  tracer.startActiveSpan('ship', (inner) => {
    text.info('in ship');
    json.error('in ship');
    inner.end();
  });
  span.end();
});
