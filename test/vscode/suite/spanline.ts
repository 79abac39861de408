import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { extensions, Uri, workspace } from 'vscode';
import type { SpanlineApi } from '../../../src/editor/extension.ts';

/** The extension under test, activated. */
export async function spanline(): Promise<SpanlineApi> {
  const extension = extensions.getExtension<SpanlineApi>('spanline.spanline');
  assert.ok(extension, 'The extension is not installed.');
  return extension.activate();
}

/** The port of its receiver. */
export async function receiverPort(): Promise<number> {
  const { http } = await (await spanline()).ready;
  return http;
}

/** A file of the run's workspace. */
export function workspaceFile(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, 'The run has no workspace folder.');
  return Uri.file(path.join(folder.uri.fsPath, name));
}

/** Polls until `look` finds something; the test's own time limit ends it. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Sends one span of a service as an SDK would (OTLP/HTTP, JSON) and returns its ids. */
export async function sendSpan(
  name: string,
  attributes: Record<string, string> = {},
  service = 'cart',
): Promise<{ traceId: string; spanId: string }> {
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  const now = BigInt(Date.now()) * 1_000_000n;
  const keyValues = (all: Record<string, string>) =>
    Object.entries(all).map(([key, value]) => ({ key, value: { stringValue: value } }));
  const span = {
    traceId,
    spanId,
    name,
    kind: 1,
    startTimeUnixNano: String(now),
    endTimeUnixNano: String(now + 88_000_000n),
    attributes: keyValues(attributes),
  };
  const response = await fetch(`http://127.0.0.1:${await receiverPort()}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: keyValues({ 'service.name': service }) },
          scopeSpans: [{ scope: { name: service }, spans: [span] }],
        },
      ],
    }),
  });
  assert.equal(response.status, 200);
  return { traceId, spanId };
}
