import { describe, expect, it } from 'vitest';
import { isSensitive, sensitivity } from '../../../src/semconv/sensitive.ts';

describe('names that do not belong into telemetry', () => {
  it.each([
    'password',
    'user_password',
    'dbPasswd',
    'API_KEY',
    'apiKey',
    'x-api-key',
    'accessToken',
    'token',
  ])('%s is a secret', (name) => {
    expect(sensitivity(name)).toBe('a secret');
  });

  it.each([
    'refreshtoken',
    'JWT',
    'session',
    'session_id',
    'sessionId',
    'private.key',
    'authorization',
    'pin',
    'mysqlUrl',
    'JDBC_URL',
    'connectionUri',
    'connString',
  ])('%s is a secret', (name) => {
    expect(sensitivity(name)).toBe('a secret');
  });

  it.each([
    'email',
    'userEmail',
    'EMAIL_ADDRESS',
    'e_mail',
    'customer.phone',
    'firstName',
    'lastname',
    'full_name',
    'SSN',
    'dateOfBirth',
    'shippingAddress',
    'clientIp',
    'ip_address',
    'credit_card',
    'cardNumber',
    'user',
  ])('%s is personal data', (name) => {
    expect(sensitivity(name)).toBe('personal data');
  });

  it.each([
    'tenant',
    'tenant_id',
    'order.id',
    'user_id',
    'userId',
    'server.address',
    'max_tokens',
    'token_count',
    'tokenizer',
    'region',
    'pinned',
    'shipping',
    'author',
    'authority',
    'plan',
    'card_type',
    'trace_count',
    'name',
    'http.request.method',
  ])('%s is not', (name) => {
    expect(isSensitive(name)).toBe(false);
  });
});
