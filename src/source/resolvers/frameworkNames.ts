import { functionsCalled } from '../functions.ts';
import { Confidence } from '../location.ts';
import type { Resolver } from './resolver.ts';

/** The function that a framework's instrumentation names: a controller's method, a task, a middleware. */
export const frameworkNames: Resolver = (facts, index) =>
  facts.functions.flatMap(({ name, attribute }) => {
    const found = functionsCalled(name, (bare) =>
      index.functionsNamed(bare).filter(({ file }) => index.speaks(file, facts.language)),
    );
    return found.map(({ file, site }) => ({
      file,
      line: site.line,
      column: site.column,
      reason: `${attribute} names ${name}`,
      confidence: found.length > 1 ? Confidence.Ambiguous : Confidence.FunctionName,
    }));
  });
