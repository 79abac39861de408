'use strict';
const { trace } = require('@opentelemetry/api');

/** Nobody asks for its text. */
class Body {
  toString() {
    console.log('text of body');
    return 'body';
  }
}

// do: span.function
// do: span.attributes
const handle = async (eventId, body, retries = 2, { tenantId, token, limit = 10 } = {}) => {
  await null;
  if (retries === 0) throw new Error('no retries');
  return [eventId, typeof body, retries, tenantId, token, limit];
};

// do: span.attributes
exports.plain = function (topic, status, payload) {
  return [topic, status, payload === undefined];
};

async function main() {
  console.log(
    await handle('e-1', new Body()),
    await handle(2, null, 1, { tenantId: new Body(), token: 't', limit: 3 }),
  );
  await handle(undefined, null, 0).catch((error) => console.log(String(error)));
  trace.getTracer('untyped').startActiveSpan('caller', (span) => {
    console.log(exports.plain('news', 200), exports.plain(null, { code: 1 }, []));
    for (const word of ['one', 'two']) {
      trace.getTracer('untyped').startActiveSpan('round', (round) => {
        // do: span.attributes 1
        const size = word.length;
        console.log(word, size);
        round.end();
      });
    }
    span.end();
  });
  console.log(exports.plain('outside'));
}

main();
