'use client';

import { useId, type ReactNode } from 'react';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import type { Account } from '@/live/accounts.ts';

export interface MatrixRow {
  readonly label: string;
  /** By account, then by column. */
  readonly cells: readonly (readonly ReactNode[])[];
  /** Set off from the rows above it. */
  readonly isTotal?: boolean;
}

export interface AccountMatrixProps {
  label: string;
  accounts: readonly Account[];
  /** Names of an account's columns; one nameless column when there is only one. */
  columns: readonly string[];
  rows: readonly MatrixRow[];
}

/** Figures as rows, accounts side by side as columns. */
export function AccountMatrix({ label, accounts, columns, rows }: AccountMatrixProps) {
  const id = useId();
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th rowSpan={columns.length > 1 ? 2 : 1} className="sticky left-0 z-20">
            <span className="sr-only">Figure</span>
          </Th>
          {accounts.map((account) => (
            <Th
              key={account.id}
              id={`${id}-${account.id}`}
              scope="colgroup"
              colSpan={columns.length}
              numeric
              className="text-text"
            >
              {account.label}
            </Th>
          ))}
        </tr>
        {columns.length > 1 && (
          <tr>
            {accounts.flatMap((account) =>
              columns.map((column) => (
                <Th key={`${account.id}/${column}`} numeric className="w-[11ch]">
                  {column}
                </Th>
              )),
            )}
          </tr>
        )}
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label} className={row.isTotal ? 'font-medium' : ''}>
            <th
              scope="row"
              className="sticky left-0 h-9 border-b border-line bg-panel pr-3 pl-4 text-left font-normal whitespace-nowrap text-muted"
            >
              {row.label}
            </th>
            {row.cells.flatMap((cells, account) =>
              cells.map((cell, column) => (
                <Td key={`${accounts[account]?.id}/${columns[column]}`} numeric>
                  {cell}
                </Td>
              )),
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
