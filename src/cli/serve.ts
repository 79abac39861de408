import { DOOR_OPTIONS, DOOR_USAGE, doorFrom } from '../server/doorOptions.ts';
import { LIMIT_OPTIONS, LIMIT_USAGE, limitsFrom } from '../server/limitOptions.ts';
import { startServer } from '../server/server.ts';
import { parseCommand } from './arguments.ts';
import { CliError, type Command } from './command.ts';
import { dataOf, expectNoArguments, wholeNumber } from './options.ts';

const MAX_PORT = 65_535;
/** In MiB: what one buffer can hold. */
const MAX_REQUEST = 1_024;

const usage = `[--host 127.0.0.1] [--http-port 4318] [--grpc-port 4317] ${LIMIT_USAGE} ${DOOR_USAGE} [--data DIR]`;

export const serve: Command = {
  name: 'serve',
  usage,
  summary: 'Receives traces until it is interrupted, and serves them to editors and to the other commands.',
  async run(argv) {
    const { values, positionals } = parseCommand(argv, `serve ${usage}`, {
      host: { type: 'string', default: '127.0.0.1' },
      'http-port': { type: 'string', default: '4318' },
      'grpc-port': { type: 'string', default: '4317' },
      ...LIMIT_OPTIONS,
      ...DOOR_OPTIONS,
      data: { type: 'string' },
    });
    expectNoArguments(positionals);
    const server = await startServer({
      data: dataOf(values.data),
      host: values.host,
      httpPort: wholeNumber('http-port', values['http-port'], 0, MAX_PORT),
      grpcPort: wholeNumber('grpc-port', values['grpc-port'], 0, MAX_PORT),
      limits: limitsFrom(values, (name, text) => wholeNumber(name, text, 1, 1_000_000_000_000)),
      door: doorFrom(values, (name, text) => wholeNumber(name, text, 1, MAX_REQUEST)),
    });
    const { http, grpc, data, pid } = server.state();
    const problem = http.problem ?? grpc.problem;
    if (problem !== undefined) {
      await server.close();
      throw new CliError(problem);
    }
    if (server.notice !== undefined) console.error(server.notice);
    process.stdout.write(`${JSON.stringify({ http: http.port, grpc: grpc.port, data, pid })}\n`);
    const close = (): void => void server.close();
    process.once('SIGINT', close);
    process.once('SIGTERM', close);
    await server.closed;
    return 0;
  },
};
