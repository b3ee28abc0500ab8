'use client';

import type { Account } from '@/live/accounts.ts';
import { ConnectDialog } from './connect-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { ReplaceKeyDialog } from './replace-key-dialog.tsx';
import { TypedLabelDialog } from './typed-label-dialog.tsx';

/** What is being asked: to connect a new account, or something of one that is there. */
export type AccountAct =
  | { readonly kind: 'connect' }
  | { readonly kind: 'rename' | 'replace-key' | 'remove' | 'reset'; readonly account: Account };

export interface AccountDialogsProps {
  act: AccountAct;
  accounts: readonly Account[];
  onAct: (act: AccountAct | undefined) => void;
}

/** The dialog of one act. An account that a colleague changes meanwhile is shown as it stands now. */
export function AccountDialogs({ act, accounts, onAct }: AccountDialogsProps) {
  const close = () => onAct(undefined);
  if (act.kind === 'connect') {
    const replaceKey = (account: Account) => onAct({ kind: 'replace-key', account });
    return <ConnectDialog accounts={accounts} onClose={close} onReplaceKey={replaceKey} />;
  }
  const account = accounts.find(({ id }) => id === act.account.id) ?? act.account;
  switch (act.kind) {
    case 'rename':
      return <RenameDialog account={account} onClose={close} />;
    case 'replace-key':
      return <ReplaceKeyDialog account={account} onClose={close} />;
    case 'remove':
      return (
        <TypedLabelDialog account={account} command="removeAccount" verb="Remove" onClose={close}>
          <p>
            Tapedeck lets go of the account and forgets its key. Orders and positions at the exchange stay as they are,
            and nobody here watches them any more.
          </p>
          <p>What happened on the account stays in the activity. This cannot be taken back.</p>
        </TypedLabelDialog>
      );
    case 'reset':
      return (
        <TypedLabelDialog account={account} command="resetPaperAccount" verb="Reset" onClose={close}>
          <p>
            Positions and orders are dropped, and the balance is {account.paper?.startBalance} {account.currency} again.
            The history stays. This cannot be taken back.
          </p>
        </TypedLabelDialog>
      );
  }
}
