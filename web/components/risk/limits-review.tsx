'use client';

import { Button } from '@/components/ui/button.tsx';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { formatLimit, limitWords } from './limit-words.ts';
import type { LimitChange } from './limits-form.ts';

export interface LimitsReviewProps {
  changes: readonly LimitChange[];
  currency: string;
  /** An account without a limit of its own has the desk's. */
  isAccount: boolean;
  offReason: string | undefined;
  onBack: () => void;
  onConfirm: () => void;
}

/** What would change, before and after, to be confirmed. */
export function LimitsReview({ changes, currency, isAccount, offReason, onBack, onConfirm }: LimitsReviewProps) {
  const looser = changes.filter(({ isLooser }) => isLooser).length;
  const say = (name: LimitChange['name'], value: LimitChange['before']) =>
    value === undefined && isAccount ? 'as desk' : formatLimit(name, value, currency);
  return (
    <section aria-label="Review changes">
      <p className="mb-3 text-sm">
        {looser > 0 ? (
          <span className="text-warning">
            ▲ {looser} of {changes.length} {changes.length === 1 ? 'limit' : 'limits'} {looser === 1 ? 'lets' : 'let'}{' '}
            more risk through than before.
          </span>
        ) : (
          'No limit lets more through than before. Open positions and orders stay as they are.'
        )}
      </p>
      <Table label="Limits before and after" className="-mx-4">
        <thead>
          <tr>
            <Th>Limit</Th>
            <Th numeric>Before</Th>
            <Th numeric>After</Th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ name, before, after, isLooser }) => (
            <tr key={name}>
              <Td>
                {limitWords[name].title}
                {isLooser && <span className="block text-xs text-warning">looser</span>}
              </Td>
              <Td numeric className="text-muted">
                {say(name, before)}
              </Td>
              <Td numeric className="font-medium">
                {say(name, after)}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button variant="primary" offReason={offReason} onClick={onConfirm}>
          Change {changes.length === 1 ? 'this limit' : `${changes.length} limits`}
        </Button>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
        {offReason !== undefined && <span className="text-sm text-muted">{offReason}</span>}
      </div>
    </section>
  );
}
