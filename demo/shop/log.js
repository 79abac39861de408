// One line on the terminal, and the same as a log record that belongs to the current span.
const { logs, SeverityNumber } = require('@opentelemetry/api-logs');

const logger = logs.getLogger('shop');

function log(severity, body, attributes = {}) {
  console.log(body);
  logger.emit({ severityNumber: SeverityNumber[severity], severityText: severity, body, attributes });
}

module.exports = { log };
