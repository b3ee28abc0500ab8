'use client';

import type { NotificationCategory } from '@tapedeck/core/documents/desk-records';
import { categories, categoryNames } from '@/components/notifications/notification-groups.ts';
import { Card } from '@/components/ui/card.tsx';
import { CheckField } from '@/components/ui/check-field.tsx';
import { showFailure } from '@/components/ui/toast.tsx';
import { useNotifications } from '@/live/notifications.ts';

const hints: Record<NotificationCategory, string> = {
  trading: 'Positions opened, changed and closed; stops and targets hit.',
  risk: 'Margin and limits. Liquidations are told even when it is muted.',
  system: 'Connections and workers. A lost worker is told even when it is muted.',
  account: 'Members, keys and settings of the desk.',
};

/** Which categories the bell leaves out, for this person on every device. */
export function NotificationsCard() {
  const notifications = useNotifications();
  const { muted } = notifications;
  const toggle = (category: NotificationCategory, isTold: boolean) => {
    const next = isTold ? muted.filter((name) => name !== category) : [...muted, category];
    notifications.setMuted(next).catch(() => {
      showFailure({ title: 'Not saved', detail: 'The server did not take it. Try again in a moment.' });
    });
  };
  return (
    <Card title={<span id="notifications">Notifications</span>}>
      <fieldset>
        <legend className="mb-2 text-sm text-muted">
          What the bell tells you. What protects the money, such as a liquidation or a lost worker, cannot be muted.
        </legend>
        {categories.map((category) => (
          <CheckField
            key={category}
            label={categoryNames[category]}
            hint={hints[category]}
            checked={!muted.includes(category)}
            onChange={(event) => toggle(category, event.target.checked)}
            className="border-b border-line py-2 last:border-0"
          />
        ))}
      </fieldset>
    </Card>
  );
}
