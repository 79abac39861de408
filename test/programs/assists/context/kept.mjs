// Callbacks that are kept, and called where another trace is.
import { EventEmitter } from 'node:events';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('kept');
const inSpan = (name, work) =>
  tracer.startActiveSpan(name, (span) => {
    try {
      return work();
    } finally {
      span.end();
    }
  });

const bus = new EventEmitter();
const waiting = new Map();
const queue = [];

class Door {
  whenOpen(work) {
    // do: context.carry
    this.opened = () => inSpan('opened', work);
  }
}

const door = new Door();

function order(id) {
  inSpan(`order ${id}`, () => {
    // do: context.carry
    bus.once('shipped', function (by) {
      inSpan('shipped', () => console.log(id, by, this === bus));
    });
    // do: context.carry
    waiting.set(id, (answer) => inSpan('answered', () => console.log(id, answer)));
    // do: context.carry
    queue.push({ id, run: () => inSpan('run', () => console.log('run', id)) });
    door.whenOpen(() => console.log('open'));
  });
}

order(1);
order(2);
inSpan('elsewhere', () => {
  bus.emit('shipped', 'mail');
  for (const [id, answer] of waiting) answer(`yes ${id}`);
  while (queue.length > 0) queue.shift().run();
  door.opened();
});
