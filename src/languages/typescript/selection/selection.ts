import type { Node } from 'web-tree-sitter';
import type { Attempt } from '../../idioms/attempt.ts';
import type { SelectionIdioms, SelectionTarget } from '../../idioms/selection.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken, rangeOf, selfAndAncestors } from '../../syntax.ts';
import { wholeNodes } from '../../wholeNodes.ts';
import { calleeName } from '../calls.ts';
import { functionAt, isFunction, moduleName } from '../functions.ts';
import { expressionInSpan, isExpression } from './expression.ts';
import { ownNodes } from './leaving.ts';
import { statementsInSpan } from './statements.ts';

/** Methods and functions that do not say what a piece of code is about. */
const plainMethod =
  /^(?:log|debug|info|warn|error|trace|map|filter|forEach|reduce|find|some|every|push|pop|shift|slice|join|split|trim|concat|sort|includes|startsWith|endsWith|keys|values|entries|get|set|has|add|then|catch|finally|all|stringify|toString|toFixed|floor|round|max|min|now)$/;
const plainFunction = /^(?:require|String|Number|Boolean|parseInt|parseFloat|isNaN)$/;

const selected: SelectionIdioms['selected'] = (file, selection) => {
  const whole = wholeNodes(file, selection, (node) =>
    /^(?:statement_block|program|switch_case|switch_default)$/.test(node.type),
  );
  const nodes = whole?.nodes ?? [];
  const isStatement = (node: Node): boolean =>
    /(?:_statement|_declaration|^statement_block)$/.test(node.type) || node.type === 'export_statement';
  if (nodes[0] && !whole?.inBlock && isStatement(nodes[0]) && nodes[0].type !== 'statement_block') {
    return { refusal: 'This statement has no braces around it: put them there first.' };
  }
  const isExpressionAlone = nodes.length === 1 && isExpression(nodes[0]!);
  if (!isExpressionAlone && !(nodes[0] && whole?.inBlock && nodes.every(isStatement))) {
    return {
      refusal: 'This is not a whole statement or expression: select from its first character to its last.',
    };
  }
  return { isExpression: isExpressionAlone, nodes, range: selection, name: nameOf(file, nodes) };
};

const inSpan: SelectionIdioms['inSpan'] = (file: ParsedFile, target: SelectionTarget): Attempt => {
  if (target.nodes.some(isBroken)) {
    return { refusal: 'There is a syntax error in or beside the selection: mend it first.' };
  }
  return target.isExpression ? expressionInSpan(file, target) : statementsInSpan(file, target);
};

/** The function around, and the first call that says what the code is about, else the first variable that it sets. */
function nameOf(file: ParsedFile, nodes: readonly Node[]): string {
  const own = nodes.flatMap(ownNodes);
  const calls = own.filter(
    (node) => node.type === 'call_expression' && /^[\p{L}_$][\p{L}\d_$]*$/u.test(calleeName(node)),
  );
  const telling = calls.find((call) => {
    const isMethod = call.childForFieldName('function')?.type === 'member_expression';
    return !(isMethod ? plainMethod : plainFunction).test(calleeName(call));
  });
  const set = own
    .filter((node) => node.type === 'variable_declarator' || node.type === 'assignment_expression')
    .map((node) => (node.childForFieldName('name') ?? node.childForFieldName('left'))!)
    .find((name) => name.type === 'identifier');
  const action = telling ? calleeName(telling) : (set?.text ?? (calls[0] ? calleeName(calls[0]) : 'block'));
  for (const outer of selfAndAncestors(nodes[0]!.parent)) {
    const name = isFunction(outer) && functionAt(file, rangeOf(outer))?.name;
    // A callback has no name of its own that one would know it by.
    if (name && !/ callback$/.test(name)) return `${name}.${action}`;
  }
  return `${moduleName(file.path)}.${action}`;
}

export const selection: SelectionIdioms = { selected, inSpan };
