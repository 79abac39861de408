import Koa from 'koa';
import Router from '@koa/router';

const app = new Koa({ silent: true });
app.silent = true;
const router = new Router();

// do: http.server @ async
router.get('/items/:name', async (ctx) => {
  if (ctx.params.name === 'nothing') ctx.throw(404);
  if (ctx.params.name === 'broken') throw new Error('broken');
  ctx.body = { name: ctx.params.name };
});

// do: http.server @ ctx
router.post('/orders', (ctx) => {
  ctx.status = ctx.get('x-own') ? 201 : 422;
});

app.use(router.routes());
app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
