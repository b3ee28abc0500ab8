import { act, fireEvent, render, screen } from '@testing-library/react';
import type { WaitingCommand } from '@/live/approvals.ts';
import type { CommandLife } from '@/live/command-life.ts';
import { ApprovalStack } from './approval-stack.tsx';
import { decidedStaysMs } from './held-approvals.ts';

const command: WaitingCommand = {
  id: 'c-1',
  type: 'placeOrder',
  payload: {
    accountId: 'main',
    instrumentId: 'BTC-USDT-PERP',
    side: 'buy',
    type: 'limit',
    quantity: { unit: 'base', value: '1.2' },
    limitPrice: '99000',
  },
  accountId: 'main',
  actor: { uid: 'tarek', name: 'Tarek', role: 'trader' },
  status: 'awaiting-approval',
  createdAtMs: 0,
  expiresAtMs: 15_000,
  history: [],
  approval: { untilMs: 120_000, reason: 'It is worth 118,800.00 USDT.' },
};

const backend: {
  waiting: readonly WaitingCommand[];
  newest: WaitingCommand | undefined;
  sent: unknown[];
  uid: string;
} = {
  waiting: [],
  newest: undefined,
  sent: [],
  uid: 'olivia',
};
const life: CommandLife = { id: 'd-1', type: 'decideApproval', stage: 'sending', sentAtMs: 0 };

jest.mock('@/live/approvals.ts', () => ({ useWaitingCommands: () => backend.waiting }));
jest.mock('@/live/accounts.ts', () => ({ useAccounts: () => ({ status: 'success', saved: false, data: [] }) }));
jest.mock('@/live/clock.ts', () => ({
  useNow: () => 30_000,
  useNowValue: (derive: (ms: number) => unknown) => derive(30_000),
}));
jest.mock('@/live/link.ts', () => ({ useLink: () => ({ state: 'connected' }) }));
jest.mock('@/live/desk-context.tsx', () => ({ useMembership: () => ({ deskId: 'demo', uid: backend.uid }) }));
jest.mock('@/live/command-document.ts', () => ({
  useCommandDocument: () => ({ status: 'success', saved: false, data: backend.newest }),
}));
jest.mock('@/live/commands.ts', () => ({
  sendCommand: (_deskId: string, type: string, payload: unknown, id: string) => {
    backend.sent.push({ type, payload });
    return id;
  },
  useCommand: (id: string | undefined) => (id === undefined ? undefined : life),
}));

const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  jest.useFakeTimers();
  Object.assign(backend, { waiting: [command], newest: command, sent: [], uid: 'olivia' });
});
afterEach(() => jest.useRealTimers());

describe('approvals', () => {
  it('show another member what is asked, why, and for how long', () => {
    render(<ApprovalStack />);
    expect(screen.getByRole('alert')).toHaveTextContent('Tarek asks for your approval');
    expect(screen.getByText(/Buy 1.2 BTC, BTC\/USDT Perp, limit 99000/)).toBeInTheDocument();
    expect(screen.getByText('It is worth 118,800.00 USDT.')).toBeInTheDocument();
    expect(screen.getByText('90 s left')).toBeInTheDocument();
  });

  it('are decided in two steps', () => {
    render(<ApprovalStack />);
    click('Approve …');
    expect(backend.sent).toEqual([]);
    click('Back');
    click('Refuse …');
    click('Yes, refuse it');
    expect(backend.sent).toEqual([{ type: 'decideApproval', payload: { commandId: 'c-1', approve: false } }]);
    expect(screen.getByRole('button', { name: 'Yes, refuse it' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('are not for their sender to decide', () => {
    backend.uid = 'tarek';
    render(<ApprovalStack />);
    expect(screen.getByRole('alert')).toHaveTextContent('Your order waits for approval');
    expect(screen.queryByRole('button', { name: /approve|refuse/i })).toBeNull();
  });

  it('can be made small, and open again for the next one', () => {
    const { rerender } = render(<ApprovalStack />);
    click('Make approvals small');
    expect(screen.queryByRole('article')).toBeNull();
    expect(screen.getByRole('button', { name: '1 approval waits, 90 s' })).toBeInTheDocument();
    backend.waiting = [command, { ...command, id: 'c-2' }];
    rerender(<ApprovalStack />);
    expect(screen.getAllByRole('article')).toHaveLength(2);
  });

  it('switch off in the middle when somebody else decides, and say who', () => {
    const { rerender } = render(<ApprovalStack />);
    click('Approve …');
    const decision = { approved: false, by: { uid: 'omar', name: 'Omar' }, atMs: 1 };
    backend.newest = { ...command, approval: { ...command.approval, decision } };
    rerender(<ApprovalStack />);
    expect(screen.queryByRole('button', { name: /approve|refuse/i })).toBeNull();
    expect(screen.getByText('Refused by Omar.')).toBeInTheDocument();
  });

  it('stay in sight for some seconds when they are over', () => {
    const { rerender } = render(<ApprovalStack />);
    Object.assign(backend, { waiting: [], newest: { ...command, status: 'expired' } });
    rerender(<ApprovalStack />);
    expect(screen.getByText(/Time ran out/)).toBeInTheDocument();
    act(() => jest.advanceTimersByTime(decidedStaysMs));
    expect(screen.queryByRole('article')).toBeNull();
  });
});
