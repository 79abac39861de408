import { expect, test } from 'vitest';
import { functionsIn, routesIn, sitesOf, spansIn } from './sitesOf.ts';

const lines = (...text: string[]) => text.join('\n');

test('functions carry the names of what encloses them, and their decorators', async () => {
  const text = lines(
    'class Cart:',
    '    @property',
    '    def total(self):',
    '        def inner(): pass',
    '        return inner()',
    'async def pay(): pass',
  );
  expect(await functionsIn('a.py', text)).toEqual(['Cart.total 2-5', 'Cart.total.inner 4-4', 'pay 6-6']);
});

test('span-creating calls: with, call, decorator, keyword', async () => {
  const text = lines(
    'def f():',
    '    with tracer.start_as_current_span("a") as span: pass',
    '    span = get_tracer().start_span(name="b", kind=1)',
    '@tracer.start_as_current_span("c")',
    'def g(): pass',
    'logfire.info("d {x}", x=1)',
    'log.info("no span")',
    'sentry_sdk.start_span(op="no name")',
  );
  expect(await spansIn('a.py', text)).toEqual(['a in f', 'b in f', 'c in g', 'd {x}']);
});

test('names with variables are patterns; what the text says stays literal', async () => {
  const text = lines(
    'tracer.start_span(f"order {id} (paid)")',
    'tracer.start_span("order %s of %d" % (a, b))',
    'tracer.start_span("order {}".format(id))',
    'tracer.start_span("order " + id)',
    'tracer.start_span(f"{a}{b} 100{{}}")',
    'tracer.start_span(f"{name}")',
    'tracer.start_span(name)',
  );
  expect(await spansIn('a.py', text)).toEqual([
    '/order .+ \\(paid\\)/',
    '/order .+ of .+/',
    '/order .+/',
    '/order .+/',
    '/.+ 100\\{\\}/',
    '?',
    '?',
  ]);
});

test('a name in a constant of the module is known, one that is assigned twice is not', async () => {
  const text = lines('A = "one"', 'B = "x"', 'B = "y"', 'tracer.start_span(A)', 'tracer.start_span(B)');
  expect(await spansIn('a.py', text)).toEqual(['one', '?']);
});

test('strings as Python writes them', async () => {
  const text = lines(
    'tracer.start_span("it" \'s\')',
    'tracer.start_span("a\\tb\\u00e9")',
    'tracer.start_span("""c""")',
  );
  expect(await spansIn('a.py', text)).toEqual(['its', 'a\tbé', 'c']);
});

test('Flask: methods, shorthands, add_url_rule, views of other files', async () => {
  const text = lines(
    'app = Flask(__name__)',
    '@app.route("/a/<int:id>", methods=["get", "POST"])',
    'def a(id): pass',
    '@app.get("/b")',
    'def b(): pass',
    'app.add_url_rule("/c", view_func=b, methods=["PUT"])',
    'app.add_url_rule("/d", "d", views.show)',
    'app.add_url_rule("/e", view_func=Orders.as_view("orders"))',
    'cache.get("/no/route")',
    '@responses.get(url)',
    'def no(): pass',
  );
  expect(await routesIn('a.py', text)).toEqual([
    'GET /a/<int:id> → a',
    'POST /a/<int:id> → a',
    'GET /b → b',
    'PUT /c → b',
    'GET /d → show',
    'GET /e → Orders',
  ]);
});

test('Flask: a registration’s prefix replaces the blueprint’s, blueprints nest', async () => {
  const text = lines(
    'app = Flask(__name__)',
    'outer = Blueprint("o", __name__, url_prefix="/outer")',
    'inner = Blueprint("i", __name__, url_prefix="/inner")',
    'outer.register_blueprint(inner, url_prefix="/in")',
    'app.register_blueprint(outer)',
    '@inner.get("/x")',
    'def x(): pass',
  );
  expect(await routesIn('a.py', text)).toEqual(['GET /outer/in/x → x']);
});

test('FastAPI: decorators, prefixes add up', async () => {
  const text = lines(
    'app = FastAPI()',
    'router = APIRouter(prefix="/items")',
    '@router.patch("/{id}")',
    'async def change(id): pass',
    'app.include_router(router, prefix="/v1")',
    'app.add_api_route("/late", change, methods=["POST"])',
  );
  expect(await routesIn('a.py', text)).toEqual(['PATCH /v1/items/{id} → change', 'POST /late → change']);
});

test('routers of other files, and the scopes of its tracers', async () => {
  const text = lines(
    'from shop.orders import blueprint as orders',
    'from . import items',
    'app.register_blueprint(orders, url_prefix="/orders")',
    'app.include_router(items.router, prefix="/items")',
    'tracer = trace.get_tracer(__name__)',
    'other = trace.get_tracer("shop", "1.0")',
  );
  const { mounts, scopes } = await sitesOf('a.py', text);
  expect(mounts).toEqual([
    { prefix: '/orders', modules: ['shop/orders', 'shop/orders/blueprint'] },
    { prefix: '/items', modules: ['items'] },
  ]);
  expect(scopes).toEqual(['__name__', 'shop']);
});
