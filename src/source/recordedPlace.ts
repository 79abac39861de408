import type { FunctionSite, SourceSites } from '../languages/sites.ts';
import { functionsCalled } from './functions.ts';
import { Confidence, type SourceLocation } from './location.ts';
import { matchPath } from './recordedPath.ts';
import { originalPlace } from './sourceMaps.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

/** A place as a program recorded it: by its own `code.*` attributes or in a stack trace. */
export interface RecordedPlace {
  readonly file: string;
  /** 0 where absent. */
  readonly line: number;
  readonly column: number;
  readonly functionName: string;
}

/** How much of the confidence is left when a path agrees in part only. */
const FIT = { exact: 1, suffix: 0.95, name: 0.45 } as const;
/** The file's name alone, but the function is in it. */
const NAME_AND_FUNCTION = 0.65;

/**
 * Where a recorded place is in the workspace today, best first. A line that is not in the recorded function any more
 * moves to that function. `confidence` is that of a perfect match.
 */
export function findPlace(
  place: RecordedPlace,
  source: string,
  confidence: number,
  index: WorkspaceIndex,
): SourceLocation[] {
  const match = matchPath(place.file, index);
  if (!match) return [];
  const found = match.files.map((file) => {
    const original = originalPlace(file, place.line, place.column, index);
    const sites = index.sitesOf(original?.file ?? file);
    const functions = sites ? calledHere(place.functionName, sites) : [];
    const { line, column, moved } = original ? { ...original, moved: '' } : anchor(place, functions);
    const known = functions.length > 0;
    const share = match.fit === 'name' && known ? NAME_AND_FUNCTION : FIT[match.fit];
    const notes = [
      match.fit === 'exact'
        ? ''
        : match.fit === 'suffix'
          ? 'by the end of the path'
          : 'by the name of the file',
      original ? 'through the source map' : '',
      moved,
    ].filter(Boolean);
    const reason = [source, ...notes].join(', ');
    return { file: original?.file ?? file, line, column, reason, confidence: confidence * share, known };
  });
  const likely = found.some((one) => one.known) ? found.filter((one) => one.known) : found;
  return likely.map(({ known: _, ...one }) => ({
    ...one,
    confidence: likely.length > 1 ? Math.min(one.confidence, Confidence.Ambiguous) : one.confidence,
  }));
}

function calledHere(recorded: string, sites: SourceSites): FunctionSite[] {
  return functionsCalled(recorded, (name) =>
    sites.functions.filter((one) => one.name === name).map((site) => ({ site })),
  ).map(({ site }) => site);
}

/** The recorded line where it is still in the recorded function; else the function, the nearest of several. */
function anchor(
  { line, column }: RecordedPlace,
  functions: readonly FunctionSite[],
): { line: number; column: number; moved: string } {
  const holds = (one: FunctionSite) => line >= one.headLine && line <= one.endLine;
  if (line > 0 && (functions.length === 0 || functions.some(holds)))
    return { line, column: column || 1, moved: '' };
  const distance = (one: FunctionSite) => Math.abs(one.line - line);
  const nearest = functions.toSorted((a, b) => distance(a) - distance(b))[0];
  if (!nearest) return { line: 1, column: 1, moved: 'without a line' };
  const moved = line > 0 ? `moved to ${nearest.qualifiedName}, since the file has changed` : '';
  return { line: nearest.line, column: nearest.column, moved };
}
