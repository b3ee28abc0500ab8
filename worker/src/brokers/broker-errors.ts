import { AppError, type ErrorCode } from '@tapedeck/core';
import { unsentFault } from './http-fetch.ts';

export interface BrokerRequest {
  /** The ccxt exchange id, for the message. */
  readonly venue: string;
  /** After a failed `write` nobody knows what became of it; a failed `read` is only asked again. */
  readonly kind: 'read' | 'write';
  /** Values that no message may hold: the key and its secret. */
  readonly secrets: readonly string[];
}

/** Answers by which Bybit says that it failed itself, though it answered in form: what was asked may be done or not. */
const venueFailures = [
  '5004',
  '10000',
  '10014',
  '10016',
  '10019',
  '170001',
  '170007',
  '170032',
  '170146',
  '170147',
  '170234',
];
/** Answers by which Bybit asks for fewer requests and which ccxt does not sort there. */
const rateLimits = ['10429', '170005'];
/** Codes of its order system: an order was refused, whatever class ccxt gives the error. */
const orderRefusal = /^(?:110|170)\d{3}$/;

const refusals: Readonly<Record<string, string>> = {
  '10003': 'It does not know the API key.',
  '10004': 'The signature is wrong: the secret does not belong to the API key.',
  '10005': 'The API key lacks a permission that is needed here.',
  '10007': 'It does not know the API key.',
  '10008': 'It has banned this user.',
  '10010': 'The API key may not be used from this address.',
  '33004': 'The API key has expired.',
};

/**
 * Turns what ccxt throws into an AppError. ccxt quotes addresses, signed queries and whole answers in its messages, so
 * none of them is passed on and the error is not kept as a cause: only its class, the venue's code and, cleaned, the
 * venue's own sentence.
 */
export function toBrokerError(thrown: unknown, request: BrokerRequest): AppError {
  if (thrown instanceof AppError) return thrown;
  const classes = classNames(thrown);
  const answer = readAnswer(thrown instanceof Error ? thrown.message : '');
  const is = (...names: readonly string[]) => names.some((name) => classes.includes(name));
  const fail = (code: ErrorCode, message: string) =>
    new AppError(code, message, {
      details: {
        error: classes[0] ?? typeof thrown,
        ...(answer.venueCode === undefined ? {} : { venueCode: answer.venueCode }),
        ...(answer.sentence === undefined ? {} : { venueMessage: redact(answer.sentence, request.secrets) }),
        ...(answer.status === undefined ? {} : { httpStatus: answer.status }),
      },
    });
  const said = describe(answer, request.secrets);
  const { venue } = request;

  const code = answer.venueCode ?? '';
  if (is('AuthenticationError', 'PermissionDenied') && !orderRefusal.test(code)) {
    const reason = refusals[code] ?? `It gave ${answer.venueCode ?? 'no code'} as the reason.`;
    return fail('unauthorized-at-broker', `${venue} refuses the API key. ${reason} Check or replace the key.`);
  }
  if (is('RateLimitExceeded', 'DDoSProtection') || rateLimits.includes(code)) {
    const reason = answer.status === 403 ? 'too many requests from this address, or its region is barred' : said;
    return fail('rate-limited', `${venue} asks for fewer requests (${reason}). It is asked again later.`);
  }
  if (is('InvalidNonce')) {
    return fail('retryable', `${venue} says that the clock of this machine is wrong (${said}). Check its clock.`);
  }
  const failed = is('NetworkError') || venueFailures.includes(code) || (answer.status ?? 0) >= 500;
  const understood = is('ExchangeError', 'NetworkError') && !is('BadResponse');
  if (request.kind === 'write' && !answer.unsent && (failed || !understood)) {
    return fail(
      'outcome-unknown',
      `${venue} gave no answer to a request (${said}). It may have been carried out: it is looked up before anything else.`,
    );
  }
  if (failed && request.kind === 'write') {
    return fail('retryable', `${venue} cannot be reached (${said}). Nothing was sent. Try again in a moment.`);
  }
  if (failed) return fail('retryable', `${venue} cannot be read right now (${said}). It is asked again.`);
  if (is('BadResponse')) return fail('invalid-venue-data', `${venue} gave an answer that cannot be read (${said}).`);
  if (is('NotSupported')) return fail('unsupported', `${venue} does not offer this.`);
  if (is('ExchangeError')) return fail('rejected', `${venue} rejected the request (${said}).`);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return fail('internal', `Talking to ${venue} failed: ${redact(message, request.secrets)}`);
}

/** Whether the venue refused a request only because the clocks differ. */
export function isClockError(thrown: unknown): boolean {
  return classNames(thrown).includes('InvalidNonce');
}

/** Names of the error's class and those above it, nearest first: ccxt's classes need not be loaded to be told apart. */
function classNames(thrown: unknown): string[] {
  const names: string[] = [];
  let prototype: unknown = thrown instanceof Error ? Object.getPrototypeOf(thrown) : undefined;
  while (typeof prototype === 'object' && prototype !== null) {
    names.push(prototype.constructor.name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

interface Answer {
  readonly venueCode?: string | undefined;
  readonly sentence?: string | undefined;
  readonly status?: number | undefined;
  readonly fault?: string | undefined;
  readonly unsent: boolean;
}

/** ccxt's messages are such as `bybit {"retCode":…}` for an answer and `bybit GET https://… 503 …` for a bare status. */
function readAnswer(message: string): Answer {
  const json = /^\w+ (\{.*\})/s.exec(message)?.[1];
  const body = json === undefined ? undefined : parseObject(json);
  const status = /^\w+ (?:GET|POST|PUT|DELETE|PATCH) \S+ (\d{3})\b/.exec(message)?.[1];
  // OKX tells of each order of a request in a row of its own; Kraken tells sentences alone.
  const [row] = listOf(body?.['data']);
  const code: unknown = body?.['retCode'] ?? body?.['ret_code'] ?? fieldOf(row, 'sCode') ?? body?.['code'];
  const told = body?.['retMsg'] ?? body?.['ret_msg'] ?? fieldOf(row, 'sMsg') ?? body?.['msg'];
  const sentence: unknown = told ?? listOf(body?.['error'])[0];
  return {
    venueCode: typeof code === 'number' || typeof code === 'string' ? String(code) : undefined,
    sentence: typeof sentence === 'string' ? sentence : undefined,
    status: status === undefined ? undefined : Number(status),
    fault: /\b(?:ECONN\w+|ENOTFOUND|ETIMEDOUT|EPIPE|EAI_AGAIN|EHOSTUNREACH|timed out)\b/.exec(message)?.[0],
    unsent: message.includes(unsentFault),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function describe(answer: Answer, secrets: readonly string[]): string {
  if (answer.venueCode !== undefined) {
    return `code ${answer.venueCode}: ${redact(answer.sentence ?? 'without a reason', secrets)}`;
  }
  if (answer.sentence !== undefined) return redact(answer.sentence, secrets);
  if (answer.status !== undefined) return `HTTP ${answer.status}`;
  return answer.fault ?? 'the connection failed';
}

/** Takes out the secrets given, addresses, what Bybit calls the signed string, and whatever looks like a signature. */
function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, '…'), text);
  return known
    .replaceAll(/\b(?:https?|wss?):\/\/\S+/g, '…')
    .replaceAll(/origin_string\[[^\]]*\]?/g, '…')
    .replaceAll(/\b[0-9a-fA-F]{32,}\b/g, '…')
    .slice(0, 200);
}
