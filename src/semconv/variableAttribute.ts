import { attributeName } from './attributeName.ts';
import {
  ATTR_DB_COLLECTION_NAME,
  ATTR_DB_NAMESPACE,
  ATTR_FILE_NAME,
  ATTR_FILE_PATH,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  ATTR_USER_AGENT_ORIGINAL,
} from './names.ts';
import { besideResource } from './resourceName.ts';
import { wordsOf } from './words.ts';

/** What programs commonly call a value, by its words, to what the conventions call it. */
const conventional: ReadonlyMap<string, string> = new Map([
  ...named(ATTR_URL_FULL, 'url', 'uri', 'full url', 'http url', 'request url', 'target url'),
  ...named(ATTR_HTTP_REQUEST_METHOD, 'http method', 'request method'),
  ...named(
    ATTR_HTTP_RESPONSE_STATUS_CODE,
    'http status',
    'http status code',
    'status code',
    'response status',
  ),
  ...named(ATTR_SERVER_ADDRESS, 'host', 'hostname', 'host name', 'server host', 'server'),
  ...named(ATTR_SERVER_PORT, 'port'),
  ...named(ATTR_USER_AGENT_ORIGINAL, 'user agent'),
  ...named(ATTR_FILE_NAME, 'filename'),
  ...named(ATTR_FILE_PATH, 'filepath'),
  ...named(ATTR_DB_COLLECTION_NAME, 'table', 'table name', 'collection', 'collection name'),
  ...named(ATTR_DB_NAMESPACE, 'database', 'database name', 'db name', 'db'),
  ...named(ATTR_MESSAGING_DESTINATION_NAME, 'topic', 'topic name', 'queue name'),
]);

/** Last words that say which property of a thing a value is: `order_total` is the total of an order. */
const properties =
  /^(?:amount|code|count|currency|id|key|kind|name|number|size|slug|state|status|total|type|uuid|version)$/;
/** First words that say nothing of whose property it is. */
const modifiers = /^(?:current|default|first|has|initial|is|last|max|min|new|next|num|old|previous|total)$/;

/**
 * The attribute that a variable is recorded as: that of the conventions where one fits; `order.id` for
 * `order_id`; else the variable's words below those of its class or function, since a name without an owner says nothing.
 */
export function variableAttribute(variable: string, owner: string): string {
  const words = wordsOf(variable);
  const known = conventional.get(words.join(' ')) ?? attributeName([variable]);
  if (known.includes('.')) return known;
  const property =
    words.length > 1 && properties.test(words.at(-1)!) && !modifiers.test(words[0]!)
      ? words.pop()
      : undefined;
  const thing = property === undefined ? wordsOf(owner) : words;
  return besideResource([thing.join('_'), property ?? words.join('_')].filter(Boolean).join('.'));
}

function named(attribute: string, ...variables: string[]): [string, string][] {
  return variables.map((variable) => [variable, attribute]);
}
