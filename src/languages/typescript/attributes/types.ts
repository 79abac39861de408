import type { Node } from 'web-tree-sitter';
import type { NamedValue } from '../../idioms/attributes.ts';
import { wordsOf } from '../../../semconv/words.ts';

/** Last words of names whose values are texts and numbers whatever the program is about. */
const plainNames =
  /^(?:id|uuid|key|code|name|slug|sku|kind|type|status|state|method|url|uri|path|version|region|currency|topic|queue|table|count|size|limit|total|amount|quantity|number|offset|page)$/;

/**
 * How a variable becomes an attribute's value, by its type, else by its default or what it is set to. Without types the
 * name decides: the SDK of JavaScript leaves out what is neither text nor number.
 */
export function attributeValue(
  name: string,
  type: Node | null,
  value: Node | null,
  isOptional: boolean,
  isTypeScript: boolean,
): NamedValue {
  if (type) {
    const found = typed(name, type);
    return { name, expression: found?.expression, isOptional: isOptional || (found?.isOptional ?? false) };
  }
  const unknown = { name, expression: undefined, isOptional: false };
  if (value && isScalar(value)) return { name, expression: name, isOptional: false };
  if (isTypeScript) return unknown;
  const isOpen = !value || /^(?:call|await|member|subscript)_expression$/.test(value.type);
  return isOpen && plainNames.test(wordsOf(name).at(-1) ?? '') ? { ...unknown, expression: name } : unknown;
}

interface Typed {
  readonly expression: string;
  readonly isOptional: boolean;
}

function typed(name: string, type: Node): Typed | undefined {
  switch (type.type) {
    case 'predefined_type':
      return /^(?:string|number|boolean)$/.test(type.text)
        ? { expression: name, isOptional: false }
        : undefined;
    case 'literal_type':
      if (/^(?:undefined|null)$/.test(type.text)) return undefined;
      return { expression: name, isOptional: false };
    case 'template_literal_type':
      return { expression: name, isOptional: false };
    case 'parenthesized_type':
    case 'type_annotation':
      return type.firstNamedChild ? typed(name, type.firstNamedChild) : undefined;
    case 'intersection_type':
      // A branded text or number.
      return type.firstNamedChild?.type === 'predefined_type' ? typed(name, type.firstNamedChild) : undefined;
    case 'union_type':
      return united(name, membersOf(type));
    case 'type_identifier':
      if (type.text === 'URL') return { expression: `${name}.href`, isOptional: false };
      return aliased(name, type);
    default:
      return undefined;
  }
}

function united(name: string, members: readonly Node[]): Typed | undefined {
  const isNull = (node: Node): boolean => node.text === 'null';
  const isMissing = (node: Node): boolean => isNull(node) || node.text === 'undefined';
  const others = members.filter((node) => !isMissing(node)).map((node) => typed(name, node));
  const isPlain =
    others.length > 0 && others.every((other) => other?.expression === name && !other.isOptional);
  if (!isPlain) return undefined;
  const hasNull = members.some(isNull);
  return { expression: hasNull ? `${name} ?? undefined` : name, isOptional: members.some(isMissing) };
}

function membersOf(union: Node): Node[] {
  return union.namedChildren.flatMap((child) => (child.type === 'union_type' ? membersOf(child) : [child]));
}

/** A type or an enumeration of this file. */
function aliased(name: string, type: Node): Typed | undefined {
  const declared = type.tree.rootNode
    .descendantsOfType(['type_alias_declaration', 'enum_declaration'])
    .find((node) => node.childForFieldName('name')?.text === type.text);
  if (declared?.type === 'enum_declaration') return { expression: name, isOptional: false };
  const value = declared?.childForFieldName('value');
  return value && value.type !== 'type_identifier' ? typed(name, value) : undefined;
}

function isScalar(value: Node): boolean {
  switch (value.type) {
    case 'string':
    case 'template_string':
    case 'number':
    case 'true':
    case 'false':
      return true;
    case 'parenthesized_expression':
      return value.firstNamedChild !== null && isScalar(value.firstNamedChild);
    case 'binary_expression':
      return /^(?:[=!]==?|[<>]=?|instanceof|in)$/.test(value.childForFieldName('operator')?.text ?? '');
    case 'unary_expression':
      return /^(?:!|typeof)/.test(value.text);
    case 'member_expression':
      return value.childForFieldName('property')?.text === 'length' && !value.text.includes('?.');
    case 'call_expression':
      return /^(?:String|Number|Boolean|parseInt|parseFloat|Math\.\w+|Date\.now|performance\.now)$/.test(
        value.childForFieldName('function')?.text ?? '',
      );
    default:
      return false;
  }
}
