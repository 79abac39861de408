import path from 'node:path';

const relativeImport =
  /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]\.{1,2}\/[^'"]*?(\.[cm]?[jt]sx?)?['"]/;

/**
 * A file as others import it, with the ending that the first relative import in the texts has; where there is none,
 * as Node wants it.
 */
export function importedAs(name: string, texts: readonly string[], isModule: boolean): string {
  const { name: base, ext } = path.parse(name);
  const isTyped = /^\.[cm]?ts$/.test(ext);
  const own = texts.map((text) => relativeImport.exec(text)).find((match) => match !== null);
  if (own && !own[1]) return isModule && !isTyped ? name : base;
  if (!isTyped || own?.[1]?.includes('ts')) return name;
  return own || isModule ? base + ext.replace('ts', 'js') : base;
}
