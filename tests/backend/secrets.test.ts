import { describe, expect, it } from 'vitest';
import { holdsCredentials, isSecretName, withoutCredentials } from '../../src/backend/secrets.ts';

describe('isSecretName', () => {
  it.each([
    'SECRET_KEY', 'secret_key', 'JWT_SECRET', 'SECRET', 'POSTGRES_PASSWORD', 'dbPassword', 'FIRST_SUPERUSER_PASSWORD', 'STRIPE_API_KEY', 'OPENAI_APIKEY', 'GITHUB_TOKEN', 'GITHUB_TOKEN_2', 'AWS_SECRET_ACCESS_KEY',
    'AWS_ACCESS_KEY_ID', 'CLIENT_SECRET', 'PRIVATE_KEY', 'SMTP_PASS', 'DB_PWD', 'GOOGLE_CREDENTIALS', 'API_TOKENS', 'REFRESH_TOKEN_SECRET', 'PASSWORD_SALT', 'db.password', 'SLACK_WEBHOOK_URL', 'SENTRY_DSN', 'apiKey',
  ])('%s', (name) => expect(isSecretName(name)).toBe(true));

  it.each([
    'ACCESS_TOKEN_EXPIRE_MINUTES', 'PASSWORD_MIN_LENGTH', 'TOKEN_URL', 'POSTGRES_PASSWORD_FILE', 'MAX_TOKENS', 'LLM_MAX_OUTPUT_TOKENS', 'TOKENS_PER_MINUTE', 'JWT_TOKEN_PREFIX', 'TOKENIZER', 'PASSENGER_LIMIT', 'COMPASS', 'KEY', 'KEYBOARD',
    'TOKEN_ALGORITHM', 'PASSWORD_HASH_ROUNDS', 'SECRETARY_EMAIL', 'PUBLIC_KEY', 'DATABASE_URL', 'REDIS_URL', 'CACHE_KEY_PREFIX', 'WEBHOOK_TIMEOUT', 'BYPASS_LOGIN', '',
  ])('not %s', (name) => expect(isSecretName(name)).toBe(false));
});

describe('credentials in texts', () => {
  it.each([
    ['postgresql+asyncpg://shop:pw@db:5432/shop', 'postgresql+asyncpg://shop:change-me@db:5432/shop'],
    ['redis://:hunter2@cache/0', 'redis://:change-me@cache/0'],
    ['mongodb://shop:p@ss@a:1,b:2/books?x=y', 'mongodb://shop:change-me@a:1,b:2/books?x=y'],
    ['https://1234abcd@errors.example/7', 'https://change-me@errors.example/7'],
    ['host=db user=shop password=pw dbname=books', 'host=db user=shop password=change-me dbname=books'],
    ['Server=db;Password=pw;Database=books', 'Server=db;Password=change-me;Database=books'],
    ['https://shop.example/feed?token=abc&page=2', 'https://shop.example/feed?token=change-me&page=2'],
  ])('%s', (text, open) => {
    expect(holdsCredentials(text)).toBe(true);
    expect(withoutCredentials(text, 'change-me')).toBe(open);
    expect(holdsCredentials(open)).toBe(false);
  });

  it.each(['AKIAABCDEFGHIJKLMNOP', 'ghp_0123456789abcdefghijABCD', 'xoxb-1234567890-abc', '-----BEGIN RSA PRIVATE KEY-----'])('%s has the shape of a key', (text) => expect(holdsCredentials(text)).toBe(true));

  it.each([
    'postgresql://db/shop', 'postgresql://shop@db/shop', 'postgresql://${USER}:${PASSWORD}@db/shop', 'postgresql://shop:{password}@db/shop', 'https://shop.example/', 'mail to shop@books.example: now', 'sqlite:///./shop.db', 'redis://localhost:6379/0',
    'https://shop.example/@owner', 'https://shop.example/?next=/a@b', '',
  ])('%s is open', (text) => {
    expect(holdsCredentials(text)).toBe(false);
    expect(withoutCredentials(text, 'change-me')).toBe(text);
  });
});
