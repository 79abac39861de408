/** What the workspace index keeps of a file: places that spans come from. Lines and columns count from 1. */
export interface SourceSites {
  readonly functions: readonly FunctionSite[];
  readonly spans: readonly SpanSite[];
  readonly routes: readonly RouteSite[];
  readonly mounts: readonly MountSite[];
  /** Instrumentation scopes whose tracers the file makes: literal names, and `__name__` for a Python module's own. */
  readonly scopes: readonly string[];
}

export interface FunctionSite {
  /** Bare name; '' for an anonymous function. */
  readonly name: string;
  /** With enclosing classes and functions: `Cart.total`. */
  readonly qualifiedName: string;
  /** Line of the name; a lens stands above it (above decorators that belong to it: see `headLine`). */
  readonly line: number;
  readonly column: number;
  /** First line, decorators included, and last line. */
  readonly headLine: number;
  readonly endLine: number;
}

/** A call or decorator that creates a span. */
export interface SpanSite {
  /** The literal name, or a regular expression's source where the name has variables in it; null where it is unknown. */
  readonly name: string | null;
  readonly pattern: boolean;
  readonly line: number;
  readonly column: number;
  /** Index in `functions` of the function that the span covers or stands in; -1 at module level. */
  readonly function: number;
}

/** A registration of a handler for an HTTP route. */
export interface RouteSite {
  /** Upper case, or '' where every method is served. */
  readonly method: string;
  /** In the framework's own syntax: `/users/<int:id>`, `/users/:id`. */
  readonly route: string;
  readonly framework: string;
  /** Where the registration stands. */
  readonly line: number;
  readonly column: number;
  /** Index in `functions` of the handler; -1 where it is not in this file or not a function of its own. */
  readonly handler: number;
  /** Name of a handler that is defined elsewhere, or ''. */
  readonly handlerName: string;
}

/** A router of another file, taken in under a prefix: `app.use('/orders', require('./orders'))`. */
export interface MountSite {
  readonly prefix: string;
  /** Ends of the path that the router's file may have, without extension: `shop/orders`. */
  readonly modules: readonly string[];
}
