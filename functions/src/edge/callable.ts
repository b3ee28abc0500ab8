import { AppError } from '@tapedeck/core';
import { onCall, type CallableFunction, type CallableOptions, type Request } from 'firebase-functions/https';
import { checkBody } from './body-limits.ts';
import { toCaller, type Caller } from './caller.ts';
import { toHttpsError } from './http-error.ts';

type Handler<Answer> = (
  caller: Caller | undefined,
  data: unknown,
  /** The `Origin` that the browser names; absent where none does. */
  origin: string | undefined,
) => Promise<Answer>;

/**
 * Registers a callable whose refusals are sentences with codes. The body is checked before the protocol's decoder sees
 * it; a body that fails is taken out, and its refusal told from within, so that it goes out as any other.
 */
export function callable<Answer>(
  options: CallableOptions,
  handler: Handler<Answer>,
): CallableFunction<unknown, Promise<Answer>> {
  const refusals = new WeakMap<Request, AppError>();
  const inner = onCall<unknown, Promise<Answer>>(options, async (request) => {
    try {
      const refusal = refusals.get(request.rawRequest);
      if (refusal) throw refusal;
      return await handler(toCaller(request.auth), request.data, request.rawRequest.headers.origin);
    } catch (thrown) {
      throw toHttpsError(thrown);
    }
  });
  const guarded: typeof inner = Object.assign((request: Request, response: Parameters<typeof inner>[1]) => {
    try {
      checkBody(request.body, request.rawBody?.length ?? 0);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      refusals.set(request, thrown);
      request.body = { data: null };
    }
    return inner(request, response);
  }, inner);
  return guarded;
}
