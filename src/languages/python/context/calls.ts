/** How the context gets across: the function is bound to it, or takes a carrier along, or finds it in the environment. */
export type Way = 'thread' | 'process' | 'environment';

/** Calls whose code runs elsewhere. A new library is one entry. */
export interface CrossingCall {
  /** What is called; a method as `Class.method`. */
  readonly names: readonly string[];
  readonly way: Way;
  /** Where the function is among the arguments, where there is one. */
  readonly code?: { readonly index: number; readonly name: string };
  /** The function is kept, as what is not one may be. */
  readonly isQueue?: true;
}

const first = (name: string) => ({ index: 0, name });
const methods = (classes: readonly string[], ...names: readonly string[]): string[] =>
  classes.flatMap((one) => names.map((name) => `${one}.${name}`));

const threadExecutors = [
  'concurrent.futures.ThreadPoolExecutor',
  'concurrent.futures.thread.ThreadPoolExecutor',
];
const processExecutors = [
  'concurrent.futures.ProcessPoolExecutor',
  'concurrent.futures.process.ProcessPoolExecutor',
];
const threadPools = ['multiprocessing.pool.ThreadPool', 'multiprocessing.dummy.Pool'];
const processPools = ['multiprocessing.Pool', 'multiprocessing.pool.Pool'];
const poolMethods = [
  'apply',
  'apply_async',
  'imap',
  'imap_unordered',
  'map',
  'map_async',
  'starmap',
  'starmap_async',
];

export const crossings: readonly CrossingCall[] = [
  { names: methods(threadExecutors, 'submit', 'map'), way: 'thread', code: first('fn') },
  { names: methods(threadPools, ...poolMethods), way: 'thread', code: first('func') },
  {
    names: ['threading.Thread', 'multiprocessing.dummy.Process'],
    way: 'thread',
    code: { index: 1, name: 'target' },
  },
  {
    names: methods(
      [
        'concurrent.futures.Future',
        'concurrent.futures.ThreadPoolExecutor.submit',
        'concurrent.futures.ProcessPoolExecutor.submit',
      ],
      'add_done_callback',
    ),
    way: 'thread',
    code: first('fn'),
  },
  { names: ['threading.Timer'], way: 'thread', code: { index: 1, name: 'function' } },
  {
    names: [
      ...methods(['queue.Queue', 'queue.SimpleQueue', 'queue.LifoQueue'], 'put', 'put_nowait'),
      ...methods(['collections.deque'], 'append', 'appendleft'),
    ],
    way: 'thread',
    code: first('item'),
    isQueue: true,
  },
  { names: methods(processExecutors, 'submit', 'map'), way: 'process', code: first('fn') },
  { names: methods(processPools, ...poolMethods), way: 'process', code: first('func') },
  { names: ['multiprocessing.Process'], way: 'process', code: { index: 1, name: 'target' } },
  {
    names: [
      ...methods(['subprocess'], 'run', 'Popen', 'call', 'check_call', 'check_output'),
      ...methods(['asyncio'], 'create_subprocess_exec', 'create_subprocess_shell'),
    ],
    way: 'environment',
  },
];

const loops = [
  'asyncio.get_running_loop',
  'asyncio.get_event_loop',
  'asyncio.new_event_loop',
  'asyncio.AbstractEventLoop',
];

/** Calls that carry all context variables, and so the trace context, themselves. */
export const carriers = [
  'asyncio.to_thread',
  'asyncio.create_task',
  'asyncio.ensure_future',
  'asyncio.gather',
  'asyncio.run',
  'asyncio.run_coroutine_threadsafe',
  'asyncio.TaskGroup.create_task',
  ...methods(loops, 'call_soon', 'call_soon_threadsafe', 'call_later', 'call_at', 'create_task'),
  'anyio.to_thread.run_sync',
  'starlette.concurrency.run_in_threadpool',
  'fastapi.concurrency.run_in_threadpool',
];

/** Calls that start a process and leave no way to say its environment. */
export const sealed = ['os.system', 'os.popen', 'subprocess.getoutput', 'subprocess.getstatusoutput'];
