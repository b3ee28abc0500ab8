'use client';

import { useState, type FormEvent } from 'react';
import type { Role } from '@tapedeck/core/documents/desk-document';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, SelectField } from '@/components/ui/field.tsx';
import { formatDateMinute, zoneName } from '@/format/times.ts';
import { useDeskCommandOffReason } from '@/live/desk-command-access.ts';
import { useOpenInvites, type Invite } from '@/live/invites.ts';
import { dataOf } from '@/live/loadable.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { InviteLink } from './members-invite-link.tsx';
import { roleHints, roleOrder } from './members.ts';

/** Offers seats by e-mail; shows each link once, and the invitations that are open. */
export function MembersInvite() {
  const off = useDeskCommandOffReason('owner');
  const sent = useSentCommand();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('trader');
  const [tried, setTried] = useState(false);
  const [invited, setInvited] = useState('');
  const error = isAddress(email) ? undefined : 'Enter an e-mail address, such as name@example.com.';
  const offReason = off ?? (sent.isUnderWay ? 'The last invitation is still on its way.' : undefined);
  const link = sent.life?.once?.['link'];

  const invite = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (offReason !== undefined || error !== undefined) return;
    sent.send('inviteMember', { email: email.trim(), role });
    setInvited(email.trim());
    setEmail('');
    setTried(false);
  };

  return (
    <>
      <form noValidate onSubmit={invite} aria-label="Invite a member" className="mt-4 border-t border-line pt-4">
        <h3 className="mb-2 text-sm font-medium">Invite a member</h3>
        <div className="grid gap-3 sm:grid-cols-[1fr_9rem]">
          <Field
            label="E-mail"
            type="email"
            autoComplete="off"
            value={email}
            error={tried ? error : undefined}
            onChange={(event) => setEmail(event.target.value)}
          />
          <SelectField
            label="Role"
            value={role}
            onChange={(event) => setRole(roleOrder.find((one) => one === event.target.value) ?? 'viewer')}
          >
            {roleOrder.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </SelectField>
        </div>
        <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button type="submit" variant="primary" offReason={offReason}>
            Invite
          </Button>
          <span className="text-xs text-muted">
            {offReason ?? `A ${role} ${roleHints[role]}. The link is good for a week, once, for that address alone.`}
          </span>
        </div>
        {sent.life && <CommandStageLine title="Invitation" life={sent.life} />}
      </form>
      {link !== undefined && <InviteLink link={link} email={invited} />}
      <OpenInvites />
    </>
  );
}

function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim()) && text.trim().length <= 254;
}

function OpenInvites() {
  const invites = dataOf(useOpenInvites()) ?? [];
  if (invites.length === 0) return null;
  return (
    <section aria-label="Open invitations" className="mt-4">
      <h3 className="text-sm font-medium">Open invitations</h3>
      <ul>
        {invites.map((invite) => (
          <OpenInvite key={invite.id} invite={invite} />
        ))}
      </ul>
    </section>
  );
}

function OpenInvite({ invite }: { invite: Invite }) {
  const zone = usePreference('timeZone');
  const off = useDeskCommandOffReason('owner');
  const sent = useSentCommand();
  return (
    <li className="border-b border-line py-2 last:border-0" data-testid="open-invite">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="truncate text-sm">{invite.email}</p>
          <p className="text-xs text-muted">
            by {invite.by.name}, good until {formatDateMinute(invite.expiresAtMs, zone)}{' '}
            {zoneName(zone, invite.expiresAtMs)}
          </p>
        </div>
        <Badge>{invite.role}</Badge>
        <Button
          size="sm"
          offReason={off ?? (sent.isUnderWay ? 'It is being withdrawn.' : undefined)}
          aria-label={`Withdraw the invitation of ${invite.email}`}
          onClick={() => sent.send('withdrawInvite', { inviteId: invite.id })}
        >
          Withdraw
        </Button>
      </div>
      {sent.life && <CommandStageLine title="Withdrawal" life={sent.life} />}
    </li>
  );
}
