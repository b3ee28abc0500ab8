import { AppError } from '@tapedeck/core';
import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

const secrets = [
  'apiKey',
  'secret',
  'passphrase',
  'credentials',
  'key',
  'sealed',
  'token',
  'authorization',
  'headers',
  'request',
  'response',
];

/** The log. Keys and raw HTTP never reach it: errors are written as code and sentence, not as objects. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: { part: 'worker' },
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
    serializers: { error: (error: unknown) => describeError(error) },
  });
}

/** What may be told of an error. The stack of a defect is worth having; that of an expected failure is noise. */
export function describeError(error: unknown): Record<string, unknown> {
  if (error instanceof AppError) {
    const stack = error.code === 'internal' && error.cause instanceof Error ? { stack: error.cause.stack } : {};
    return { code: error.code, message: error.message, ...stack };
  }
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
}
