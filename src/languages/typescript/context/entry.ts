import type { Node } from 'web-tree-sitter';
import { combined } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, selfAndAncestors } from '../../syntax.ts';
import { around } from '../around.ts';
import { argumentsOf } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { styleOf } from '../style.ts';
import { parent } from './helpers.ts';

/** `main()` on the level of the module, and in a worker whatever uses what it was given: where a program begins. */
export function continued(file: ParsedFile, call: Node): Attempt | undefined {
  for (const outer of selfAndAncestors(call.parent)) if (isFunction(outer)) return undefined;
  const callee = call.childForFieldName('function')?.text ?? '';
  const isWorker = /\bworker_threads['"]/.test(file.text);
  const usesWorker = isWorker && /\bworkerData\b|\bparentPort[!?]?\.postMessage\(/.test(call.text);
  const isStatement = /^(?:expression_statement|await_expression)$/.test(call.parent?.type ?? '');
  if (callee !== 'main' && !(usesWorker && isStatement)) return undefined;
  if (/\bcontextOfParent\(|\.extract\(/.test(file.text)) {
    return { refusal: 'This program continues the trace of what started it already.' };
  }
  const awaits = [...descendants(call, (node) => !isFunction(node))].some(
    (node) => node.type === 'await_expression',
  );
  return () => {
    const style = styleOf(file, call);
    const names = new ModuleNames(file, call, style);
    const context = names.use('context');
    const [before, async] = awaits ? ['await ', 'async '] : ['', ''];
    const open = `${before}${context}.with(${parent(names, style)}(), `;
    const edits =
      argumentsOf(call).length === 0 && callee === 'main'
        ? [{ start: call.startIndex, end: call.endIndex, text: `${open}main)` }]
        : around(call, `${open}${async}() => `);
    return combined([...names.edits(), ...edits]);
  };
}
