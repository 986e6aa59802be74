/** The other side of the first comparison, as a process of its own: Fastify with one route that answers 202. */
import fastify from 'fastify';

const app = fastify();
app.addContentTypeParser('application/cloudevents+json', { parseAs: 'buffer' }, (_request, body, done) => {
  done(null, JSON.parse(body.toString()));
});
app.post('/v1/events', (_request, reply) => reply.code(202).send({ receipts: [] }));
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
process.stdout.write('ready\n');
