'use client';

import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { toAppError } from '@tapedeck/core/app-error';
import type { CommandName, CommandPayload } from '@tapedeck/core/commands/command-types';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { showFailure } from '@/components/ui/toast.tsx';
import type { CommandLife, CommandStage } from '@/live/command-life.ts';
import { getCommand, sendCommand, useCommand } from '@/live/commands.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { nameOrder, orderKey } from './order-words.ts';

interface SentAct {
  readonly commandId: string;
  /** What it is about, such as `Cancel Buy BTC/USDT`. */
  readonly title: string;
}

interface OrderActs {
  readonly byOrder: ReadonlyMap<string, SentAct>;
  readonly last: SentAct | undefined;
  readonly cancel: (order: OrderDocument) => void;
  readonly amend: (
    order: OrderDocument,
    changes: Omit<CommandPayload<'amendOrder'>, 'accountId' | 'clientOrderId'>,
  ) => void;
  readonly cancelAll: (accountId: string, instrumentId: string | undefined, title: string) => void;
}

const OrderActsContext = createContext<OrderActs | undefined>(undefined);

export function useOrderActs(): OrderActs {
  const acts = use(OrderActsContext);
  if (!acts) throw new Error('useOrderActs is used outside OrderActsProvider.');
  return acts;
}

/** What became of the last act on this order from this page. */
export function useOrderAct(order: Pick<OrderDocument, 'accountId' | 'clientOrderId'>): CommandLife | undefined {
  return useCommand(useOrderActs().byOrder.get(orderKey(order))?.commandId);
}

/** Nothing became of it, so that it may be sent anew. */
const settled: ReadonlySet<CommandStage> = new Set(['succeeded', 'failed', 'rejected', 'expired']);
const undone: ReadonlySet<CommandStage> = new Set(['failed', 'rejected', 'expired']);

/** Whether an order's row is a ghost: it is being taken away, and nobody has said that it stays. */
export function isLeaving(life: CommandLife | undefined): boolean {
  return life?.type === 'cancelOrder' && !undone.has(life.stage);
}

/** Sends what is done to orders of a page, and remembers it by order: a second click is the same command. */
export function OrderActsProvider({ children }: { children: ReactNode }) {
  const { deskId } = useMembership();
  const [byOrder, setByOrder] = useState<ReadonlyMap<string, SentAct>>(() => new Map());
  const [last, setLast] = useState<SentAct>();

  const send = useCallback(
    <Name extends CommandName>(key: string | undefined, type: Name, payload: CommandPayload<Name>, title: string) => {
      try {
        const act = { commandId: sendCommand(deskId, type, payload), title };
        if (key !== undefined) setByOrder((known) => new Map(known).set(key, act));
        setLast(act);
      } catch (thrown) {
        showFailure({ title: 'Not sent', detail: toAppError(thrown).message });
      }
    },
    [deskId],
  );

  const acts = useMemo((): OrderActs => {
    const isUnderWay = (key: string, type: CommandName) => {
      const life = getCommand(byOrder.get(key)?.commandId ?? '');
      return life?.type === type && !settled.has(life.stage);
    };
    return {
      byOrder,
      last,
      cancel(order) {
        const key = orderKey(order);
        const { accountId, clientOrderId } = order;
        if (isUnderWay(key, 'cancelOrder')) return;
        send(key, 'cancelOrder', { accountId, clientOrderId }, `Cancel ${nameOrder(order)}`);
      },
      amend(order, changes) {
        const key = orderKey(order);
        const { accountId, clientOrderId } = order;
        if (isUnderWay(key, 'amendOrder')) return;
        send(key, 'amendOrder', { accountId, clientOrderId, ...changes }, `Amend ${nameOrder(order)}`);
      },
      cancelAll(accountId, instrumentId, title) {
        send(undefined, 'cancelAll', { accountId, ...(instrumentId !== undefined && { instrumentId }) }, title);
      },
    };
  }, [byOrder, last, send]);

  return <OrderActsContext value={acts}>{children}</OrderActsContext>;
}
