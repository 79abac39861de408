/* eslint-disable @typescript-eslint/no-deprecated -- to name what is deprecated is what this file is for */
import * as semconv from '@opentelemetry/semantic-conventions';
import * as names from '@opentelemetry/semantic-conventions/incubating';
import { explained, replaced, replacedBySide } from './renamed.ts';

/** What becomes of an attribute of former conventions. */
export type Renaming =
  /** Another name, and the value as it is, as text, or as a list of one text. */
  | { readonly to: string; readonly as?: 'text' | 'texts' }
  /** Another name and other values, by the former ones. */
  | { readonly to: string; readonly values: ReadonlyMap<string, string> }
  /** One name on the side of a client and another on that of a server. */
  | { readonly client: string; readonly server: string }
  /** A path with its query becomes two attributes. */
  | { readonly path: string; readonly query: string }
  /** No other name: what the conventions say of it. */
  | { readonly why: string };

/** What becomes of an attribute; nothing where it is one of today's, or none of the conventions. */
export function renaming(name: string): Renaming | undefined {
  const special = specials.get(name) ?? older.get(name);
  if (special) return special;
  if (Object.hasOwn(replaced, name)) return { to: replaced[name]! };
  if (Object.hasOwn(replacedBySide, name)) return replacedBySide[name];
  return Object.hasOwn(explained, name) ? { why: explained[name]! } : undefined;
}

/** The former attribute that a constant of a conventions package stands for: `HTTP_METHOD` for `http.method`. */
export function formerName(constant: string): string | undefined {
  const bare = constant.replace(/^(?:SEMATTRS|SEMRESATTRS|ATTR)_/, '');
  return byConstant.get(bare);
}

/** Values of an enumeration by its prefix: `DB_SYSTEM_VALUE_`. */
function valuesOf(prefix: string): string[] {
  return Object.entries<unknown>({ ...semconv, ...names }).flatMap(([key, value]) =>
    key.startsWith(prefix) && typeof value === 'string' ? [value] : [],
  );
}

/** Former values to today's: the same, or the one that ends in it behind the name of who makes it. */
function matched(
  former: string,
  today: string,
  others: Readonly<Record<string, string>>,
): Map<string, string> {
  const known = valuesOf(today);
  const pairs = valuesOf(former).flatMap((value) => {
    const to = others[value] ?? known.find((one) => one === value || one.endsWith(`.${value}`));
    return to === undefined ? [] : [[value, to] as const];
  });
  return new Map(pairs);
}

// What changes with the name, in ways that the conventions say in prose.
const specials = new Map<string, Renaming>([
  [names.ATTR_HTTP_TARGET, { path: semconv.ATTR_URL_PATH, query: semconv.ATTR_URL_QUERY }],
  [
    names.ATTR_HTTP_FLAVOR,
    {
      to: semconv.ATTR_NETWORK_PROTOCOL_VERSION,
      values: new Map([
        [names.HTTP_FLAVOR_VALUE_HTTP_1_0, '1.0'],
        [names.HTTP_FLAVOR_VALUE_HTTP_1_1, '1.1'],
        [names.HTTP_FLAVOR_VALUE_HTTP_2_0, '2'],
        [names.HTTP_FLAVOR_VALUE_HTTP_3_0, '3'],
      ]),
    },
  ],
  [
    names.ATTR_HTTP_REQUEST_CONTENT_LENGTH,
    { to: semconv.ATTR_HTTP_REQUEST_HEADER('content-length'), as: 'texts' },
  ],
  [
    names.ATTR_HTTP_RESPONSE_CONTENT_LENGTH,
    { to: semconv.ATTR_HTTP_RESPONSE_HEADER('content-length'), as: 'texts' },
  ],
  [
    names.ATTR_NET_TRANSPORT,
    {
      to: semconv.ATTR_NETWORK_TRANSPORT,
      values: new Map([
        [names.NET_TRANSPORT_VALUE_IP_TCP, semconv.NETWORK_TRANSPORT_VALUE_TCP],
        [names.NET_TRANSPORT_VALUE_IP_UDP, semconv.NETWORK_TRANSPORT_VALUE_UDP],
        [names.NET_TRANSPORT_VALUE_PIPE, semconv.NETWORK_TRANSPORT_VALUE_PIPE],
      ]),
    },
  ],
  [
    names.ATTR_DB_SYSTEM,
    {
      to: semconv.ATTR_DB_SYSTEM_NAME,
      values: matched('DB_SYSTEM_VALUE_', 'DB_SYSTEM_NAME_VALUE_', {
        [names.DB_SYSTEM_VALUE_MSSQL]: semconv.DB_SYSTEM_NAME_VALUE_MICROSOFT_SQL_SERVER,
        [names.DB_SYSTEM_VALUE_ORACLE]: names.DB_SYSTEM_NAME_VALUE_ORACLE_DB,
        [names.DB_SYSTEM_VALUE_HANADB]: names.DB_SYSTEM_NAME_VALUE_SAP_HANA,
        [names.DB_SYSTEM_VALUE_H2]: names.DB_SYSTEM_NAME_VALUE_H2DATABASE,
        [names.DB_SYSTEM_VALUE_FIREBIRD]: names.DB_SYSTEM_NAME_VALUE_FIREBIRDSQL,
        [names.DB_SYSTEM_VALUE_INTERSYSTEMS_CACHE]: names.DB_SYSTEM_NAME_VALUE_INTERSYSTEMS_CACHE,
      }),
    },
  ],
  [names.ATTR_DB_REDIS_DATABASE_INDEX, { to: semconv.ATTR_DB_NAMESPACE, as: 'text' }],
  [names.ATTR_DB_SQL_TABLE, { to: semconv.ATTR_DB_COLLECTION_NAME }],
  [
    names.ATTR_RPC_SYSTEM,
    {
      to: names.ATTR_RPC_SYSTEM_NAME,
      values: matched('RPC_SYSTEM_VALUE_', 'RPC_SYSTEM_NAME_VALUE_', {
        [names.RPC_SYSTEM_VALUE_APACHE_DUBBO]: names.RPC_SYSTEM_NAME_VALUE_DUBBO,
        [names.RPC_SYSTEM_VALUE_CONNECT_RPC]: names.RPC_SYSTEM_NAME_VALUE_CONNECTRPC,
      }),
    },
  ],
  [
    names.ATTR_MESSAGING_OPERATION,
    {
      to: names.ATTR_MESSAGING_OPERATION_TYPE,
      values: matched('MESSAGING_OPERATION_TYPE_VALUE_', 'MESSAGING_OPERATION_TYPE_VALUE_', {
        [names.MESSAGING_OPERATION_TYPE_VALUE_PUBLISH]: names.MESSAGING_OPERATION_TYPE_VALUE_SEND,
        [names.MESSAGING_OPERATION_TYPE_VALUE_DELIVER]: names.MESSAGING_OPERATION_TYPE_VALUE_PROCESS,
      }),
    },
  ],
  [
    names.ATTR_MESSAGING_KAFKA_DESTINATION_PARTITION,
    { to: names.ATTR_MESSAGING_DESTINATION_PARTITION_ID, as: 'text' },
  ],
]);

// Names that are older than what the package still documents; its older constants have them.
const older = new Map<string, Renaming>([
  [semconv.SEMATTRS_DB_CASSANDRA_KEYSPACE, { to: semconv.ATTR_DB_NAMESPACE }],
  [semconv.SEMATTRS_DB_HBASE_NAMESPACE, { to: semconv.ATTR_DB_NAMESPACE }],
  [semconv.SEMATTRS_FAAS_EXECUTION, { to: names.ATTR_FAAS_INVOCATION_ID }],
  [semconv.SEMATTRS_MESSAGING_CONSUMER_ID, { to: names.ATTR_MESSAGING_CLIENT_ID }],
  [semconv.SEMATTRS_MESSAGING_CONVERSATION_ID, { to: names.ATTR_MESSAGING_MESSAGE_CONVERSATION_ID }],
  [semconv.SEMATTRS_MESSAGING_DESTINATION, { to: names.ATTR_MESSAGING_DESTINATION_NAME }],
  [semconv.SEMATTRS_MESSAGING_KAFKA_CLIENT_ID, { to: names.ATTR_MESSAGING_CLIENT_ID }],
  [semconv.SEMATTRS_MESSAGING_KAFKA_CONSUMER_GROUP, { to: names.ATTR_MESSAGING_CONSUMER_GROUP_NAME }],
  [
    semconv.SEMATTRS_MESSAGING_KAFKA_PARTITION,
    { to: names.ATTR_MESSAGING_DESTINATION_PARTITION_ID, as: 'text' },
  ],
  [semconv.SEMATTRS_MESSAGING_MESSAGE_ID, { to: names.ATTR_MESSAGING_MESSAGE_ID }],
  [semconv.SEMATTRS_MESSAGING_MESSAGE_PAYLOAD_SIZE_BYTES, { to: names.ATTR_MESSAGING_MESSAGE_BODY_SIZE }],
  [semconv.SEMATTRS_MESSAGING_PROTOCOL, { to: semconv.ATTR_NETWORK_PROTOCOL_NAME }],
  [semconv.SEMATTRS_MESSAGING_PROTOCOL_VERSION, { to: semconv.ATTR_NETWORK_PROTOCOL_VERSION }],
  [semconv.SEMATTRS_MESSAGING_TEMP_DESTINATION, { to: names.ATTR_MESSAGING_DESTINATION_TEMPORARY }],
  [semconv.SEMATTRS_NET_HOST_CONNECTION_SUBTYPE, { to: names.ATTR_NETWORK_CONNECTION_SUBTYPE }],
  [semconv.SEMATTRS_NET_HOST_CONNECTION_TYPE, { to: names.ATTR_NETWORK_CONNECTION_TYPE }],
  [semconv.SEMRESATTRS_FAAS_ID, { to: names.ATTR_CLOUD_RESOURCE_ID }],
  [semconv.SEMRESATTRS_TELEMETRY_AUTO_VERSION, { to: names.ATTR_TELEMETRY_DISTRO_VERSION }],
]);

const byConstant = new Map(
  [...specials.keys(), ...older.keys(), ...Object.keys({ ...replaced, ...replacedBySide, ...explained })].map(
    (name) => [name.toUpperCase().replace(/[.-]/g, '_'), name],
  ),
);
