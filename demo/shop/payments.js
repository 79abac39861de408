// Charges cards. Its spans are written by hand: this is how a span looks in code.
const { SpanStatusCode, trace } = require('@opentelemetry/api');
const { serve, sleep } = require('./web');

const tracer = trace.getTracer('payments');
let charges = 0;

class CardDeclined extends Error {
  name = 'CardDeclined';
  status = 402;
}

serve('payments', (app) => {
  app.post('/charges', async (request, response) => {
    await authorize(request.body.card, request.body.amount);
    charges += 1;
    response.status(201).json({ id: `ch_${charges}` });
  });
});

/** Asks the card's issuer; throws when the issuer says no. */
function authorize(card, amount) {
  return tracer.startActiveSpan('authorize card', async (span) => {
    try {
      span.setAttributes({ 'payment.amount': amount, 'payment.card.last4': card.slice(-4) });
      await sleep(30);
      span.addEvent('issuer answered');
      if (card.endsWith('0002')) throw new CardDeclined(`the issuer declined card …${card.slice(-4)}`);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      throw error;
    } finally {
      span.end();
    }
  });
}
