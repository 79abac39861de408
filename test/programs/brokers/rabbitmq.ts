import { spawn } from 'node:child_process';
import path from 'node:path';
import { hasToolchain } from '../../setup/toolchain.ts';
import { freePort, startBroker, type Broker } from './broker.ts';

/** Debian's own script starts the server as another user, which could not write into our folder. */
const server = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export const hasRabbitmq = hasToolchain(
  ['test', '-x', server],
  'a RabbitMQ broker needs its server (Debian: apt-get install rabbitmq-server)',
);

/** RabbitMQ with a port mapper of its own, which it would else leave behind. */
export async function startRabbitmq(): Promise<Broker> {
  const [mapper, distribution] = [await freePort(), await freePort()];
  const env = { ERL_EPMD_PORT: String(mapper), ERL_EPMD_ADDRESS: '127.0.0.1' };
  const epmd = spawn('epmd', ['-port', String(mapper)], { env: { ...process.env, ...env }, stdio: 'ignore' });
  const broker = await startBroker((folder, port) => ({
    program: server,
    args: [],
    env: {
      ...env,
      HOME: folder,
      RABBITMQ_NODENAME: `spanline${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(distribution),
      RABBITMQ_MNESIA_BASE: path.join(folder, 'mnesia'),
      RABBITMQ_LOG_BASE: path.join(folder, 'log'),
      RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'plugins'),
      RABBITMQ_CONFIG_FILE: path.join(folder, 'none'),
      RABBITMQ_CONF_ENV_FILE: path.join(folder, 'none'),
    },
  }));
  return {
    ...broker,
    close: async () => {
      await broker.close();
      epmd.kill();
    },
  };
}
