import { fireEvent, render, screen, within } from '@testing-library/react';
import type { DeskDocument } from '@tapedeck/core/documents/desk-document';
import type { Account } from '@/live/accounts.ts';
import { LimitsEditor } from './limits-editor.tsx';

const account = { id: 'main', label: 'Main', currency: 'USDT', limits: { maxLeverage: '3' } } as unknown as Account;
const backend: { sent: unknown[]; off: string | undefined } = { sent: [], off: undefined };

jest.mock('@/live/desk-context.tsx', () => ({
  useMembership: () => ({ deskId: 'demo', role: 'owner', desk: { name: 'Demo' } as DeskDocument }),
}));
jest.mock('@/live/desk-command-access.ts', () => ({ useDeskCommandOffReason: () => backend.off }));
jest.mock('@/live/limit-edits.ts', () => ({
  useLimitEdits: () => ({
    status: 'success',
    saved: false,
    data: [
      {
        id: 'e-1',
        atMs: Date.UTC(2026, 10, 21),
        by: { uid: 'ann', name: 'Ann' },
        before: { maxOpenOrders: 50 },
        after: { maxOpenOrders: 100 },
        commandId: 'c-0',
      },
    ],
  }),
}));
jest.mock('@/live/commands.ts', () => ({
  sendCommand: (_deskId: string, type: string, payload: unknown) => {
    backend.sent.push({ type, payload });
    return 'c-1';
  },
  useCommand: () => undefined,
}));

const open = () => render(<LimitsEditor accounts={[account]} currency="USDT" onClose={() => undefined} />);
const type = (label: string, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  Object.assign(backend, { sent: [], off: undefined });
});

describe('LimitsEditor', () => {
  it('shows before and after, and sends what was changed alone', () => {
    open();
    type('Leverage, ×', '4');
    type('Price band, %', '2.5');
    click('Review changes');
    const rows = within(screen.getByRole('region', { name: 'Limits before and after' })).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual(['LimitBeforeAfter', 'Leverage10×4×', 'Price band5%2.5%']);
    expect(backend.sent).toEqual([]);
    click('Change 2 limits');
    expect(backend.sent).toEqual([
      { type: 'updateRiskLimits', payload: { limits: { maxLeverage: '4', priceBandRatio: '0.025' } } },
    ]);
  });

  it('warns of what lets more risk through', () => {
    open();
    type('Daily loss, USDT', '9000');
    click('Review changes');
    expect(screen.getByText(/1 of 1 limit lets more risk through/)).toBeInTheDocument();
  });

  it('takes an account’s own limit away when its field is emptied', () => {
    open();
    fireEvent.change(screen.getByLabelText('Limits of'), { target: { value: 'main' } });
    type('Leverage, ×', '');
    click('Review changes');
    click('Change this limit');
    expect(backend.sent).toEqual([
      { type: 'updateRiskLimits', payload: { accountId: 'main', limits: { maxLeverage: null } } },
    ]);
  });

  it('does not review what is wrong, and says what would be right', () => {
    open();
    type('Open orders, count', '1.5');
    click('Review changes');
    expect(screen.getByText('Enter a whole number from 1 to 10000.')).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: 'Review changes' })).not.toBeInTheDocument();
  });

  it('names who changed a limit last', () => {
    open();
    expect(screen.getByText(/Last changed by Ann/)).toBeInTheDocument();
  });

  it('is off with its reason in sight', () => {
    backend.off = 'Not possible offline: nothing could be sent from here.';
    open();
    type('Leverage, ×', '4');
    click('Review changes');
    expect(screen.getByText(backend.off)).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: 'Review changes' })).not.toBeInTheDocument();
  });
});
