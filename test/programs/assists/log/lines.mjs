// The log of pino, with and without options of its own.
import { trace } from '@opentelemetry/api';
import pino from 'pino';

const tracer = trace.getTracer('lines');
const options = { base: null, timestamp: false };
const out = pino.destination({ sync: true });
// do: log.correlation @ pino(
const log = pino(options, out);
// do: log.correlation @ pino(
const audit = pino(
  { base: null, timestamp: false, formatters: { level: (label) => ({ level: label }) } },
  out,
);

async function ship(number) {
  await tracer.startActiveSpan(`ship ${number}`, async (span) => {
    await null;
    log.child({ number }).info({ items: 2 }, `in ship ${number}`);
    audit.warn(new Error('none left').message + ` in ship ${number}`);
    span.end();
  });
}

log.info('outside');
await tracer.startActiveSpan('order', async (span) => {
  log.info('in order');
  await Promise.all([ship(1), ship(2)]);
  span.end();
});
