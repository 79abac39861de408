import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../../edit.ts';
import { callsAt, type CallGrammar } from '../../callsAt.ts';
import { literal } from '../../spanName.ts';
import type { ParsedFile } from '../../parsed.ts';
import { argument, argumentsOf, type Arguments } from '../calls.ts';
import { classOf } from '../classOf.ts';
import { qualifiedNames } from '../qualified.ts';
import { stringParts } from '../strings.ts';
import { keywordHeaders, requestHeaders } from './carriers.ts';
import { callsAbout } from './injection.ts';
import { madeRequest } from './madeRequest.ts';
import type { Client, Request } from './request.ts';

const verbs = 'get|post|put|patch|delete|head|options';

/** The client libraries. */
export const clients: readonly Client[] = [
  {
    library: 'requests',
    callee: new RegExp(`^requests\\.(?:api\\.|(?:sessions\\.)?[Ss]ession\\.)?(?<verb>${verbs}|request)$`),
    usual: 'requests.Session',
    status: 'status_code',
    carrier: keywordHeaders(),
    official: 'opentelemetry-instrumentation-requests',
  },
  {
    library: 'httpx',
    callee: new RegExp(`^httpx\\.(?:(?:Async)?Client\\.)?(?<verb>${verbs}|request|stream)$`),
    usual: 'httpx.Client',
    asynchronous: /^httpx\.AsyncClient\./,
    entered: /\.stream$/,
    status: 'status_code',
    carrier: keywordHeaders(),
    official: 'opentelemetry-instrumentation-httpx',
  },
  {
    library: 'aiohttp',
    callee: new RegExp(`^aiohttp\\.(?:client\\.)?(?:ClientSession\\.)?(?<verb>${verbs}|request)$`),
    usual: 'aiohttp.ClientSession',
    asynchronous: /./,
    status: 'status',
    carrier: keywordHeaders(),
    official: 'opentelemetry-instrumentation-aiohttp-client',
  },
  {
    library: 'urllib3',
    callee:
      /^urllib3\.(?:(?:poolmanager\.)?(?:Pool|Proxy)Manager\.|(?:connectionpool\.)?(?:HTTPS?ConnectionPool|connection_from_url)\.)?(?<verb>request)$/,
    usual: 'urllib3.PoolManager',
    status: 'status',
    // Headers of a call take the place of the pool's.
    carrier: keywordHeaders((pool) => `${pool}.headers`),
    official: 'opentelemetry-instrumentation-urllib3',
  },
  {
    library: 'urllib',
    callee: /^urllib\.request\.(?<verb>urlopen)$/,
    status: 'status',
    raises: { module: 'urllib.error', name: 'HTTPError', status: 'code' },
    carrier: requestHeaders,
    official: 'opentelemetry-instrumentation-urllib',
  },
];

const grammar: CallGrammar = {
  call: /^call$/,
  statement: /_statement$|^(?:function|class|decorated)_definition$/,
  block: /^(?:block|function_definition|class_definition|lambda)$/,
};

/** The request that the selection means: its own, or that of an injection or a client span. */
export function requestAt(file: ParsedFile, selection: TextRange): Request | undefined {
  const calls = [...callsAt(file.tree.rootNode, selection, grammar)];
  for (const call of [...calls, ...calls.flatMap((one) => [...callsAbout(one)])]) {
    const found = requestOf(file, call);
    if (found) return found;
  }
  return undefined;
}

function requestOf(file: ParsedFile, call: Node): Request | undefined {
  const callee = call.childForFieldName('function');
  if (!callee) return undefined;
  const name = nameOf(file, callee);
  const client = clients.find((one) => one.callee.test(name));
  if (!client) return undefined;
  const args = argumentsOf(call);
  const verb = client.callee.exec(name)!.groups!['verb']!;
  const object = callee.childForFieldName('object') ?? undefined;
  return {
    client,
    call,
    args,
    receiver: object && qualifiedNames(file)(callee) === undefined ? object : undefined,
    ...(verb === 'urlopen' ? opened(file, call) : called(verb, args)),
    isAwaitable: client.asynchronous?.test(name) ?? false,
    isEntered: client.entered?.test(name) ?? false,
  };
}

/** The qualified name of a function, or of a method below its object's class. */
function nameOf(file: ParsedFile, callee: Node): string {
  const direct = qualifiedNames(file)(callee);
  if (direct !== undefined) return direct;
  const object = callee.childForFieldName('object');
  const method = callee.childForFieldName('attribute');
  if (!object || !method) return '';
  return `${classOf(file, object) ?? usual(file, object) ?? ''}.${method.text}`;
}

/** What a session is by its name, where the file imports one client library only. */
function usual(file: ParsedFile, object: Node): string | undefined {
  // `app["session"]` as well
  if (!/(?:^|[._"'[])(?:\w*(?:session|client)|http|pool)["'\]]*$/i.test(object.text)) return undefined;
  const imported = clients.filter(({ library }) =>
    new RegExp(`^[ \\t]*(?:import|from)[ \\t]+${library}\\b`, 'm').test(file.text),
  );
  const [only] = imported;
  if (imported.length !== 1 || !only) return undefined;
  const isAwaited = object.parent?.parent?.parent?.type === 'await';
  return only.usual === 'httpx.Client' && isAwaited ? 'httpx.AsyncClient' : only.usual;
}

function called(verb: string, args: Arguments): Pick<Request, 'method' | 'methodNode' | 'url'> {
  const isOpen = verb === 'request' || verb === 'stream';
  if (!isOpen) return { method: verb.toUpperCase(), methodNode: undefined, url: argument(args, 0, 'url') };
  const methodNode = argument(args, 0, 'method');
  const method = literal(stringParts(methodNode))?.toUpperCase() ?? '';
  return { method, methodNode, url: argument(args, 1, 'url') };
}

/** What `urlopen` is given: a URL, or a Request that is made in the call or above it. */
function opened(file: ParsedFile, call: Node): Pick<Request, 'method' | 'methodNode' | 'url'> {
  const args = argumentsOf(call);
  const given = argument(args, 0, 'url');
  const made = given && madeRequest(file, given);
  const inner = made ? argumentsOf(made) : undefined;
  const methodNode = inner?.keyword.get('method');
  const data = argument(args, 1, 'data') ?? (inner && argument(inner, 1, 'data'));
  const usualMethod = !data || data.type === 'none' ? 'GET' : data.type === 'identifier' ? '' : 'POST';
  return {
    method: methodNode ? (literal(stringParts(methodNode))?.toUpperCase() ?? '') : usualMethod,
    methodNode,
    url: inner ? argument(inner, 0, 'url') : given,
  };
}
