/* eslint-disable @typescript-eslint/no-deprecated -- to name what is deprecated is what this file is for */
import * as names from '@opentelemetry/semantic-conventions/incubating';

// Names of earlier generations that programs in the field still send.
export const FORMER_CODE_COLUMN = names.ATTR_CODE_COLUMN;
export const FORMER_CODE_FILEPATH = names.ATTR_CODE_FILEPATH;
export const FORMER_CODE_FUNCTION = names.ATTR_CODE_FUNCTION;
export const FORMER_CODE_LINENO = names.ATTR_CODE_LINENO;
export const FORMER_CODE_NAMESPACE = names.ATTR_CODE_NAMESPACE;
export const FORMER_DB_MONGODB_COLLECTION = names.ATTR_DB_MONGODB_COLLECTION;
export const FORMER_DB_SQL_TABLE = names.ATTR_DB_SQL_TABLE;
export const FORMER_HTTP_METHOD = names.ATTR_HTTP_METHOD;
export const FORMER_HTTP_STATUS_CODE = names.ATTR_HTTP_STATUS_CODE;
export const FORMER_HTTP_TARGET = names.ATTR_HTTP_TARGET;
