import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../src/assists/applyEdits.ts';
import { indentationUnit, indented, insertAtTop, lineEnding } from '../../../src/languages/layout.ts';

describe('the layout of a text', () => {
  it('has the line ending of most lines', () => {
    expect(lineEnding('a\r\nb\r\nc\nd')).toBe('\r\n');
    expect(lineEnding('a\nb\nc\r\nd')).toBe('\n');
    expect(lineEnding('a')).toBe('\n');
  });

  it('has the step of indentation between two lines, or the most common one, or a default', () => {
    expect(indentationUnit('', '  ', '  ', '     ')).toBe('   ');
    expect(indentationUnit('if (x) {\n\ty();\n}\n', '  ')).toBe('\t');
    expect(indentationUnit('x = 1\n', '    ')).toBe('    ');
  });
});

describe('moving lines to the right', () => {
  it('leaves empty lines and the content of strings alone', () => {
    const text = 'a\n\nb = `\nc\n`\nd';
    const string = { start: text.indexOf('`'), end: text.lastIndexOf('`') + 1 };
    const edits = indented(text, { start: 0, end: text.length }, '  ', [string]);
    expect(applyEdits(text, edits)).toBe('  a\n\n  b = `\nc\n`\n  d');
  });

  it('begins with the first line that starts in the range', () => {
    expect(applyEdits('{ a\nb }', indented('{ a\nb }', { start: 2, end: 7 }, '\t', []))).toBe('{ a\n\tb }');
  });
});

describe('the first lines of a file', () => {
  const insert = (text: string, from: number, below?: number) =>
    applyEdits(text, [insertAtTop(text, from, 'NEW', '\n', below)]);

  it('stand at the top where there is no header', () => {
    expect(insert('code\n', 0)).toBe('NEW\n\ncode\n');
    expect(insert('', 0)).toBe('NEW\n');
  });

  it('stand one empty line below a header, and as many above the code as it wants', () => {
    expect(insert('#!x\ncode\n', 3)).toBe('#!x\n\nNEW\n\ncode\n');
    expect(insert('#!x\n\n\ncode\n', 3, 2)).toBe('#!x\n\nNEW\n\n\ncode\n');
    expect(insert('#!x', 3)).toBe('#!x\n\nNEW\n');
  });
});
