import type { CommandDocument } from '@tapedeck/core';

/** The command that an act on the venue is made for. */
export interface CommandTicket {
  readonly commandId: string;
  readonly actor: CommandDocument['actor'];
  readonly createdAtMs: number;
  /** Nothing is sent after it; absent once a second member has agreed. */
  readonly expiresAtMs: number | undefined;
  /** A second member has agreed. */
  readonly approved: boolean;
  /** Moves the command to `executing`; throws `lease-lost` when it may not go on here. */
  begin(): Promise<void>;
  /** Says that nobody knows yet what came of it; it ends known all the same. */
  unknown(message: string): Promise<void>;
}

/** Thrown instead of acting where a second member has to agree first. */
export class ApprovalNeeded extends Error {
  /** In one sentence, for people. */
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}
