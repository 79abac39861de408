import path from 'node:path';
import { inject } from 'vitest';
import { startBroker, type Broker } from './broker.ts';

const python = inject('python');

export const hasSqs = python !== '';

/** A simulation of SQS that speaks its protocol: there is no server of it to run. */
export function startSqs(): Promise<Broker> {
  return startBroker((_folder, port) => ({
    program: path.join(path.dirname(python), 'moto_server'),
    args: ['--host', '127.0.0.1', '--port', String(port)],
  }));
}
