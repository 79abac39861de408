/** The official instrumentation of a library. */
export interface Instrumentation {
  /** As a menu names the library. */
  readonly library: string;
  /** Modules by which the library is imported. */
  readonly modules: readonly string[];
  /** Its names among dependencies, where they are not those of its modules. */
  readonly distributions?: readonly string[];
  /** Ends the names of the package and, with underscores, of its module. */
  readonly name: string;
  readonly classes: readonly string[];
  /** Arguments of `instrument`, such as those that turn low-value spans off. */
  readonly options?: string;
  /** Modules whose own instrumentation would tell the same again. */
  readonly unless?: readonly string[];
  /** It reads Django's settings, so that their module must be known first. */
  readonly needsSettings?: true;
}

const byOrm = ['sqlalchemy'];

/** Of templates, of the event loop and of the command line none: spans that nobody reads. */
export const instrumentations: readonly Instrumentation[] = [
  { library: 'Flask', modules: ['flask'], name: 'flask', classes: ['FlaskInstrumentor'] },
  {
    library: 'Django',
    modules: ['django'],
    name: 'django',
    classes: ['DjangoInstrumentor'],
    needsSettings: true,
  },
  {
    library: 'FastAPI',
    modules: ['fastapi'],
    name: 'fastapi',
    classes: ['FastAPIInstrumentor'],
    options: 'exclude_spans=["receive", "send"]',
  },
  {
    library: 'Starlette',
    modules: ['starlette'],
    name: 'starlette',
    classes: ['StarletteInstrumentor'],
    unless: ['fastapi'],
  },
  { library: 'Falcon', modules: ['falcon'], name: 'falcon', classes: ['FalconInstrumentor'] },
  { library: 'Pyramid', modules: ['pyramid'], name: 'pyramid', classes: ['PyramidInstrumentor'] },
  { library: 'Tornado', modules: ['tornado'], name: 'tornado', classes: ['TornadoInstrumentor'] },
  {
    library: 'aiohttp server',
    modules: ['aiohttp.web'],
    distributions: [],
    name: 'aiohttp-server',
    classes: ['AioHttpServerInstrumentor'],
  },
  {
    library: 'aiohttp',
    modules: ['aiohttp'],
    name: 'aiohttp-client',
    classes: ['AioHttpClientInstrumentor'],
  },
  { library: 'Celery', modules: ['celery'], name: 'celery', classes: ['CeleryInstrumentor'] },
  {
    library: 'gRPC',
    modules: ['grpc'],
    distributions: ['grpcio'],
    name: 'grpc',
    classes: ['GrpcInstrumentorClient', 'GrpcInstrumentorServer'],
  },
  { library: 'Requests', modules: ['requests'], name: 'requests', classes: ['RequestsInstrumentor'] },
  { library: 'HTTPX', modules: ['httpx'], name: 'httpx', classes: ['HTTPXClientInstrumentor'] },
  {
    library: 'urllib3',
    modules: ['urllib3'],
    name: 'urllib3',
    classes: ['URLLib3Instrumentor'],
    unless: ['requests'],
  },
  {
    library: 'urllib',
    modules: ['urllib.request'],
    distributions: [],
    name: 'urllib',
    classes: ['URLLibInstrumentor'],
  },
  { library: 'SQLAlchemy', modules: ['sqlalchemy'], name: 'sqlalchemy', classes: ['SQLAlchemyInstrumentor'] },
  {
    library: 'Tortoise ORM',
    modules: ['tortoise'],
    distributions: ['tortoise-orm'],
    name: 'tortoiseorm',
    classes: ['TortoiseORMInstrumentor'],
  },
  {
    library: 'Psycopg',
    modules: ['psycopg'],
    name: 'psycopg',
    classes: ['PsycopgInstrumentor'],
    unless: byOrm,
  },
  {
    library: 'Psycopg 2',
    modules: ['psycopg2'],
    distributions: ['psycopg2', 'psycopg2-binary'],
    name: 'psycopg2',
    classes: ['Psycopg2Instrumentor'],
    unless: byOrm,
  },
  {
    library: 'asyncpg',
    modules: ['asyncpg'],
    name: 'asyncpg',
    classes: ['AsyncPGInstrumentor'],
    unless: byOrm,
  },
  {
    library: 'PyMySQL',
    modules: ['pymysql'],
    name: 'pymysql',
    classes: ['PyMySQLInstrumentor'],
    unless: byOrm,
  },
  {
    library: 'mysqlclient',
    modules: ['MySQLdb'],
    distributions: ['mysqlclient'],
    name: 'mysqlclient',
    classes: ['MySQLClientInstrumentor'],
    unless: byOrm,
  },
  {
    library: 'MySQL Connector',
    modules: ['mysql.connector'],
    distributions: ['mysql-connector-python'],
    name: 'mysql',
    classes: ['MySQLInstrumentor'],
    unless: byOrm,
  },
  {
    library: 'SQLite',
    modules: ['sqlite3'],
    distributions: [],
    name: 'sqlite3',
    classes: ['SQLite3Instrumentor'],
    unless: byOrm,
  },
  { library: 'PyMongo', modules: ['pymongo', 'motor'], name: 'pymongo', classes: ['PymongoInstrumentor'] },
  { library: 'Redis', modules: ['redis'], name: 'redis', classes: ['RedisInstrumentor'] },
  { library: 'pymemcache', modules: ['pymemcache'], name: 'pymemcache', classes: ['PymemcacheInstrumentor'] },
  {
    library: 'Cassandra',
    modules: ['cassandra'],
    distributions: ['cassandra-driver'],
    name: 'cassandra',
    classes: ['CassandraInstrumentor'],
  },
  {
    library: 'kafka-python',
    modules: ['kafka'],
    distributions: ['kafka-python'],
    name: 'kafka-python',
    classes: ['KafkaInstrumentor'],
  },
  { library: 'aiokafka', modules: ['aiokafka'], name: 'aiokafka', classes: ['AIOKafkaInstrumentor'] },
  {
    library: 'Confluent Kafka',
    modules: ['confluent_kafka'],
    name: 'confluent-kafka',
    classes: ['ConfluentKafkaInstrumentor'],
  },
  { library: 'Pika', modules: ['pika'], name: 'pika', classes: ['PikaInstrumentor'] },
  { library: 'aio-pika', modules: ['aio_pika'], name: 'aio-pika', classes: ['AioPikaInstrumentor'] },
  {
    library: 'Botocore',
    modules: ['botocore', 'boto3'],
    name: 'botocore',
    classes: ['BotocoreInstrumentor'],
  },
  {
    library: 'threads',
    modules: ['threading', 'concurrent.futures'],
    distributions: [],
    name: 'threading',
    classes: ['ThreadingInstrumentor'],
  },
];

/** The module of an instrumentation; that of kafka-python has a name of its own. */
export function moduleOf({ name }: Instrumentation): string {
  return `opentelemetry.instrumentation.${name === 'kafka-python' ? 'kafka' : name.replaceAll('-', '_')}`;
}

/** The instrumentations of what is imported, by dotted names, or listed, by names of distributions. */
export function instrumentationsOf(
  imported: ReadonlySet<string>,
  listed: ReadonlySet<string>,
): Instrumentation[] {
  const isImported = (module: string): boolean =>
    [...imported].some((name) => name === module || name.startsWith(`${module}.`));
  const isUsed = ({
    modules,
    distributions = modules.map((module) => module.replaceAll('_', '-')),
  }: Pick<Instrumentation, 'modules' | 'distributions'>): boolean =>
    modules.some(isImported) || distributions.some((name) => listed.has(name));
  return instrumentations.filter((one) => isUsed(one) && !(one.unless && isUsed({ modules: one.unless })));
}
