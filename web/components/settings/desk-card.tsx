'use client';

import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { SelectField } from '@/components/ui/field.tsx';
import { formatDate } from '@/format/times.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { chooseDesk, useMyDesks } from '@/live/my-desks.ts';
import { signOut } from '@/live/session.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

/** Which desk this is, the way to another one, and the way out. */
export function DeskCard() {
  const { desk, deskId, deskIds } = useMembership();
  const zone = usePreference('timeZone');
  const desks = useMyDesks(deskIds.length > 1);
  return (
    <Card title="Desk">
      <p className="text-sm text-muted">
        <span className="font-medium text-text">{desk.name}</span>, since {formatDate(desk.createdAtMs, zone)}
      </p>
      {desks.length > 1 && (
        <SelectField
          label="Show another desk"
          value={deskId}
          onChange={(event) => chooseDesk(event.target.value)}
          className="mt-3 max-w-80"
        >
          {desks.map(({ id, name, role }) => (
            <option key={id} value={id}>
              {name} ({role})
            </option>
          ))}
        </SelectField>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button onClick={() => void signOut()}>Sign out</Button>
        <span className="text-xs text-muted">This device&apos;s copy of the desk is removed.</span>
      </div>
    </Card>
  );
}
