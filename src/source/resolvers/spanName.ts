import path from 'node:path';
import type { SpanSite } from '../../languages/sites.ts';
import { isLibraryScope, type SpanFacts } from '../facts.ts';
import { functionsCalled, nameSegments } from '../functions.ts';
import { Confidence, type SourceLocation } from '../location.ts';
import type { Found, WorkspaceIndex } from '../workspaceIndex.ts';
import type { Resolver } from './resolver.ts';

/**
 * The call that creates spans of this name; else a call whose name has variables in it and may come out as this one;
 * else the function of that name, since wrappers and decorators name their spans so. Where several fit, the tracer's
 * scope may tell them apart.
 */
export const spanName: Resolver = (facts, index) => {
  if (facts.name === '' || isLibraryScope(facts.scope)) return [];
  const literal = spoken(index.spansNamed(facts.name), facts, index);
  if (literal.length > 0) return ranked(literal, 'creates spans of this name', Confidence.SpanName, facts);
  const patterns = mostLiteral(spoken(index.spansLike(facts.name), facts, index));
  if (patterns.length > 0)
    return ranked(patterns, 'creates spans of such names', Confidence.SpanPattern, facts);
  return namesake(facts, index);
};

function spoken(
  found: readonly Found<SpanSite>[],
  facts: SpanFacts,
  index: WorkspaceIndex,
): Found<SpanSite>[] {
  return found.filter(({ file }) => index.speaks(file, facts.language));
}

/** `order .+ paid` says more of a name than `.+ .+`. */
function mostLiteral(found: readonly Found<SpanSite>[]): Found<SpanSite>[] {
  const fixed = ({ site }: Found<SpanSite>) => (site.name ?? '').replace(/\.\+|\\/g, '').length;
  const most = Math.max(0, ...found.map(fixed));
  return found.filter((one) => fixed(one) === most);
}

function ranked(
  found: readonly Found<SpanSite>[],
  what: string,
  confidence: number,
  { scope }: SpanFacts,
): SourceLocation[] {
  const scoped = found.filter((one) => fromScope(one, scope));
  const told = scoped.length > 0 && scoped.length < found.length;
  return found.map((one) => {
    const isScoped = told && scoped.includes(one);
    const rivals = isScoped ? scoped.length : found.length;
    const { line, column } = one.site;
    return {
      file: one.file,
      line,
      column,
      reason: `this call ${what}${isScoped ? `, in the scope ${scope}` : ''}`,
      confidence: told && !isScoped ? Confidence.Ancestor : rivals > 1 ? Confidence.Ambiguous : confidence,
    };
  });
}

/** Whether the file makes its tracer with that scope; Python's `__name__` is the dotted path of the module. */
function fromScope({ file, sites }: Found<SpanSite>, scope: string): boolean {
  if (scope === '') return false;
  if (sites.scopes.includes(scope)) return true;
  if (!sites.scopes.includes('__name__')) return false;
  const module = file
    .replace(/(?:[/\\]__init__)?\.pyw?$/, '')
    .split(path.sep)
    .join('.');
  return `.${module}`.endsWith(`.${scope}`);
}

function namesake({ name, language }: SpanFacts, index: WorkspaceIndex): SourceLocation[] {
  const called = name.replace(/^Calling /, '');
  if (/[\s/]/.test(called)) return [];
  const functions = functionsCalled(called, (bare) =>
    index.functionsNamed(bare).filter(({ file }) => index.speaks(file, language)),
  );
  const unsure = functions.length > 1 || nameSegments(called).length < 2;
  return functions.map(({ file, site }) => ({
    file,
    line: site.line,
    column: site.column,
    reason: `the function has the span's name`,
    confidence: unsure ? Confidence.Ambiguous : Confidence.FunctionName,
  }));
}
