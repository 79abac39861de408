import type { ModuleNames } from '../moduleNames.ts';

/** Names the setter or getter of a carrier, and brings its class into the module where it is missing. */
export type Access = (names: ModuleNames, quote: string) => string;

const textmap = 'opentelemetry.propagators.textmap';

/** A message that is sent on may bring its old context. */
export const kafkaSetter: Access = (names) => {
  const Setter = names.use(textmap, 'Setter');
  return names.define('KafkaHeadersSetter', (name) => [
    `class ${name}(${Setter}[list[tuple[str, bytes]]]):`,
    '\t"""Headers of Kafka are pairs of text and bytes."""',
    '',
    '\tdef set(self, carrier: list[tuple[str, bytes]], key: str, value: str) -> None:',
    '\t\tcarrier[:] = [pair for pair in carrier if pair[0] != key]',
    '\t\tcarrier.append((key, value.encode()))',
  ]);
};

export const kafkaGetter: Access = (names) => {
  const Getter = names.use(textmap, 'Getter');
  const Sequence = names.use('collections.abc', 'Sequence');
  const type = `${Sequence}[tuple]`;
  return names.define('KafkaHeadersGetter', (name) => [
    `class ${name}(${Getter}):`,
    '\t"""Headers of Kafka are pairs of text and bytes."""',
    '',
    `\tdef get(self, carrier: ${type}, key: str) -> list[str] | None:`,
    '\t\treturn [value.decode() for name, value in carrier if name == key] or None',
    '',
    `\tdef keys(self, carrier: ${type}) -> list[str]:`,
    '\t\treturn [name for name, _ in carrier]',
  ]);
};

export const sqsSetter: Access = (names, q) => {
  const Setter = names.use(textmap, 'Setter');
  return names.define('MessageAttributesSetter', (name) => [
    `class ${name}(${Setter}[dict]):`,
    '\t"""An attribute of SQS has a type beside its value."""',
    '',
    '\tdef set(self, carrier: dict, key: str, value: str) -> None:',
    `\t\tcarrier[key] = {${q}DataType${q}: ${q}String${q}, ${q}StringValue${q}: value}`,
  ]);
};

export const sqsGetter: Access = (names, q) => {
  const Getter = names.use(textmap, 'Getter');
  return names.define('MessageAttributesGetter', (name) => [
    `class ${name}(${Getter}[dict]):`,
    '\t"""An attribute of SQS has a type beside its value."""',
    '',
    '\tdef get(self, carrier: dict, key: str) -> list[str] | None:',
    `\t\tvalue = carrier.get(key, {}).get(${q}StringValue${q})`,
    '\t\treturn None if value is None else [value]',
    '',
    '\tdef keys(self, carrier: dict) -> list[str]:',
    '\t\treturn list(carrier)',
  ]);
};

/** Without `decode_responses` all that Redis answers is bytes. */
export const redisGetter: Access = (names) => {
  const Getter = names.use(textmap, 'Getter');
  return names.define('StreamFieldsGetter', (name) => [
    `class ${name}(${Getter}):`,
    '\t"""Fields of a stream of Redis are bytes."""',
    '',
    '\tdef get(self, carrier: dict, key: str) -> list[str] | None:',
    '\t\tvalue = carrier.get(key.encode())',
    '\t\treturn None if value is None else [value.decode()]',
    '',
    '\tdef keys(self, carrier: dict) -> list[str]:',
    '\t\treturn [key.decode() for key in carrier]',
  ]);
};
