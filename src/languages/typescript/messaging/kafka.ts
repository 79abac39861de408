import { rangeOf } from '../../syntax.ts';
import { injected, valueIn, type Carry, type Send } from './carrying.ts';
import { inEach, literalMessages, mapWith } from './sentMessages.ts';

/** All messages of one call get the context of its span. */
export function inKafkaMessages({ file, args }: Send): Carry {
  const [record] = args;
  if (record?.type === 'identifier') {
    return (names, style) => {
      const headers = names.free('headers', 'messageHeaders');
      const messages = `${record.text}.messages${mapWith('headers', headers, names.free('message', 'kafkaMessage'))}`;
      return {
        lines: injected(names, style, headers),
        edits: [{ ...rangeOf(record), text: `{ ...${record.text}, messages: ${messages} }` }],
      };
    };
  }
  const messages = valueIn(record, 'messages');
  if (!messages)
    return { refusal: 'The text does not show the messages of this call: write them into it first.' };
  return (names, style) => {
    const headers = names.free('headers', 'messageHeaders');
    return {
      lines: injected(names, style, headers),
      edits: inEach(file, messages, 'headers', headers, () => names.free('message', 'kafkaMessage')),
    };
  };
}

/** The same of messages by topic. */
export function inKafkaBatches({ file, args }: Send): Carry {
  const batches = literalMessages(valueIn(args[0], 'topicMessages'));
  const messages = batches?.map((batch) => valueIn(batch, 'messages'));
  if (!messages?.every((one) => one !== undefined)) {
    return { refusal: 'The text does not show the messages of this call: write them into it first.' };
  }
  return (names, style) => {
    const headers = names.free('headers', 'messageHeaders');
    const edits = messages.flatMap((one) =>
      inEach(file, one, 'headers', headers, () => names.free('message', 'kafkaMessage')),
    );
    return { lines: injected(names, style, headers), edits };
  };
}
