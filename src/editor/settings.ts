import { workspace, type ConfigurationChangeEvent, type Disposable } from 'vscode';
import type { Settings } from './names.ts';

/** The value of a setting; package.json gives the default. */
export function setting<K extends keyof Settings>(name: K): Settings[K] {
  const value = workspace.getConfiguration('spanline').get<Settings[K]>(name);
  if (value === undefined) throw new Error(`spanline.${name} is not declared in package.json.`);
  return value;
}

/** Calls `changed` when one of these settings changes. */
export function onSettingChange(names: readonly (keyof Settings)[], changed: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event: ConfigurationChangeEvent) => {
    if (names.some((name) => event.affectsConfiguration(`spanline.${name}`))) changed();
  });
}
