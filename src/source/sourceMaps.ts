import {
  GREATEST_LOWER_BOUND,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  TraceMap,
  type SourceMapInput,
} from '@jridgewell/trace-mapping';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { matchPath, plainPath } from './recordedPath.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

interface OriginalPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Maps of a workspace by the path of the compiled file, with the time of the file that they were read for. */
const mapsOf = new WeakMap<
  WorkspaceIndex,
  Map<string, { readonly time: number; readonly map: TraceMap | undefined }>
>();
const KEPT = 50;

/**
 * Where a place in compiled JavaScript comes from, by the map beside it or inside it; undefined where there is none or
 * it leads out of the workspace. `column` 0 stands for the first of the line.
 */
export function originalPlace(
  file: string,
  line: number,
  column: number,
  index: WorkspaceIndex,
): OriginalPlace | undefined {
  if (line < 1 || !/\.[cm]?js$/.test(file)) return undefined;
  const map = mapOf(file, index);
  if (!map) return undefined;
  const bias = column > 0 ? GREATEST_LOWER_BOUND : LEAST_UPPER_BOUND;
  const at = originalPositionFor(map, { line, column: Math.max(column - 1, 0), bias });
  if (at.source === null) return undefined;
  const source = path.resolve(path.dirname(file), plainPath(at.source));
  const original = index.has(source) ? source : bundled(at.source, index);
  return original === undefined ? undefined : { file: original, line: at.line, column: at.column + 1 };
}

/** `webpack://shop/./src/cart.ts` names no folder; its end does. */
function bundled(source: string, index: WorkspaceIndex): string | undefined {
  const match = matchPath(source, index);
  return match?.fit !== 'name' && match?.files.length === 1 ? match.files[0] : undefined;
}

function mapOf(file: string, index: WorkspaceIndex): TraceMap | undefined {
  const maps = mapsOf.get(index) ?? new Map<string, { time: number; map: TraceMap | undefined }>();
  mapsOf.set(index, maps);
  const time = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const kept = maps.get(file);
  if (kept?.time === time) return kept.map;
  const map = readMap(file, index);
  const oldest = maps.keys().next();
  if (maps.size >= KEPT && !oldest.done) maps.delete(oldest.value);
  maps.set(file, { time, map });
  return map;
}

function readMap(file: string, index: WorkspaceIndex): TraceMap | undefined {
  try {
    const url =
      /\/\/# sourceMappingURL=(\S+)\s*$/.exec(readFileSync(file, 'utf8').slice(-MAP_TAIL))?.[1] ?? '';
    const inline = /^data:application\/json;(?:charset=[\w-]+;)?base64,(.*)$/.exec(url)?.[1];
    if (inline !== undefined)
      return new TraceMap(JSON.parse(Buffer.from(inline, 'base64').toString()) as SourceMapInput);
    const beside = url ? path.resolve(path.dirname(file), decodeURIComponent(url)) : `${file}.map`;
    return index.has(beside)
      ? new TraceMap(JSON.parse(readFileSync(beside, 'utf8')) as SourceMapInput)
      : undefined;
  } catch {
    // A map that cannot be read is like none: the compiled line stays.
    return undefined;
  }
}

/** An inline map is the last line, and as long as the program. */
const MAP_TAIL = 1 << 24;
