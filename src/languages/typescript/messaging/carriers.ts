import type { ModuleNames } from '../moduleNames.ts';
import type { Style } from '../style.ts';

/** Names the setter or getter of a carrier, and brings it into the module where it is missing. */
export type Access = (names: ModuleNames, style: Style) => string;

/** Values of Kafka's headers come as buffers. */
export const kafkaGetter: Access = (names, { typed, semicolon }) => {
  const headers = typed ? 'headers: Record<string, unknown> | undefined' : 'headers';
  return names.define('kafkaHeadersGetter', (name) => [
    `const ${name} = {`,
    `\tkeys: (${headers}) => Object.keys(headers ?? {}),`,
    `\tget: (${headers}, key${typed ? ': string' : ''}) =>`,
    '\t\theaders?.[key] === undefined ? undefined : String(headers[key]),',
    `}${semicolon}`,
  ]);
};

export const sqsSetter: Access = (names, { typed, semicolon, quote }) => {
  const carrier = typed ? 'attributes: Record<string, unknown>' : 'attributes';
  const texts = typed ? 'key: string, value: string' : 'key, value';
  return names.define('messageAttributesSetter', (name) => [
    `const ${name} = {`,
    `\tset: (${carrier}, ${texts}) => {`,
    `\t\tattributes[key] = { DataType: ${quote}String${quote}, StringValue: value }${semicolon}`,
    '\t},',
    `}${semicolon}`,
  ]);
};

export const sqsGetter: Access = (names, { typed, semicolon }) => {
  const carrier = typed
    ? 'attributes: Record<string, { StringValue?: string | undefined }> | undefined'
    : 'attributes';
  return names.define('messageAttributesGetter', (name) => [
    `const ${name} = {`,
    `\tkeys: (${carrier}) => Object.keys(attributes ?? {}),`,
    `\tget: (${carrier}, key${typed ? ': string' : ''}) =>`,
    '\t\tattributes?.[key]?.StringValue,',
    `}${semicolon}`,
  ]);
};

/** Names and values of a stream's fields stand one after the other. */
export const streamGetter: Access = (names, { typed, semicolon }) => {
  const fields = typed ? 'fields: string[]' : 'fields';
  return names.define('streamFieldsGetter', (name) => [
    `const ${name} = {`,
    `\tkeys: (${fields}) => fields.filter((_, i) => i % 2 === 0),`,
    `\tget: (${fields}, key${typed ? ': string' : ''}) =>`,
    '\t\tfields.find((_, i) => i % 2 === 1 && fields[i - 1] === key),',
    `}${semicolon}`,
  ]);
};

export const natsSetter: Access = (names, { typed, semicolon }) => {
  const carrier = typed ? 'headers: { set(key: string, value: string): void }' : 'headers';
  const texts = typed ? 'key: string, value: string' : 'key, value';
  return names.define('natsHeadersSetter', (name) => [
    `const ${name} = {`,
    `\tset: (${carrier}, ${texts}) => headers.set(key, value),`,
    `}${semicolon}`,
  ]);
};

/** A header that is not there is an empty text. */
export const natsGetter: Access = (names, { typed, semicolon }) => {
  const carrier = typed ? 'headers: { keys(): string[]; get(key: string): string } | undefined' : 'headers';
  return names.define('natsHeadersGetter', (name) => [
    `const ${name} = {`,
    `\tkeys: (${carrier}) => headers?.keys() ?? [],`,
    `\tget: (${carrier}, key${typed ? ': string' : ''}) =>`,
    '\t\theaders?.get(key) || undefined,',
    `}${semicolon}`,
  ]);
};
