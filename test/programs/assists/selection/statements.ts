/** What statements declare stays visible, with its type. */
import { trace } from '@opentelemetry/api';

function probe<T>(name: string, value: T): T {
  trace.getTracer('program').startSpan(name).end();
  return value;
}

interface Item {
  readonly name: string;
  readonly price?: number;
}

class Basket {
  private readonly items: Item[] = [];
  private count = 0;

  add(...items: Item[]): this {
    // do: span.selection 2
    this.items.push(...items);
    this.count = probe('counted', this.items.length);
    return this;
  }

  total(): string {
    // Items without a price are free.
    // do: span.selection 3
    // So they are no part of the sum.
    const priced = this.items.filter((item) => item.price !== undefined);
    let sum = priced.reduce((all, item) => all + probe(item.name, item.price ?? 0), 0);
    if (priced.length > 1) sum -= 1;
    return `${sum} for ${priced.length} of ${this.count}`;
  }
}

function parsed(text: string): unknown[] {
  // do: span.selection 8
  const {
    a,
    b: [first = 'none', ...rest],
  } = JSON.parse(probe('json', text)) as {
    a: number;
    b: string[];
  };
  const next = () => a + rest.length;
  return [a, first, rest, next()];
}

function kindOf(value: number): string {
  switch (probe('switch', value % 3)) {
    case 0:
      // do: span.selection 1
      probe('zero', value);
      return 'zero';
    case 1: {
      // do: span.selection 1
      const half = probe('half', value / 2);
      return `half ${half}`;
    }
    default:
      return value > 4 ||
        // do: span.selection 1
        probe('asked', value) === 2
        ? 'many'
        : 'few';
  }
}

// do: span.selection 2
const basket = new Basket().add({ name: 'tea', price: 4 }, { name: 'gift' }, { name: 'mug', price: 9 });
const label = basket.total();
console.log(label, parsed('{"a": 1, "b": ["x", "y"]}'), parsed('{"a": 2, "b": []}'));
console.log([0, 1, 2, 5].map(kindOf));
