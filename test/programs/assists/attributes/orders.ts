/** Values of many types on the spans of functions, methods and generators. */
import { trace } from '@opentelemetry/api';

type Kind = 'new' | 'used';
type Sku = string & { readonly brand?: 'sku' };
const State = { Open: 'open' } as const;

interface Sale {
  sku: Sku;
  quantity: number;
  kind?: Kind;
  note?: string | null;
  buyerEmail: string;
  page: URL;
}

class Shop {
  // do: span.function
  // do: span.attributes
  sell(
    { sku, quantity, kind = 'new', note, buyerEmail, page }: Sale,
    gift = false,
    ...extras: string[]
  ): string {
    if (quantity < 1) throw new RangeError(`${quantity} of ${sku}`);
    return [sku, quantity, kind, note, buyerEmail.length, page.host, gift, ...extras].join(' ');
  }

  // do: span.attributes
  static open(region: string | null, deskId?: number): Shop {
    console.log(region, deskId);
    return new Shop();
  }
}

// do: span.function
// do: span.attributes
async function load(tableName: string, at: Date, size: bigint | number): Promise<number> {
  await Promise.resolve();
  return tableName.length + at.getTime() + Number(size);
}

// do: span.function
// do: span.attributes
function* numbers(limit: number, label?: string) {
  for (let number = 0; number < limit; number++) yield `${label}${number}`;
}

function count(rows: number[]): number {
  let total = 0;
  for (const row of rows) total += row;
  // do: span.attributes 1
  const rowCount = rows.length;
  // do: span.attributes 1
  const isLarge = total > 10;
  return isLarge ? rowCount : -rowCount;
}

await trace.getTracer('orders').startActiveSpan('root', async (span) => {
  const shop = Shop.open(null);
  Shop.open('south', 7);
  const page = new URL('http://example.org/a?b=1');
  console.log(
    shop.sell({ sku: 'tea', quantity: 2, buyerEmail: 'a@example.org', page, note: null }, true, 'x'),
  );
  try {
    shop.sell({ sku: 'mug', quantity: 0, buyerEmail: '', page, kind: 'used', note: 'n' });
  } catch (error) {
    console.log(String(error));
  }
  console.log(
    await load('orders', new Date(0), 3),
    [...numbers(2), ...numbers(1, 'n')],
    count([4, 8]),
    State.Open,
  );
  span.end();
});
console.log(Shop.open('outside') instanceof Shop);
