import type { Node } from 'web-tree-sitter';
import type { Destination } from '../../messaging.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import { argumentsOf } from '../calls.ts';
import { constantObject } from '../http/options.ts';
import { valueOf } from '../passedFunction.ts';
import { sqsSetter } from './carriers.ts';
import { injected, merged, valueIn, type Carry, type Send } from './carrying.ts';
import { makersOf } from './clients.ts';
import { inEach, literalMessages } from './sentMessages.ts';
import { said } from './texts.ts';

/** A command of the AWS SDK: made in the call, or the one thing that a variable is. */
export function commandOf(file: ParsedFile, given: Node | undefined, name: string): Node | undefined {
  const made = given?.type === 'identifier' ? makersOf(file, given.text) : given ? [given] : [];
  const [command] = made;
  return made.length === 1 && command?.childForFieldName('constructor')?.text.endsWith(name)
    ? argumentsOf(command)[0]
    : undefined;
}

/** The last part of a queue's URL. */
export function queueName(input: Node | undefined): Destination | undefined {
  const url = valueIn(input, 'QueueUrl');
  const part = said(url);
  if (part === undefined) return undefined;
  return typeof part === 'string'
    ? [part.split('/').at(-1)!]
    : [{ code: lastPart(part.code, url !== undefined && mayBeMissing(url)) }];
}

function lastPart(url: string, mayMiss: boolean): string {
  return `${url}${mayMiss ? '?' : ''}.slice(${url}.lastIndexOf('/') + 1)`;
}

/** Whether a URL comes from the environment, and nothing is there for when it does not. */
function mayBeMissing(url: Node): boolean {
  const value = /identifier$/.test(url.type) ? (valueOf(url) ?? url) : url;
  return /\bprocess\.env\b/.test(value.text) && !/!$|\?\?|\|\||\bas string$/.test(value.text);
}

/** The same, also where a variable holds the input. */
export function queueOfInput(input: Node | undefined): Destination | undefined {
  if (input?.type !== 'identifier') return queueName(input);
  const written = valueIn(constantObject(input), 'QueueUrl');
  const named = written && !/identifier$/.test(written.type) ? queueName(constantObject(input)) : undefined;
  return named ?? [{ code: lastPart(`${input.text}.QueueUrl`, true) }];
}

const attributesType = 'Record<string, { DataType: string; StringValue: string }>';

export function inCommand({ file, args }: Send, input: Node): Carry {
  const isCommand = args[0]!.type === 'identifier' && args[0]!.id !== input.id;
  if (!isCommand && !/^(?:object|identifier)$/.test(input.type)) {
    return { refusal: `\`${input.text}\` is made elsewhere: write the message into the command first.` };
  }
  return (names, style) => {
    const attributes = names.free('attributes', 'messageAttributes');
    const made = injected(names, style, attributes, sqsSetter(names, style), attributesType);
    if (isCommand) {
      const own = `${args[0]!.text}.input.MessageAttributes`;
      return { lines: [...made, `${own} = { ...${own}, ...${attributes} }${style.semicolon}`], edits: [] };
    }
    if (input.type === 'object') {
      return { lines: made, edits: merged(file, input, 'MessageAttributes', attributes) };
    }
    const literal = constantObject(input);
    const isNew = literal && !/MessageAttributes|\.\.\./.test(literal.text);
    const both = isNew ? attributes : `{ ...${input.text}.MessageAttributes, ...${attributes} }`;
    const text = `{ ...${input.text}, MessageAttributes: ${both} }`;
    return { lines: made, edits: [{ ...rangeOf(input), text }] };
  };
}

/** All messages of one batch get the context of its span. */
export function inEntries(file: ParsedFile, input: Node): Carry {
  const entries = valueIn(input, 'Entries');
  if (!entries || (!literalMessages(entries) && !/^(?:shorthand_property_)?identifier$/.test(entries.type))) {
    return {
      refusal: 'The text does not show the messages of this batch: write them into the command first.',
    };
  }
  return (names, style) => {
    const attributes = names.free('attributes', 'messageAttributes');
    const lines = injected(names, style, attributes, sqsSetter(names, style), attributesType);
    const nameOf = () => names.free('entry', 'sqsEntry');
    return { lines, edits: inEach(file, entries, 'MessageAttributes', attributes, nameOf) };
  };
}
