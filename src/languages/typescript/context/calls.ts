/** Methods that keep a function for later, and its place among their arguments. */
export const keeping: Readonly<Record<string, number>> = {
  add: 0,
  addEventListener: 1,
  addListener: 1,
  enqueue: 0,
  on: 1,
  once: 1,
  prependListener: 1,
  prependOnceListener: 1,
  push: 0,
  set: 1,
  subscribe: 0,
  unshift: 0,
};

/** Methods that register a handler of an event by its name. */
export const listening = /^(?:add(?:Event)?Listener|on|once|prepend(?:Once)?Listener)$/;

/** Events at which something new begins, with a context of its own that a bound handler would not see. */
export const beginnings =
  /^['"](?:request|connection|secureConnection|upgrade|session|stream|checkContinue|listening|SIG\w+|exit|beforeExit|uncaughtException|unhandledRejection)['"]$/;

/** What AsyncLocalStorage follows by itself. */
export const carriers = new Set([
  'catch',
  'finally',
  'nextTick',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'then',
]);

/** What starts a process or a worker with an environment; `options` is the place of the options without a callback. */
export const starting: Readonly<Record<string, { readonly options: number }>> = {
  'child_process:exec': { options: 1 },
  'child_process:execFile': { options: 2 },
  'child_process:execFileSync': { options: 2 },
  'child_process:execSync': { options: 1 },
  'child_process:fork': { options: 2 },
  'child_process:spawn': { options: 2 },
  'child_process:spawnSync': { options: 2 },
  'worker_threads:Worker': { options: 1 },
};
