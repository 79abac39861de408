import type { Node } from 'web-tree-sitter';
import { combined } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { appended } from '../../appended.ts';
import { argumentsOf } from '../calls.ts';
import { ModuleNames } from '../moduleNames.ts';
import { styleOf } from '../style.ts';
import { idsAsArguments } from './ids.ts';

/** One more argument of this call: a console has no format, and without a span the line stays as it was. */
export function inConsole(file: ParsedFile, call: Node): Attempt {
  const args = argumentsOf(call);
  const [first] = args;
  if (!first) return { refusal: 'An empty line is no entry of a log: say something first.' };
  if (/\btraceSuffix\(|trace_?id/i.test(call.text))
    return { refusal: 'This line has the trace and span ids already.' };
  // The console replaces them by the arguments that follow, and would take the ids for one.
  const places = first.text.match(/%[sdifjoOc]/g)?.length ?? 0;
  if (places >= args.length || args.some((one) => one.type === 'spread_element')) {
    return {
      refusal: 'How many values the format takes cannot be told here: write the text and its values first.',
    };
  }
  return () => {
    const style = styleOf(file, call);
    const names = new ModuleNames(file, call, style);
    const item = `...${idsAsArguments(names, style)}()`;
    return combined([...names.edits(), ...appended(file, call, item)]);
  };
}
