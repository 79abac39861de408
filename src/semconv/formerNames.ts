/** Names of earlier generations that programs in the field still send. */
export {
  ATTR_CODE_FILEPATH,
  ATTR_CODE_FUNCTION,
  ATTR_CODE_LINENO,
  ATTR_CODE_NAMESPACE,
  ATTR_DB_MONGODB_COLLECTION,
  ATTR_DB_SQL_TABLE,
  ATTR_HTTP_METHOD,
  ATTR_HTTP_STATUS_CODE,
  ATTR_HTTP_TARGET,
  ATTR_HTTP_URL,
} from '@opentelemetry/semantic-conventions/incubating';
