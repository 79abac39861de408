import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../../edit.ts';
import { indentationOf } from '../../layout.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { argument, argumentsOf } from '../calls.ts';
import { madeRequest } from './madeRequest.ts';
import type { Carrier, CarrierMaker } from './request.ts';
import { isLiteralText } from './url.ts';

/** `headers=`; `inherited` are those that the receiver adds only where the call has none. */
export const keywordHeaders =
  (inherited?: (receiver: string) => string): CarrierMaker =>
  (file, { call, args, receiver }) => {
    const splats = args.positional.filter((node) => /_splat$/.test(node.type));
    const headers = args.keyword.get('headers');
    const splat = headers ? undefined : splats.find((node) => node.type === 'dictionary_splat');
    const options = splat?.firstNamedChild;
    if (splats.some((node) => node.type === 'list_splat') || (options && options.type !== 'identifier')) {
      return {
        refusal: 'The headers of this call cannot be told from its arguments: write headers=… first.',
      };
    }
    return (names, quote) => {
      const name = names.free('headers', 'request_headers');
      if (headers) return { ...copied(file, headers, name), after: [], edits: replaced(headers, name) };
      if (options) {
        const key = `${quote}headers${quote}`;
        return {
          lines: [`${name} = dict(${options.text}.get(${key}) or {})`],
          name,
          after: [],
          edits: [{ ...rangeOf(options), text: `{**${options.text}, ${key}: ${name}}` }],
        };
      }
      const lines =
        inherited && receiver
          ? [`${name} = dict(${inherited(receiver.text)})`]
          : [`${name}: dict[str, str] = {}`];
      return { lines, name, after: [], edits: appended(file, call, `headers=${name}`) };
    };
  };

/** `urlopen` takes headers only in a `Request`. */
export const requestHeaders: CarrierMaker = (file, { call }) => {
  const given = argument(argumentsOf(call), 0, 'url');
  if (!given) return { refusal: 'This call has no URL.' };
  const made = madeRequest(file, given);
  if (made && made.id === given.id) {
    const inner = argumentsOf(made);
    const headers = argument(inner, 2, 'headers');
    return (names) => {
      const name = names.free('headers', 'request_headers');
      if (headers) return { ...copied(file, headers, name), after: [], edits: replaced(headers, name) };
      return {
        lines: [`${name}: dict[str, str] = {}`],
        name,
        after: [],
        edits: appended(file, made, `headers=${name}`),
      };
    };
  }
  if (made) {
    return (names) => {
      const name = names.free('headers', 'request_headers');
      const [key, value] = [names.free('key', 'header'), names.free('value', 'header_value')];
      return {
        lines: [`${name}: dict[str, str] = {}`],
        name,
        after: [`for ${key}, ${value} in ${name}.items():`, `\t${given.text}.add_header(${key}, ${value})`],
        edits: [],
      };
    };
  }
  if (!isText(given)) {
    return {
      refusal: `It cannot be told whether \`${given.text}\` is a URL or a Request: write urlopen(Request(…)) first.`,
    };
  }
  return (names) => {
    const name = names.free('headers', 'request_headers');
    const callee = call.childForFieldName('function')!;
    const module = callee.childForFieldName('object');
    const Request = module ? `${module.text}.Request` : names.use('urllib.request', 'Request');
    return {
      lines: [`${name}: dict[str, str] = {}`],
      name,
      after: [],
      edits: [{ ...rangeOf(given), text: `${Request}(${given.text}, headers=${name})` }],
    };
  };
};

/** Whether a URL is a text and no Request, by how it is put together or by its name. */
function isText(url: Node): boolean {
  if (url.type === 'binary_operator') return url.namedChildren.some(isText);
  if (url.type === 'parenthesized_expression') return isText(url.firstNamedChild!);
  const named = url.type === 'call' ? url.childForFieldName('function')! : url;
  const isMade = url.type === 'call' && /^(?:str|(?:\w+\.)*(?:urljoin|urlunparse|geturl))$/.test(named.text);
  const name = /\w*$/.exec(named.text)![0];
  return isLiteralText(url) || isMade || /(?:^|_)(?:ur[li]|href|link|endpoint|address)s?$/i.test(name);
}

/** A literal moves; what somebody else holds is copied. */
function copied(file: ParsedFile, headers: Node, name: string): Pick<Carrier, 'lines' | 'name'> {
  if (headers.type === 'dictionary') {
    const own = indentationOf(file.text, headers.startIndex);
    const [first, ...rest] = headers.text.split(/\r?\n/);
    const moved = rest.map((line) => (line.startsWith(own) ? line.slice(own.length) : line));
    return { lines: [`${name} = ${first!}`, ...moved], name };
  }
  const isSure = headers.type === 'list' || /^dict\(/.test(headers.text) || isDictionary(headers);
  return { lines: [`${name} = dict(${isSure ? headers.text : `${headers.text} or {}`})`], name };
}

function replaced(headers: Node, name: string): TextEdit[] {
  return [{ ...rangeOf(headers), text: name }];
}

/** A variable that is nothing but a dict in the whole file. */
function isDictionary(variable: Node): boolean {
  if (variable.type !== 'identifier') return false;
  const parameters = nodesOf(variable.tree, 'parameters').flatMap((one) =>
    one.descendantsOfType('identifier'),
  );
  if (parameters.some(({ text }) => text === variable.text)) return false;
  const values = nodesOf(variable.tree, 'assignment')
    .filter((node) => node.childForFieldName('left')?.text === variable.text)
    .map((node) => node.childForFieldName('right'));
  return values.length > 0 && values.every((value) => value?.type === 'dictionary');
}
