import type { Node } from 'web-tree-sitter';
import type { NamedValue } from '../../idioms/attributes.ts';
import { wordsOf } from '../../../semconv/words.ts';

/** Types of the standard library that have one text for each value. */
const texts: ReadonlyMap<string, (name: string) => string> = new Map([
  ...['UUID', 'Decimal', 'Fraction', 'Path', 'PurePath', 'PosixPath'].map(
    (type) => [type, (name: string) => `str(${name})`] as const,
  ),
  ...['datetime', 'date', 'time'].map((type) => [type, (name: string) => `${name}.isoformat()`] as const),
]);

/** Last words of names whose values are texts and numbers whatever the program is about. */
const plainNames =
  /^(?:id|uuid|key|code|name|slug|sku|kind|type|status|state|method|url|uri|path|version|region|currency|topic|queue|table)$/;

/** How a variable becomes an attribute's value, by its annotation, else by its default or what it is set to, else by its name. */
export function attributeValue(
  name: string,
  annotation: string | undefined,
  value: Node | null | undefined,
  root: Node,
): NamedValue {
  const isNone = value?.type === 'none';
  if (annotation !== undefined) {
    const found = typed(name, resolved(annotation, root), root);
    return { name, expression: found?.expression, isOptional: isNone || (found?.isOptional ?? false) };
  }
  if (value && isScalar(value)) return { name, expression: name, isOptional: false };
  // A number to all that speak HTTP, and as one to the conventions.
  if (/(?:^|_)status_code$/.test(name)) return { name, expression: name, isOptional: isNone };
  const isPlain = plainNames.test(wordsOf(name).at(-1) ?? '');
  const hasText = isPlain && (!value || isNone || /^(?:call|await|attribute|subscript)$/.test(value.type));
  return { name, expression: hasText ? `str(${name})` : undefined, isOptional: isNone };
}

function typed(
  name: string,
  type: string,
  root: Node,
): { expression: string; isOptional: boolean } | undefined {
  const optional = /^(?:typing\.|t\.)?Optional\[(.+)\]$/.exec(type)?.[1];
  const union = /^(?:typing\.|t\.)?Union\[(.+)\]$/.exec(type)?.[1]?.split(',') ?? type.split('|');
  const members = optional === undefined ? union.map((member) => member.trim()) : [optional, 'None'];
  const isOptional = members.includes('None');
  const others = members.filter((member) => member !== 'None');
  if (others.length > 0 && others.every(isScalarType)) return { expression: name, isOptional };
  const only = others.length === 1 ? others[0]!.split('.').at(-1)! : '';
  const text = texts.get(only);
  if (text) return { expression: text(name), isOptional };
  const member = memberOf(only, root);
  return member && { expression: `${name}.${member}`, isOptional };
}

function isScalarType(type: string): boolean {
  return /^(?:str|int|float|bool|(?:typing\.|t\.)?(?:LiteralString|Literal\[[^\][]*\]))$/.test(type);
}

/** What to say of an enumeration of the module: the values that it writes out, else the names of its members. */
function memberOf(type: string, root: Node): 'value' | 'name' | undefined {
  const definition = root
    .descendantsOfType('class_definition')
    .find((one) => type !== '' && one.childForFieldName('name')?.text === type);
  const bases = definition?.childForFieldName('superclasses')?.text ?? '';
  if (!/\b(?:Int|Str)?Enum\b/.test(bases)) return undefined;
  const values = definition!.childForFieldName('body')!.namedChildren.flatMap((statement) => {
    const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
    return assignment?.type === 'assignment' ? [assignment.childForFieldName('right')] : [];
  });
  return values.every((value) => /^(?:string|integer|float)$/.test(value?.type ?? '')) ? 'value' : 'name';
}

/** The type without quotes and metadata; a name of the module for another type as what it stands for. */
function resolved(annotation: string, root: Node): string {
  let type = annotation.replace(/^(['"])(.*)\1$/, '$2').trim();
  type = /^(?:typing\.|t\.)?(?:Annotated|Final|Required)\[([^,\][]+)/.exec(type)?.[1]?.trim() ?? type;
  if (!/^\w+$/.test(type)) return type;
  for (const statement of root.namedChildren) {
    if (statement.type === 'type_alias_statement' && statement.childForFieldName('left')?.text === type) {
      return statement.childForFieldName('right')?.text ?? type;
    }
    const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
    if (assignment?.type === 'assignment' && assignment.childForFieldName('left')?.text === type) {
      const right = assignment.childForFieldName('right')?.text ?? '';
      return /^(?:typing\.)?NewType\([^,]+,\s*(\w+)\s*\)$/.exec(right)?.[1] ?? right;
    }
  }
  return type;
}

function isScalar(value: Node): boolean {
  switch (value.type) {
    case 'string':
      return !/^[a-z]*b/i.test(value.text.split(/['"]/, 1)[0]!);
    case 'integer':
    case 'float':
    case 'true':
    case 'false':
      return true;
    case 'comparison_operator':
    case 'not_operator':
      return !/[[@&|]/.test(value.text);
    case 'call':
      return /^(?:str|int|float|bool|len|ord|chr|repr|isinstance)$/.test(
        value.childForFieldName('function')?.text ?? '',
      );
    default:
      return false;
  }
}
