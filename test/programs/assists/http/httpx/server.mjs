import Fastify from 'fastify';

const app = Fastify();

app.register(async (shop) => {
  // do: http.server @ async
  shop.get('/items/:item', async (request) => ({
    item: request.params.item,
    shop: request.headers['x-shop'],
  }));

  shop.route({
    method: 'POST',
    url: '/items/:item',
    // do: http.server
    handler: async (request, reply) => {
      if (request.params.item === 'nothing') return reply.code(404).send({ error: 'no such item' });
      throw new Error('broken');
    },
  });
});

// Fastify reads the body by its type.
app.addContentTypeParser('*', (request, payload, done) => done(null, payload));
app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' }).then(() => console.log('ready'));
