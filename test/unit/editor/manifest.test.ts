import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Command, View, type Settings } from '../../../src/editor/names.ts';

interface Manifest {
  contributes: {
    commands: { command: string }[];
    configuration: {
      properties: Record<
        string,
        { type: string; scope: string; default: unknown; markdownDescription: string }
      >;
    };
    views: Record<string, { id: string }[]>;
    menus: Record<string, { command: string }[]>;
    walkthroughs: { steps: { description: string; completionEvents: string[] }[] }[];
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { contributes } = manifest;

/** The compiler wants every setting here; the test wants every one of these in the manifest. */
const settings: { [K in keyof Settings]: string } = {
  'receiver.enabled': 'boolean',
  'receiver.httpPort': 'integer',
  'receiver.grpcPort': 'integer',
  'receiver.allowedOrigins': 'array',
  'receiver.maxRequestSize': 'integer',
  'retention.maxItems': 'integer',
  'retention.maxSize': 'integer',
  'retention.maxAge': 'integer',
  'environment.enabled': 'boolean',
  'codeLens.enabled': 'boolean',
  'python.spanStyle': 'string',
};

test('the manifest declares exactly the commands of names.ts', () => {
  expect(contributes.commands.map((one) => one.command).sort()).toEqual(Object.values(Command).sort());
});

test('the manifest declares exactly the settings of names.ts, with their types', () => {
  const declared = Object.entries(contributes.configuration.properties).map(([name, { type }]) => [
    name,
    type,
  ]);
  expect(declared).toEqual(Object.entries(settings).map(([name, type]) => [`spanline.${name}`, type]));
});

test('every menu entry, walkthrough link and completion event names a declared command or view', () => {
  const commands = new Set<string>(Object.values(Command));
  const named = [
    ...Object.values(contributes.menus).flatMap((entries) => entries.map((entry) => entry.command)),
    ...contributes.walkthroughs.flatMap((walkthrough) =>
      walkthrough.steps.flatMap((step) => [
        ...[...step.description.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1]!),
        ...step.completionEvents
          .filter((event) => event.startsWith('onCommand:'))
          .map((event) => event.slice(10)),
      ]),
    ),
  ];
  expect(named.filter((name) => !commands.has(name))).toEqual([]);
  expect(contributes.views['spanline']!.map((view) => view.id)).toEqual([View.traces]);
});

test('settings that open ports or change environments are not taken from an untrusted workspace', () => {
  expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
    Object.entries(contributes.configuration.properties)
      // The others are the machine's alone.
      .filter(([name, { scope }]) => /\.(receiver|environment)\./.test(name) && scope !== 'machine')
      .map(([name]) => name),
  );
});
