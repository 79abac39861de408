// The few lines that all services share: serving JSON, calling each other, and answering failures.
const express = require('express');
const { SpanStatusCode, trace } = require('@opentelemetry/api');
const { log } = require('./log');
const { ports } = require('./ports');

/** Starts a service: `addRoutes` gets its Express app. */
function serve(name, addRoutes) {
  const app = express();
  app.use(express.json());
  addRoutes(app);
  app.use(answerFailure);
  app.listen(ports[name], '127.0.0.1', (error) => {
    if (error) throw error;
    log('INFO', `listens on port ${ports[name]}`);
  });
}

/** Express calls this for every error that a route throws. */
function answerFailure(error, request, response, _next) {
  const span = trace.getActiveSpan();
  span?.recordException(error);
  span?.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  log('ERROR', `${request.method} ${request.path}: ${error.message}`);
  response.status(error.status ?? 500).json({ error: error.message });
}

/** Sends JSON to another service and returns its answer; throws when that service says no. */
async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error), { status: 502 });
  return answer;
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

module.exports = { serve, post, sleep };
