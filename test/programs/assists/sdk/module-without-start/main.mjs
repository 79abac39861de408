// do: sdk.setup
import { setTimeout } from 'node:timers/promises';

// do: span.function
async function tick(n) {
  await setTimeout(1);
  return n + 1;
}

console.log(await tick(1));
