import { workspace, type ExtensionContext } from 'vscode';
import { missingFrom, otelEnvironment } from './environment.ts';

/**
 * Puts the OTEL_* variables into every new integrated terminal while `port` listens; undefined takes them out.
 * They are not kept over a restart: a port that is no longer ours must not be in anybody's terminal.
 */
export function injectIntoTerminals(context: ExtensionContext, port: number | undefined): void {
  const collection = context.environmentVariableCollection;
  collection.persistent = false;
  collection.clear();
  if (port === undefined) return;
  collection.description = `Sends OpenTelemetry data to Spanline on port ${port}.`;
  for (const [name, value] of Object.entries(missingFrom(userEnvironment(), otelEnvironment(port)))) {
    // At process creation: what the user's own shell profile exports comes later and wins.
    collection.replace(name, value, { applyAtProcessCreation: true });
  }
}

/** What the user gives to terminals: the editor's own environment and `terminal.integrated.env.*`. */
function userEnvironment(): Record<string, unknown> {
  const platform = { win32: 'windows', darwin: 'osx' }[process.platform as string] ?? 'linux';
  const terminal = workspace
    .getConfiguration('terminal.integrated.env')
    .get<Record<string, unknown>>(platform);
  return { ...process.env, ...terminal };
}
