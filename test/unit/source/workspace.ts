import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { grammarFolder } from '../../../src/languages/grammarFolder.ts';
import { Grammars } from '../../../src/languages/parser.ts';
import { locateSpan } from '../../../src/source/locate.ts';
import { WorkspaceIndex } from '../../../src/source/workspaceIndex.ts';
import type { KeyValue } from '../../../src/otlp/value.ts';
import type { Operation } from '../../../src/trace/operation.ts';
import type { Span, SpanDetail } from '../../../src/trace/span.ts';

export const fixtures = path.resolve(import.meta.dirname, '../../fixtures/source');

export const grammars = await Grammars.open(grammarFolder());

/** The index of a fixture's folder. */
export async function indexOf(...folders: string[]): Promise<WorkspaceIndex> {
  const index = new WorkspaceIndex(grammars, folders);
  await index.scan();
  return index;
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A new folder with these files, by relative path; it goes when the tests of the file end. */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'spanline-source-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

/** The spans that `test/fixtures/source/record.ts` recorded. */
export function recorded(shop: string): Span[] {
  return JSON.parse(readFileSync(path.join(fixtures, `${shop}.json`), 'utf8')) as Span[];
}

/** A span with its ancestors, as `locateSpan` takes them. */
export function chainOf(span: Span, spans: readonly Span[]): SpanDetail[] {
  const chain: SpanDetail[] = [];
  for (let next: Span | undefined = span; next;) {
    chain.push({ span: next, logs: [] });
    const parent: string = next.parentSpanId;
    next = spans.find((one) => one.spanId === parent && one.traceId === span.traceId);
  }
  return chain;
}

/** Where a span lies, as `path:line confidence`, paths relative to the first folder. */
export function places(chain: readonly SpanDetail[], index: WorkspaceIndex): string[] {
  return locateSpan(chain, index).map(
    ({ file, line, confidence }) => `${relative(file, index)}:${line} ${confidence.toFixed(2)}`,
  );
}

export function relative(file: string, index: WorkspaceIndex): string {
  return path.relative(index.folders[0]!, file).split(path.sep).join('/');
}

/** A span of a program's own tracer; texts and integers become attributes. */
export function span(
  over: Partial<Omit<Span, 'attributes' | 'scope'>> & {
    attributes?: Readonly<Record<string, string | number>>;
    scope?: string;
    language?: string;
  },
): SpanDetail {
  const { attributes = {}, scope = '', language = '', ...rest } = over;
  return {
    span: {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      parentSpanId: '',
      traceState: '',
      flags: 1,
      name: 'work',
      kind: 'INTERNAL',
      startUnixNano: '1764000000000000000',
      endUnixNano: '1764000000001000000',
      status: 'UNSET',
      statusMessage: '',
      events: [],
      links: [],
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
      service: 'shop',
      ...rest,
      attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
      resource: language === '' ? [] : [attribute('telemetry.sdk.language', language)],
      scope: { name: scope, version: '', attributes: [] },
    },
    logs: [],
  };
}

export function attribute(key: string, value: string | number): KeyValue {
  return { key, value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) } };
}

/** An operation that has been seen ten times. */
export function operation(over: Partial<Operation>): Operation {
  return {
    id: 1,
    service: 'shop',
    name: 'work',
    kind: 'INTERNAL',
    scope: '',
    language: '',
    method: '',
    route: '',
    codeFile: '',
    codeLine: 0,
    codeFunction: '',
    count: 10,
    errors: 0,
    p50Nano: '1000000',
    p95Nano: '2000000',
    traceIds: ['0af7651916cd43dd8448eb211c80319c'],
    ...over,
  };
}
