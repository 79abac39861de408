import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { debug, window, workspace, type DebugConfiguration } from 'vscode';
import { receiverPort, until, workspaceFile } from './spanline.ts';

const program = () => workspaceFile('printEnvironment.js').fsPath;
const terminalVariables = `env.${{ win32: 'windows', darwin: 'osx' }[process.platform as string] ?? 'linux'}`;

/** What a program writes that was given a file by `run`. */
async function variablesOf(run: (file: string) => unknown): Promise<Record<string, string>> {
  const file = path.join(tmpdir(), `spanline-environment-${randomUUID()}.json`);
  await run(file);
  const text = await until(() => readFile(file, 'utf8').catch(() => undefined));
  return JSON.parse(text) as Record<string, string>;
}

const inTerminal = () =>
  variablesOf((file) => {
    window.createTerminal('spanline test').sendText(`node "${program()}" "${file}"`);
  });

const inDebugSession = (more: Partial<DebugConfiguration>) =>
  variablesOf(async (file) => {
    const configuration = { type: 'node', name: 'test', request: 'launch', program: program(), args: [file] };
    assert.ok(await debug.startDebugging(undefined, { ...configuration, ...more }));
  });

/** Sets what the user's own settings give to terminals. */
async function setTerminalVariables(variables: Record<string, string> | undefined): Promise<void> {
  await workspace.getConfiguration('terminal.integrated').update(terminalVariables, variables, false);
}

const setInjection = (on: boolean) =>
  workspace.getConfiguration('spanline').update('environment.enabled', on, false) as Promise<void>;

describe('Zero-configuration export', () => {
  afterEach(async () => {
    for (const terminal of window.terminals) terminal.dispose();
    await setTerminalVariables(undefined);
    await setInjection(true);
  });

  it('gives a terminal the variables that send to Spanline', async () => {
    const port = await receiverPort();
    const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_BSP_SCHEDULE_DELAY } = await inTerminal();
    assert.equal(OTEL_EXPORTER_OTLP_ENDPOINT, `http://127.0.0.1:${port}`);
    assert.ok(Number(OTEL_BSP_SCHEDULE_DELAY) <= 1_000);
  });

  it('leaves a terminal alone whose user sends elsewhere', async () => {
    await receiverPort();
    const own = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318' };
    await setTerminalVariables(own);
    assert.deepEqual(await inTerminal(), own);
  });

  it('leaves terminals alone when it is switched off', async () => {
    await receiverPort();
    await setInjection(false);
    assert.deepEqual(await inTerminal(), {});
  });

  it('gives a debug session the same variables', async () => {
    const port = await receiverPort();
    const { OTEL_EXPORTER_OTLP_ENDPOINT } = await inDebugSession({});
    assert.equal(OTEL_EXPORTER_OTLP_ENDPOINT, `http://127.0.0.1:${port}`);
  });

  it('leaves a debug session alone whose configuration sends elsewhere', async () => {
    await receiverPort();
    const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector.example:4318/v1/traces' };
    assert.deepEqual(await inDebugSession({ env }), env);
  });
});
