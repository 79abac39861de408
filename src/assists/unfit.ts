const largest = 1_000_000;
/** Written by people, lines this long are rare; by minifiers they are the rule. */
const longLine = 2_000;

/**
 * Why no assist works on a text: too large, minified, or written by a program that will overwrite it. '' where one may.
 * Cheap enough to ask before parsing.
 */
export function unfit(text: string): string {
  if (text.length > largest)
    return 'This file is larger than 1 MB, which is more than a person writes by hand.';
  if (
    /(?:@generated\b|\bDO NOT EDIT\b|^[^\w\n]*(?:code )?generated (?:by|from)\b)/im.test(text.slice(0, 1_000))
  ) {
    return 'This file says that it is generated: change what it is made from.';
  }
  const lines = text.split('\n');
  const long = lines.filter((line) => line.length > longLine).reduce((sum, line) => sum + line.length, 0);
  return long * 2 > text.length ? 'This file is minified: change what it is made from.' : '';
}
