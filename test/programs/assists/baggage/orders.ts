import { context, propagation, trace } from '@opentelemetry/api';
import { setTimeout as pause } from 'node:timers/promises';

const tracer = trace.getTracer('orders');
export const baggageAttributes: readonly string[] = ['tenant.id', 'plan'];

function prices(carrier: Record<string, string>, items: readonly string[]): number[] {
  const parent = propagation.extract(context.active(), carrier);
  // do: baggage.toAttributes
  const span = tracer.startSpan('prices', {}, parent);
  span.end();
  return items.map((item) => item.length);
}

// do: baggage.set @ tenantId
async function order(tenantId: string, items: readonly string[]): Promise<number> {
  await pause(1);
  // do: baggage.toAttributes
  return tracer.startActiveSpan('order', (span) => {
    try {
      if (tenantId === 'black') throw new Error('no such tenant');
      const carrier = {};
      propagation.inject(context.active(), carrier);
      if (items.length === 0) throw new Error('nothing ordered');
      return prices(carrier, items).reduce((sum, price) => sum + price, 0);
    } finally {
      span.end();
    }
  });
}

class Queue {
  private count = 0;

  async deliver(message: { kind: string; tenant: string; plan: 'gold' | 'tin' }): Promise<string> {
    // do: baggage.set
    const plan = message.plan;
    this.count++;
    if (message.kind !== 'order') return this.other(message.kind);
    return `${plan} ${this.count}: ${await order(message.tenant, ['pen', 'ink'])}`;
  }

  private other(kind: string): string {
    const span = tracer.startSpan('other');
    // do: baggage.get
    const tier = undefined;
    // do: baggage.get
    const plan = 'none';
    span.setAttribute('seen', `${tier} ${plan}`);
    span.end();
    return kind;
  }
}

const queue = new Queue();
const answers = await Promise.all([
  queue.deliver({ kind: 'order', tenant: 'blue & co', plan: 'gold' }),
  queue.deliver({ kind: 'ping', tenant: 'red', plan: 'tin' }),
]);
console.log(answers);
await order('red', []).catch((error: unknown) => {
  console.log(String(error));
});
