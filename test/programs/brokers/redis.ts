import { hasToolchain } from '../../setup/toolchain.ts';
import { startBroker, type Broker } from './broker.ts';

export const hasRedis = hasToolchain(
  ['redis-server', '--version'],
  'a Redis server is not on the PATH (Debian: apt-get install redis-server)',
);

export function startRedis(): Promise<Broker> {
  return startBroker((_folder, port) => ({
    program: 'redis-server',
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', ''],
  }));
}
