/* eslint-disable prefer-rest-params, @typescript-eslint/return-await, @typescript-eslint/no-confusing-void-expression -- the traps that this program is made of */
import { trace } from '@opentelemetry/api';
import { setTimeout as sleep } from 'node:timers/promises';

const probe = (name: string): void => trace.getTracer('program').startSpan(name).end();

class Store {
  readonly names: string[];

  constructor(...names: string[]) {
    this.names = names;
  }

  // do: span.function
  find(id: string): Promise<string> {
    if (!id) throw new TypeError('no id');
    probe('query');
    return sleep(2).then(() => {
      if (id === 'lost') throw new Error('gone');
      return `item ${id}`;
    });
  }

  // do: span.function
  get size(): number {
    return this.names.length;
  }
}

class Shop extends Store {
  #sold = 0;

  // do: span.function
  override find(id: string): Promise<string> {
    return super.find(id);
  }

  // do: span.function
  async sell(id: string): Promise<string> {
    const item = await this.find(id);
    this.#sold += 1;
    probe('sold');
    return Promise.resolve(`${item}, sold ${this.#sold}`);
  }

  // do: span.function
  *each(): Generator<string, number> {
    probe('inside each');
    for (const name of this.names) yield name;
    return this.names.length;
  }

  // do: span.function
  async *slowly(): AsyncGenerator<string> {
    for (const name of this.names) {
      await sleep(1);
      yield name;
    }
  }
}

// do: span.function
function sum(): number {
  let total = 0;
  for (const value of arguments as unknown as number[]) total += value;
  return total;
}

// do: span.function
const careful = async (work: () => Promise<string>): Promise<string> => {
  try {
    return work();
  } catch {
    return 'caught';
  } finally {
    console.log('careful is over');
  }
};

// do: span.function
function log(text: string): void {
  if (!text) return;
  console.log(text);
}

// do: span.function
const maybe = (later: boolean) => pick(later);

const pick: (later: boolean) => string | Promise<string> = (later) => (later ? sleep(1, 'later') : 'now');

// do: span.function
async function main(): Promise<void> {
  const shop = new Shop('a', 'b', 'c');
  console.log(shop.size, sum.call(null, ...([1, 2, 3] as unknown as [])));
  console.log(log('logged'));
  console.log(await shop.sell('x'));
  try {
    void shop.find('');
  } catch (error) {
    console.log('at once', String(error));
  }
  await shop.find('lost').catch((error: unknown) => console.log('later', String(error)));
  for (const name of shop.each()) {
    probe(`consumes ${name}`);
    if (name === 'b') break;
  }
  for await (const name of shop.slowly()) probe(`awaits ${name}`);
  console.log(await careful(() => Promise.reject(new Error('not caught'))).catch(String));
  console.log(maybe(false), await maybe(true));
  const thrown: unknown[] = [null, 'text', { message: 1 }];
  for (const value of thrown) {
    try {
      rethrow(value);
    } catch (error) {
      console.log(error === value);
    }
  }
}

// do: span.function
function rethrow(value: unknown): never {
  throw value;
}

await main();
process.exitCode = 3;
