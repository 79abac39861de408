import { parseArgs } from 'node:util';

export const HELP = `npm run bench -- [options]

Loads an OTLP server and measures it; prints a table and writes it as JSON to .cache/bench.json.
By default it starts Spanline's own server (dist/cli.mjs) on a temporary folder.

  --endpoint URL    another OTLP server to load instead, for comparison: only rate and latency are measured
                    (http://127.0.0.1:4318 for OTLP/HTTP; gRPC is sent to --grpc-endpoint)
  --grpc-endpoint URL
                    where that server takes OTLP/gRPC, http://127.0.0.1:4317 for most; left out when not given
  --spans N         spans of the sustained load over HTTP (2000000)
  --stored N        spans of the sustained load over gRPC; they stay stored for the queries (1000000)
  --rate N          spans a second while latency is measured (20000)
  --seconds N       how long latency is measured, after one second to warm up (10)
  --connections N   connections of the load generator, each with one batch under way (16)
  --editor          the extension host of a real VS Code as well; takes two minutes more
  --quick           a tenth of everything: does it work, not how fast
  --server FILE     another build of the server: src/cli/main.ts runs the sources
  --write-docs      put the table into docs/performance.md
  --help            this text`;

export interface Options {
  readonly endpoint: string | undefined;
  readonly grpcEndpoint: string | undefined;
  readonly spans: number;
  readonly stored: number;
  readonly rate: number;
  readonly seconds: number;
  readonly connections: number;
  readonly server: string;
  readonly editor: boolean;
  readonly writeDocs: boolean;
  readonly help: boolean;
}

/** Reads the command line. Throws a TypeError, whose sentence is for the user. */
export function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      endpoint: { type: 'string' },
      'grpc-endpoint': { type: 'string' },
      spans: { type: 'string' },
      stored: { type: 'string' },
      rate: { type: 'string', default: '20000' },
      seconds: { type: 'string' },
      connections: { type: 'string', default: '16' },
      editor: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      server: { type: 'string', default: 'dist/cli.mjs' },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const scale = values.quick ? 0.1 : 1;
  return {
    endpoint: values.endpoint,
    grpcEndpoint: values['grpc-endpoint'],
    spans: whole('spans', values.spans ?? String(2_000_000 * scale)),
    stored: whole('stored', values.stored ?? String(1_000_000 * scale)),
    rate: whole('rate', values.rate),
    seconds: whole('seconds', values.seconds ?? String(values.quick ? 3 : 10)),
    connections: whole('connections', values.connections),
    server: values.server,
    editor: values.editor,
    writeDocs: values['write-docs'],
    help: values.help,
  };
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new TypeError(`--${name} takes a whole number above 0, not "${text}".`);
}
