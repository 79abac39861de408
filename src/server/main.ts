/** The trace server as a process of its own: started by a window, shared by all, gone a while after the last one. */
import { parseArgs } from 'node:util';
import { DOOR_OPTIONS, doorFrom } from './doorOptions.ts';
import { LIMIT_OPTIONS, limitsFrom } from './limitOptions.ts';
import { startServer } from './server.ts';

/** A window that reloads is back within seconds. */
const DEFAULT_GRACE_SECONDS = 10;
/** The window that started the server has so long to connect, whatever the grace is. */
const FIRST_CLIENT_MS = 10_000;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    'http-port': { type: 'string', default: '4318' },
    'grpc-port': { type: 'string', default: '4317' },
    grace: { type: 'string', default: String(DEFAULT_GRACE_SECONDS) },
    socket: { type: 'string' },
    ...LIMIT_OPTIONS,
    ...DOOR_OPTIONS,
  },
});

try {
  await run();
} catch (error) {
  // The window that started this process reads the last line of the log.
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

async function run(): Promise<void> {
  if (values.data === undefined) throw new Error('The trace server needs --data DIR.');
  const server = await startServer({
    data: values.data,
    host: values.host,
    httpPort: Number(values['http-port']),
    grpcPort: Number(values['grpc-port']),
    ...(values.socket === undefined ? {} : { socket: values.socket }),
    limits: limitsFrom(values, (_name, text) => Number(text)),
    door: doorFrom(values, (_name, text) => Number(text)),
  });
  const close = (): void => void server.close();
  process.once('SIGINT', close);
  process.once('SIGTERM', close);

  const graceMs = Number(values.grace) * 1_000;
  let leaving = setTimeout(close, Math.max(graceMs, FIRST_CLIENT_MS));
  server.onClients = (count) => {
    clearTimeout(leaving);
    if (count === 0) leaving = setTimeout(close, graceMs);
  };
  await server.closed;
  process.exit(0);
}
