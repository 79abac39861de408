import { ATTR_HTTP_ROUTE } from '../../semconv/names.ts';
import type { RouteSite } from '../../languages/sites.ts';
import type { SpanFacts } from '../facts.ts';
import { Confidence, type SourceLocation } from '../location.ts';
import { canonicalRoute, servesPath, suffixes } from '../routeTemplate.ts';
import type { Found, WorkspaceIndex } from '../workspaceIndex.ts';
import type { Resolver } from './resolver.ts';

/**
 * The handler of the route that a server span answered: `http.route` against the registrations of the workspace, or
 * what stands for it: a span named `GET /x`, the path of the request.
 */
export const httpRoute: Resolver = (facts, index) => {
  if (facts.kind !== 'SERVER' && facts.kind !== 'INTERNAL') return [];
  if (facts.route !== '') return byTemplate(facts.route, facts.method, ATTR_HTTP_ROUTE, facts, index);
  const named = /^(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) (\/\S*)$/.exec(facts.name);
  if (facts.kind !== 'SERVER') return [];
  const method = facts.method || (named?.[1] ?? '');
  const template = named?.[2];
  const found = template ? byTemplate(template, method, "the span's name", facts, index) : [];
  if (found.some(({ confidence }) => confidence >= Confidence.Route)) return found;
  const path = facts.path || (template ?? '');
  return [...byPath(path, method, facts, index), ...found];
};

function byTemplate(
  template: string,
  method: string,
  origin: string,
  facts: SpanFacts,
  index: WorkspaceIndex,
): SourceLocation[] {
  const canonical = canonicalRoute(template);
  for (const [cut, end] of suffixes(canonical).entries()) {
    const found = served(index.routesOf(end), method, facts.language, index);
    if (found.length === 0) continue;
    if (cut === 0) return places(found, origin, Confidence.Route, index);
    const prefix = canonical.slice(0, canonical.length - (end === '/' ? 0 : end.length));
    const mounted = found.filter(({ file }) => isMounted(file, prefix, index));
    if (mounted.length > 0)
      return places(mounted, `${origin} below ${prefix}`, Confidence.RouteMounted, index);
    // '/' is the end of every route.
    const weak = end === '/' ? Confidence.Ambiguous : Confidence.RouteSuffix;
    return places(found, `the end of ${origin}`, weak, index);
  }
  return [];
}

/** Whether another file mounts the routers of this one where the template has `prefix`, or inside it. */
function isMounted(file: string, prefix: string, index: WorkspaceIndex): boolean {
  return index.prefixesOf(file).some((mounted) => mounted !== '' && prefix.endsWith(canonicalRoute(mounted)));
}

function byPath(path: string, method: string, facts: SpanFacts, index: WorkspaceIndex): SourceLocation[] {
  if (path === '') return [];
  const fitting = index.allRoutes().filter(({ site }) => servesPath(canonicalRoute(site.route), path));
  const found = served(fitting, method, facts.language, index);
  // `/users/me` is served by the route of that name before `/users/:id`.
  const literal = found.filter(({ site }) => !canonicalRoute(site.route).includes('{'));
  return places(literal.length > 0 ? literal : found, `the path ${path}`, Confidence.SpanPattern, index);
}

function served(
  routes: readonly Found<RouteSite>[],
  method: string,
  language: string,
  index: WorkspaceIndex,
): Found<RouteSite>[] {
  const wanted = method === 'HEAD' ? ['HEAD', 'GET', ''] : [method, ''];
  return routes.filter(
    ({ file, site }) => index.speaks(file, language) && (method === '' || wanted.includes(site.method)),
  );
}

function places(
  found: readonly Found<RouteSite>[],
  origin: string,
  confidence: number,
  index: WorkspaceIndex,
): SourceLocation[] {
  const handlers = found.flatMap((route) => handlerOf(route, index));
  const distinct = new Set(handlers.map(({ file, line }) => `${file}:${line}`));
  return handlers.map(({ file, line, column, site }) => ({
    file,
    line,
    column,
    reason: `${origin} is registered as ${[site.method, site.route].filter(Boolean).join(' ')} (${site.framework})`,
    confidence: distinct.size > 1 ? Math.min(confidence, Confidence.Ambiguous) : confidence,
  }));
}

/** The handler, in another file where its name is known there; the registration where it is not. */
function handlerOf({ file, site, sites }: Found<RouteSite>, index: WorkspaceIndex) {
  const here = sites.functions[site.handler];
  if (here) return [{ file, line: here.line, column: here.column, site }];
  const elsewhere = site.handlerName === '' ? [] : index.functionsNamed(site.handlerName);
  const [only] = elsewhere;
  if (only && elsewhere.length === 1)
    return [{ file: only.file, line: only.site.line, column: only.site.column, site }];
  return [{ file, line: site.line, column: site.column, site }];
}
