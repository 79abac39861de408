import { ATTR_SERVICE_NAME } from '../semconv/names.ts';
import type { JsonInput } from './jsonText.ts';
import { WireError } from './wire.ts';
import { ZipkinFields, type Fields } from './zipkinFields.ts';

const KINDS: Readonly<Record<string, number>> = { SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 };
const INTERNAL = 1;
const STATUS: Readonly<Record<string, number>> = { OK: 1, ERROR: 2 };

/** Tags by which OpenTelemetry's Zipkin exporters say what Zipkin has no field for. */
const SCOPE_NAMES = ['otel.scope.name', 'otel.library.name'];
const SCOPE_VERSIONS = ['otel.scope.version', 'otel.library.version'];
const STATUS_CODE = 'otel.status_code';
const STATUS_TEXT = 'otel.status_description';
const TRACE_STATE = 'w3c.tracestate';
const ERROR = 'error';
const TRANSLATED = new Set([...SCOPE_NAMES, ...SCOPE_VERSIONS, STATUS_CODE, STATUS_TEXT, TRACE_STATE, ERROR]);

/**
 * A list of spans in Zipkin's JSON (version 2) as an ExportTraceServiceRequest in OTLP/JSON, by OpenTelemetry's
 * mapping between the two. In Zipkin a server may share the id of its client's span; here it gets one of its own and
 * the client's span as its parent. Throws a WireError that names the path of the field at fault.
 */
export function fromZipkin(document: JsonInput): JsonInput {
  if (!Array.isArray(document)) throw new WireError('not a list of spans', 'the document');
  const spans = document.map((span, index) => new ZipkinFields(span as JsonInput | null, `[${index}]`));
  const shared = new Set(spans.filter(isShared).map(placeOf));
  const resourceSpans = [...Map.groupBy(spans, serviceOf)].map(([service, ofService]) => ({
    resource: { attributes: service === '' ? [] : [attribute(ATTR_SERVICE_NAME, service)] },
    scopeSpans: [...Map.groupBy(ofService, scopeOf)].map(([scope, ofScope]) => ({
      scope: JSON.parse(scope) as Fields,
      spans: ofScope.map((span) => spanOf(span, shared)),
    })),
  }));
  return { resourceSpans };
}

const serviceOf = (span: ZipkinFields): string => span.endpoint('localEndpoint')?.text('serviceName') ?? '';

function scopeOf(span: ZipkinFields): string {
  const tags = span.tags();
  const first = (names: readonly string[]): string =>
    names.map((name) => tags[name]).find((value) => value !== undefined) ?? '';
  return JSON.stringify({ name: first(SCOPE_NAMES), version: first(SCOPE_VERSIONS) });
}

/** Which span of which service in which trace, as those that continue it name it. */
const placeOf = (span: ZipkinFields): string => placeIn(span, span.id('id', 16));
const placeIn = (span: ZipkinFields, id: string): string =>
  `${span.id('traceId', 32)} ${id} ${serviceOf(span)}`;

const isShared = (span: ZipkinFields): boolean => span.is('shared') && span.text('kind') === 'SERVER';

/** The id of a server that came with its client's: always the same one, so that a retry brings no other span. */
const ownId = (id: string): string =>
  (BigInt(`0x${id}`) ^ 0x5e4e_5e4e_5e4e_5e4en).toString(16).padStart(16, '0');

function spanOf(span: ZipkinFields, shared: ReadonlySet<string>): Fields {
  const id = span.id('id', 16);
  const parent = span.id('parentId', 16, '');
  const start = span.microseconds('timestamp');
  const tags = span.tags();
  const identity = isShared(span)
    ? { spanId: ownId(id), parentSpanId: id }
    : { spanId: id, parentSpanId: shared.has(placeIn(span, parent)) ? ownId(parent) : parent };
  return {
    traceId: span.id('traceId', 32),
    ...identity,
    traceState: tags[TRACE_STATE] ?? '',
    name: span.text('name'),
    kind: KINDS[span.text('kind')] ?? INTERNAL,
    startTimeUnixNano: start,
    endTimeUnixNano: start + span.microseconds('duration'),
    attributes: [
      ...Object.entries(tags)
        .filter(([name]) => !TRANSLATED.has(name))
        .map(([name, value]) => attribute(name, value)),
      ...endpointAttributes(span.endpoint('localEndpoint'), 'network.local'),
      ...endpointAttributes(span.endpoint('remoteEndpoint'), 'network.peer'),
      ...texts('peer.service', span.endpoint('remoteEndpoint')?.text('serviceName')),
    ],
    events: span.annotations(),
    status: statusOf(tags),
  };
}

function statusOf(tags: Readonly<Record<string, string>>): Fields {
  const error = tags[ERROR];
  const code = STATUS[tags[STATUS_CODE]?.toUpperCase() ?? ''];
  if (code === STATUS['OK'] || (code === undefined && (error === undefined || error === 'false'))) {
    return { code: code ?? 0 };
  }
  const message = tags[STATUS_TEXT] ?? error ?? '';
  return { code: STATUS['ERROR']!, message: message === 'true' ? '' : message };
}

function endpointAttributes(endpoint: ZipkinFields | undefined, prefix: string): Fields[] {
  const address = endpoint?.text('ipv6') || endpoint?.text('ipv4');
  const port = endpoint?.integer('port') ?? 0n;
  return [
    ...texts(`${prefix}.address`, address),
    ...(port === 0n ? [] : [{ key: `${prefix}.port`, value: { intValue: port } }]),
  ];
}

const texts = (key: string, value: string | undefined): Fields[] =>
  value === undefined || value === '' ? [] : [attribute(key, value)];

const attribute = (key: string, stringValue: string): Fields => ({ key, value: { stringValue } });
