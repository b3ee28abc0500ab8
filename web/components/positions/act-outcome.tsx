'use client';

import { commandTitles } from '@tapedeck/core/commands/command-titles';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { orderLifeOf } from '@/components/ticket/order-life.ts';
import { classNames } from '@/components/ui/class-names.ts';
import type { CommandLife } from '@/live/command-life.ts';
import { dataOf } from '@/live/loadable.ts';
import { useOrderDocument } from '@/live/ticket-orders.ts';

const colours = { 'under-way': 'text-info', good: 'text-up', bad: 'text-down', unsure: 'text-warning' } as const;
const symbols = { 'under-way': '◑', good: '✓', bad: '✕', unsure: '?' } as const;

/** What became of an act on a position: of its command, and of the order that it made. */
export function ActOutcome({ accountId, life }: { accountId: string; life: CommandLife | undefined }) {
  const made = life?.result?.['clientOrderId'];
  const order = dataOf(useOrderDocument(accountId, typeof made === 'string' ? made : undefined));
  if (!life) return null;
  if (!order || order.status === 'pending') return <CommandStageLine title={commandTitles[life.type]} life={life} />;
  const { title, detail, outlook } = orderLifeOf(life, order);
  return (
    <p
      role={outlook === 'bad' || outlook === 'unsure' ? 'alert' : 'status'}
      data-testid="command-stage"
      data-stage={life.stage}
      className="text-sm"
    >
      <span className="text-muted">{commandTitles[life.type]}:</span>{' '}
      <span className={classNames('font-medium', colours[outlook])}>
        <span aria-hidden>{symbols[outlook]}</span> {title}
      </span>
      {detail !== undefined && <span> {detail}</span>}
    </p>
  );
}
