import { AppError, commandRequestSchema, commandTypes, type CommandRequest, type CommandType } from '@tapedeck/core';

export interface CheckedRequest extends CommandRequest {
  readonly commandType: CommandType;
  readonly accountId?: string;
  /** True where the account that it names is to be made by it. */
  readonly isNewAccount: boolean;
}

/** How far a client's clock may run ahead of ours. */
export const clockToleranceMs = 5_000;

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function refuse(prefix: readonly string[], issue: Issue | undefined): never {
  const field = [...prefix, ...(issue?.path ?? [])].map(String).join('.');
  throw new AppError(
    'invalid-input',
    `The command is not well formed: ${field || 'request'}: ${issue?.message ?? 'invalid'}. Nothing was sent.`,
    { details: { field } },
  );
}

/** Checks the shape of a request and of its type's payload. */
export function parseCommandRequest(data: unknown): CheckedRequest {
  const request = commandRequestSchema.safeParse(data);
  if (!request.success) return refuse([], request.error.issues[0]);
  const commandType: CommandType = commandTypes[request.data.type];
  const payload = commandType.payload.safeParse(request.data.payload);
  if (!payload.success) return refuse(['payload'], payload.error.issues[0]);
  const accountId: unknown = payload.data['accountId'];
  return {
    ...request.data,
    payload: payload.data,
    commandType,
    isNewAccount: request.data.type === 'connectAccount',
    ...(typeof accountId === 'string' ? { accountId } : {}),
  };
}

/** When the command stops being good; refuses one that is late already, or sent by a clock that runs ahead. */
export function checkExpiry(request: CheckedRequest, nowMs: number): number {
  const aheadMs = request.sentAtMs - nowMs;
  if (aheadMs > clockToleranceMs) {
    throw new AppError(
      'invalid-input',
      `This device's clock is ${Math.round(aheadMs / 1_000)} s ahead. Nothing was sent. Set the clock right and try again.`,
      { details: { aheadMs } },
    );
  }
  const expiresAtMs = Math.min(request.sentAtMs, nowMs) + request.commandType.timeToLiveMs;
  if (nowMs >= expiresAtMs) {
    const { title, timeToLiveMs } = request.commandType;
    throw new AppError(
      'expired',
      `"${title}" arrived ${Math.round((nowMs - request.sentAtMs) / 1_000)} s after it was sent; ` +
        `${timeToLiveMs / 1_000} s is the limit. It was not run. Send it again if it is still wanted.`,
      { details: { sentAtMs: request.sentAtMs, expiresAtMs } },
    );
  }
  return expiresAtMs;
}
