import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { madeOnce } from '../../setup/madeOnce.ts';
import { hasToolchain } from '../../setup/toolchain.ts';
import { freePort, startBroker, type Broker } from './broker.ts';

const run = promisify(execFile);
const pom = path.join(import.meta.dirname, 'kafka', 'pom.xml');

export const hasKafka = hasToolchain(
  ['mvn', '--version'],
  'a Kafka broker needs Java and Maven (Debian: apt-get install maven default-jdk-headless)',
);

/** One node of Kafka from its published jars, which is its own controller. */
export async function startKafka(): Promise<Broker> {
  const jars = await madeOnce('kafka', [pom], async (folder) => {
    console.log('Getting the jars of Kafka into .cache (once) …');
    const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
    await run('mvn', ['--quiet', '--batch-mode', '--file', pom, ...copy]);
  });
  // It lives for seconds: what is quick to start is quick.
  const java = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', path.join(jars, '*')];
  return startBroker(async (folder, port) => {
    const controller = await freePort();
    const properties = path.join(folder, 'server.properties');
    writeFileSync(
      properties,
      [
        'process.roles=broker,controller',
        'node.id=1',
        `controller.quorum.voters=1@127.0.0.1:${controller}`,
        `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
        'controller.listener.names=CONTROLLER',
        `log.dirs=${path.join(folder, 'logs')}`,
        'offsets.topic.replication.factor=1',
        'offsets.topic.num.partitions=1',
        'transaction.state.log.replication.factor=1',
        'transaction.state.log.min.isr=1',
        'group.initial.rebalance.delay.ms=0',
      ].join('\n'),
    );
    const cluster = randomBytes(16).toString('base64url');
    await run('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', cluster, '-c', properties]);
    return { program: 'java', args: [...java, 'kafka.Kafka', properties] };
  });
}
