import type { MessagingIdioms } from '../idioms/messaging.ts';
import { producers } from './messaging/producers.ts';
import { consumerAt } from './messaging/receive.ts';
import { producerAt } from './messaging/send.ts';

export const messaging: MessagingIdioms = {
  libraries: [...new Set(producers.map(({ library }) => library))],
  producerAt,
  consumerAt,
};
