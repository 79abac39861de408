import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { debug, type DebugConfiguration, type Disposable } from 'vscode';
import { missingFrom, otelEnvironment } from './environment.ts';

/** Debuggers of pages, which export nothing from a process of their own. */
const BROWSERS = /^(pwa-)?(chrome|msedge|firefox|safari)$/;
/** Debuggers that take a list of `{name, value}` where the others take an `env` object. */
const LISTS = /^cpp(vs)?dbg$/;

/** Gives every debug session that is launched the OTEL_* variables, unless its configuration has its own. */
export function injectIntoDebugSessions(port: () => number | undefined): Disposable {
  return debug.registerDebugConfigurationProvider('*', {
    // With variables substituted: the path of an env file is final here.
    resolveDebugConfigurationWithSubstitutedVariables: (_folder, configuration) =>
      withOtel(configuration, port()),
  });
}

async function withOtel(
  configuration: DebugConfiguration,
  port: number | undefined,
): Promise<DebugConfiguration> {
  if (port === undefined || configuration.request !== 'launch' || BROWSERS.test(configuration.type)) {
    return configuration;
  }
  const listed = LISTS.test(configuration.type);
  const list = (configuration['environment'] ?? []) as { name: string; value: string }[];
  const own = listed
    ? Object.fromEntries(list.map(({ name, value }) => [name, value]))
    : ((configuration['env'] ?? {}) as Record<string, unknown>);
  const added = missingFrom(
    { ...process.env, ...(await envFile(configuration['envFile'])), ...own },
    otelEnvironment(port),
  );
  if (!listed) return { ...configuration, env: { ...added, ...own } };
  const more = Object.entries(added).map(([name, value]) => ({ name, value }));
  return { ...configuration, environment: [...list, ...more] };
}

/** The variables of the env files that a launch configuration names; a file that is not there has none. */
async function envFile(value: unknown): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const file of [value].flat()) {
    if (typeof file !== 'string' || file === '') continue;
    const text = await readFile(file, 'utf8').catch(() => '');
    Object.assign(all, parseEnv(text));
  }
  return all;
}
