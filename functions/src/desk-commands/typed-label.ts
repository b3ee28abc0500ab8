import { AppError, type AccountDocument } from '@tapedeck/core';

/** What cannot be undone is confirmed by typing the account's label, exactly. */
export function checkTypedLabel(account: AccountDocument, confirmation: string): void {
  if (confirmation === account.label) return;
  throw new AppError(
    'invalid-input',
    `"${confirmation}" is not the label of this account, which is "${account.label}". Nothing was changed. Type it exactly.`,
    { details: { field: 'confirmation' } },
  );
}
