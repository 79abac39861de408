/** The official instrumentation of a library. */
export interface Instrumentation {
  /** As a menu names the library. */
  readonly library: string;
  /** What is imported of it or is among the dependencies; a trailing `*` stands for any end. */
  readonly modules: readonly string[];
  readonly package: string;
  readonly range: string;
  readonly class: string;
  /** The argument of the class that turns its low-value spans off, and what else that needs of the package. */
  readonly options?: string;
  readonly uses?: readonly string[];
}

const official = (
  library: string,
  name: string,
  range: string,
  className: string,
  modules: readonly string[],
): Instrumentation => ({
  library,
  modules,
  package: `@opentelemetry/instrumentation-${name}`,
  range,
  class: className,
});

/**
 * What frameworks and clients are built on, first: a server's spans are those of `node:http`, and the frameworks' give
 * them their routes. Of the file system, DNS and sockets none: hundreds of spans that nobody reads.
 */
export const instrumentations: readonly Instrumentation[] = [
  official('node:http', 'http', '^0.223.0', 'HttpInstrumentation', [
    'http',
    'https',
    'express',
    'fastify',
    'koa',
    '@koa/*',
    '@nestjs/core',
    '@hapi/hapi',
    'restify',
    'connect',
    'axios',
    'got',
    'node-fetch',
    'superagent',
    'socket.io',
    '@hono/node-server',
    'polka',
    '@apollo/server',
    'graphql-yoga',
  ]),
  official('fetch', 'undici', '^0.33.0', 'UndiciInstrumentation', ['undici', 'fetch()']),
  {
    ...official('Express', 'express', '^0.71.0', 'ExpressInstrumentation', [
      'express',
      '@nestjs/platform-express',
    ]),
    options: '{ ignoreLayersType: [ExpressLayerType.MIDDLEWARE] }',
    uses: ['ExpressLayerType'],
  },
  {
    library: 'Fastify',
    modules: ['fastify', '@nestjs/platform-fastify'],
    package: '@fastify/otel',
    range: '^0.21.0',
    class: 'FastifyOtelInstrumentation',
    options: '{ registerOnInitialization: true }',
  },
  {
    ...official('Koa', 'koa', '^0.71.0', 'KoaInstrumentation', ['koa']),
    options: '{ ignoreLayersType: [KoaLayerType.MIDDLEWARE] }',
    uses: ['KoaLayerType'],
  },
  official('NestJS', 'nestjs-core', '^0.70.0', 'NestInstrumentation', ['@nestjs/core']),
  official('hapi', 'hapi', '^0.69.0', 'HapiInstrumentation', ['@hapi/hapi']),
  official('Restify', 'restify', '^0.68.0', 'RestifyInstrumentation', ['restify']),
  official('Connect', 'connect', '^0.66.0', 'ConnectInstrumentation', ['connect']),
  {
    ...official('GraphQL', 'graphql', '^0.71.0', 'GraphQLInstrumentation', [
      'graphql',
      '@apollo/server',
      'graphql-yoga',
    ]),
    options: '{ ignoreTrivialResolveSpans: true }',
  },
  official('gRPC', 'grpc', '^0.223.0', 'GrpcInstrumentation', ['@grpc/grpc-js']),
  official('PostgreSQL', 'pg', '^0.76.0', 'PgInstrumentation', ['pg']),
  official('MySQL', 'mysql', '^0.69.0', 'MySQLInstrumentation', ['mysql']),
  official('MySQL 2', 'mysql2', '^0.69.0', 'MySQL2Instrumentation', ['mysql2']),
  official('MongoDB', 'mongodb', '^0.76.0', 'MongoDBInstrumentation', ['mongodb']),
  official('Mongoose', 'mongoose', '^0.69.0', 'MongooseInstrumentation', ['mongoose']),
  official('Redis', 'redis', '^0.71.0', 'RedisInstrumentation', ['redis', '@redis/client']),
  official('ioredis', 'ioredis', '^0.71.0', 'IORedisInstrumentation', ['ioredis', 'bullmq']),
  official('Memcached', 'memcached', '^0.66.0', 'MemcachedInstrumentation', ['memcached']),
  official('SQL Server', 'tedious', '^0.42.0', 'TediousInstrumentation', ['tedious', 'mssql']),
  official('Oracle', 'oracledb', '^0.48.0', 'OracleInstrumentation', ['oracledb']),
  official('Cassandra', 'cassandra-driver', '^0.68.0', 'CassandraDriverInstrumentation', [
    'cassandra-driver',
  ]),
  official('Kafka', 'kafkajs', '^0.32.0', 'KafkaJsInstrumentation', ['kafkajs']),
  official('RabbitMQ', 'amqplib', '^0.70.0', 'AmqplibInstrumentation', ['amqplib']),
  official('AWS SDK', 'aws-sdk', '^0.78.0', 'AwsInstrumentation', ['aws-sdk', '@aws-sdk/*']),
  official('Socket.IO', 'socket.io', '^0.70.0', 'SocketIoInstrumentation', ['socket.io']),
  official('OpenAI', 'openai', '^0.21.0', 'OpenAIInstrumentation', ['openai']),
  official('pino', 'pino', '^0.69.0', 'PinoInstrumentation', ['pino']),
  official('winston', 'winston', '^0.68.0', 'WinstonInstrumentation', ['winston']),
  official('bunyan', 'bunyan', '^0.68.0', 'BunyanInstrumentation', ['bunyan']),
];

/** The instrumentations of what is used, by the names of modules; `fetch()` for the global function. */
export function instrumentationsOf(used: ReadonlySet<string>): Instrumentation[] {
  const names = [...used];
  const isUsed = (module: string): boolean =>
    module.endsWith('*') ? names.some((name) => name.startsWith(module.slice(0, -1))) : used.has(module);
  return instrumentations.filter(({ modules }) => modules.some(isUsed));
}
