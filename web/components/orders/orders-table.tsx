'use client';

import { useRef, type ReactNode } from 'react';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { useTradingAccess } from '@/components/live/trading-access.ts';
import { moveBetweenRows } from '@/components/ui/move-between-rows.ts';
import { TableGap } from '@/components/ui/table-gap.tsx';
import { Table, Th } from '@/components/ui/table.tsx';
import { useIsPhone } from '@/components/ui/use-is-phone.ts';
import { useVirtualRows } from '@/components/ui/use-virtual-rows.ts';
import type { Account } from '@/live/accounts.ts';
import { OrderRow } from './order-row.tsx';
import { orderKey } from './order-words.ts';

export interface OrdersTableProps {
  label: string;
  orders: readonly OrderDocument[];
  accounts: readonly Account[];
  withActs: boolean;
  onOpen: (order: OrderDocument) => void;
  onAmend: (order: OrderDocument) => void;
}

const columnCount = 11;
const rowHeight = { desk: 37, phone: 57 } as const;

/** Orders of the shown accounts; only those in sight are drawn where there are many. */
export function OrdersTable({ label, orders, accounts, withActs, onOpen, onAmend }: OrdersTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const isPhone = useIsPhone();
  const rows = useVirtualRows(orders.length, isPhone ? rowHeight.phone : rowHeight.desk, box);
  const withAccount = accounts.length > 1;
  return (
    <Table ref={box} label={label} className={rows.isVirtual ? 'max-h-[calc(100dvh-220px)] min-h-80' : undefined}>
      <thead className="max-md:sr-only">
        <tr>
          <Th className="max-md:hidden">Time</Th>
          {withAccount && <Th className="max-lg:hidden">Account</Th>}
          <Th>Instrument</Th>
          <Th className="max-md:hidden">Side</Th>
          <Th className="max-md:hidden">Type</Th>
          <Th numeric className="max-md:hidden">
            Price
          </Th>
          <Th numeric className="max-md:hidden">
            Filled / quantity
          </Th>
          <Th numeric className="max-md:hidden">
            Average
          </Th>
          <Th>Status</Th>
          <Th className="max-xl:hidden">By</Th>
          {withActs && (
            <Th className="max-md:hidden">
              <span className="sr-only">Change</span>
            </Th>
          )}
        </tr>
      </thead>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys come from the buttons in it */}
      <tbody onKeyDown={moveBetweenRows}>
        <TableGap height={rows.before} columns={columnCount} />
        {rows.indexes.map((index) => {
          const order = orders[index];
          const account = accounts.find(({ id }) => id === order?.accountId);
          if (!order || !account) return null;
          return (
            <tr
              key={orderKey(order)}
              data-order={order.clientOrderId}
              data-status={order.status}
              className="relative hover:bg-raised"
              {...rows.measureProps(index)}
            >
              <RowOf account={account}>
                {(access) => (
                  <OrderRow
                    order={order}
                    account={account}
                    access={access}
                    withAccount={withAccount}
                    withActs={withActs}
                    onOpen={onOpen}
                    onAmend={onAmend}
                  />
                )}
              </RowOf>
            </tr>
          );
        })}
        <TableGap height={rows.after} columns={columnCount} />
      </tbody>
    </Table>
  );
}

/** Hands a row what its account lets through now. */
function RowOf({
  account,
  children,
}: {
  account: Account;
  children: (access: ReturnType<typeof useTradingAccess>) => ReactNode;
}) {
  return children(useTradingAccess(account));
}
