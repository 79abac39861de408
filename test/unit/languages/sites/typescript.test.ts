import { expect, test } from 'vitest';
import { functionsIn, routesIn, sitesOf, spansIn } from './sitesOf.ts';

const lines = (...text: string[]) => text.join('\n');

test('functions by every way to name one', async () => {
  const text = lines(
    'export async function a() {}',
    'export const b = async () => {',
    '};',
    'const c = memo(function () {});',
    'class Cart { total() {} field = () => {}; static async *all() {} #own() {} }',
    'const api = { get() {}, list: () => {} };',
    'exports.d = function () {};',
    'export default function () {}',
  );
  expect(await functionsIn('a.ts', text)).toEqual([
    'a 1-1',
    'b 2-3',
    'c 4-4',
    'Cart.total 5-5',
    'Cart.field 5-5',
    'Cart.all 5-5',
    'Cart.#own 5-5',
    'api.get 6-6',
    'api.list 6-6',
    'd 7-7',
    '(anonymous) 8-8',
  ]);
});

test('a callback’s code belongs to the function around it, at module level to itself', async () => {
  const text = lines(
    'function f() {',
    '  list.map(() => tracer.startSpan("a"));',
    '}',
    'setInterval(() => { tracer.startSpan("b"); }, 1);',
  );
  expect(await spansIn('a.js', text)).toEqual(['a in f', 'b in (anonymous)']);
});

test('what a call returns is no function, where it stands in one', async () => {
  const text = 'function f() { const all = list.map(() => 1); }';
  expect(await functionsIn('a.js', text)).toEqual(['f 1-1']);
});

test('span-creating calls, decorators and helpers', async () => {
  const text = lines(
    "function f() { tracer.startActiveSpan('a', { kind: 1 }, (span) => {}); }",
    'Sentry.startSpan({ name: "b", op: "x" }, () => {});',
    "withSpan('c', () => {});",
    "class Cart { @Span() total() {} @Span('d') pay() {} }",
    'this.startSpan();',
    'widget.span("no span");',
  );
  expect(await spansIn('a.ts', text)).toEqual([
    'a in f',
    'b',
    'c',
    'Cart.total in Cart.total',
    'd in Cart.pay',
  ]);
});

test('names with variables are patterns, constants of the file are known', async () => {
  const text = lines(
    "const A = 'one' as const;",
    "const Names = { two: 'the second', three: `the ${n}` };",
    "let changing = 'x';",
    'tracer.startSpan(A);',
    'tracer.startSpan(Names.two);',
    'tracer.startSpan(`${A}/${id}?`);',
    "tracer.startSpan('order ' + id);",
    'tracer.startSpan(`${x}`);',
    'tracer.startSpan(changing);',
    "tracer.startSpan('it\\'s \\u00e9');",
  );
  expect(await spansIn('a.ts', text)).toEqual([
    'one',
    'the second',
    '/one\\/.+\\?/',
    '/order .+/',
    '?',
    '?',
    "it's é",
  ]);
});

test('Express: inline, named, wrapped, chained, many methods', async () => {
  const text = lines(
    'const app = express();',
    "app.get('/a', (req, res) => {});",
    "app.post('/b', check, show);",
    "app.put('/c', wrap(async (req, res) => {}));",
    "app.route('/d').get(show).delete(controller.remove);",
    "app.all(['/e', '/f'], function any() {});",
    'function show() {}',
    "app.get('setting');",
    "axios.post('/no', body);",
    "request(app).get('/no', show);",
    "cache.get('/no', fallback);",
  );
  expect(new Set(await routesIn('a.js', text))).toEqual(
    new Set([
      'GET /a → line 2',
      'POST /b → show',
      'PUT /c → line 4',
      'GET /d → show',
      'DELETE /d → remove',
      'ANY /e → any',
      'ANY /f → any',
    ]),
  );
});

test('routers mounted in the same file carry their prefix, in a circle too', async () => {
  const text = lines(
    'const app = express(), api = express.Router(), orders = express.Router();',
    "app.use('/api', authenticate, api);",
    "api.use('/orders', orders);",
    "orders.get('/:id', show);",
    "orders.get('/', list);",
    "orders.use('/again', api);",
    'const alone = express.Router();',
    "alone.get('/', list);",
  );
  expect(await routesIn('a.js', text)).toContain('GET /api/orders/:id → show');
  expect(await routesIn('a.js', text)).toContain('GET / → list');
});

test('routers of other files, and the scopes of its tracers', async () => {
  const text = lines(
    "import orders, { stock as store } from './routes/orders.js';",
    "const { users } = require('../users');",
    "import cors from 'cors';",
    "app.use('/orders', orders);",
    "app.use('/stock', store.router);",
    "app.use('/users', users);",
    "app.use('/inline', require('./inline'));",
    'app.use(cors());',
    "const tracer = trace.getTracer('shop');",
  );
  const { mounts, scopes } = await sitesOf('a.ts', text);
  expect(mounts).toEqual([
    { prefix: '/orders', modules: ['routes/orders'] },
    { prefix: '/stock', modules: ['routes/orders'] },
    { prefix: '/users', modules: ['users'] },
    { prefix: '/inline', modules: ['inline'] },
  ]);
  expect(scopes).toEqual(['shop']);
});

test('JSX, and columns after letters outside the basic plane', async () => {
  const { functions } = await sitesOf(
    'a.tsx',
    "const s = '😀'; export function Cart() { return <b>😀</b>; }",
  );
  expect(functions).toMatchObject([{ name: 'Cart', line: 1, column: 33 }]);
});
