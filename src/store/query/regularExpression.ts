/** It matches the whole of a text, as TraceQL's do, and its dot a new line too; Go's flags may stand in front of it. */
export function regularExpression(source: string): RegExp {
  const [flagged = '', flags = ''] = /^\(\?([ims]+)\)/.exec(source) ?? [];
  return new RegExp(`^(?:${source.slice(flagged.length)})$`, [...new Set(`su${flags}`)].join(''));
}
