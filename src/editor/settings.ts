import { workspace, type ConfigurationScope, type Disposable } from 'vscode';
import type { Settings } from './names.ts';

/** The value of a setting, for a document where it may differ by one; package.json gives the default. */
export function setting<K extends keyof Settings>(name: K, scope?: ConfigurationScope): Settings[K] {
  const value = workspace.getConfiguration('spanline', scope).get<Settings[K]>(name);
  if (value === undefined) throw new Error(`spanline.${name} is not declared in package.json.`);
  return value;
}

/** Calls `changed` when one of these settings changes. */
export function onSettingChange(names: readonly (keyof Settings)[], changed: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`spanline.${name}`))) changed();
  });
}
