// Two calls create spans of one name: only a person can tell which is meant.
const { trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('twins');

const first = () => tracer.startActiveSpan('twin', (span) => span.end());

const second = () => tracer.startActiveSpan('twin', (span) => span.end());

module.exports = { first, second };
