import { fireEvent, render, screen } from '@testing-library/react';
import type { CommandLife } from '@/live/command-life.ts';
import { SyncCard } from './sync-card.tsx';

const account = {
  id: 'main',
  label: 'Main',
  broker: 'bybit',
  environment: 'simulated',
  currency: 'USDT',
  sync: { pollMs: 1_000, stream: true, threshold: '0.01' },
};
const backend: { sent: unknown[]; life: CommandLife | undefined; off: string | undefined } = {
  sent: [],
  life: undefined,
  off: undefined,
};

jest.mock('@/live/accounts.ts', () => ({
  useAccounts: () => ({ status: 'success', saved: false, data: [account] }),
  useChosenAccounts: () => ({ accounts: [account], chosen: undefined }),
}));
jest.mock('@/live/command-access.ts', () => ({ useCommandOffReason: () => backend.off }));
jest.mock('@/live/desk-context.tsx', () => ({ useMembership: () => ({ deskId: 'demo', role: 'owner' }) }));
jest.mock('@/live/commands.ts', () => ({
  sendCommand: (deskId: string, type: string, payload: unknown) => {
    backend.sent.push({ deskId, type, payload });
    backend.life = { id: 'c-1', type: 'updateSyncSettings', stage: 'succeeded', sentAtMs: 0 };
    return 'c-1';
  },
  useCommand: (id: string | undefined) => (id === undefined ? undefined : backend.life),
}));

const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save' }));
const type = (text: string) =>
  fireEvent.change(screen.getByLabelText('Poll interval, seconds'), { target: { value: text } });

beforeEach(() => {
  Object.assign(backend, { sent: [], life: undefined, off: undefined });
});

describe('SyncCard', () => {
  it('sends what was changed alone, and the values before to undo it', () => {
    render(<SyncCard />);
    type('2.5');
    save();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    const command = (sync: object) => ({
      deskId: 'demo',
      type: 'updateSyncSettings',
      payload: { accountId: 'main', sync },
    });
    expect(backend.sent).toEqual([command({ pollMs: 2_500 }), command({ pollMs: 1_000 })]);
  });

  it('says what would be right and sends nothing that is wrong', () => {
    render(<SyncCard />);
    type('0.1');
    save();
    expect(screen.getByText(/between 0\.25 and 60/)).toBeInTheDocument();
    expect(backend.sent).toEqual([]);
  });

  it('sends nothing while nothing is changed, or while commands are off, and says why', () => {
    const { rerender } = render(<SyncCard />);
    expect(screen.getByText('Nothing has been changed.')).toBeInTheDocument();
    backend.off = 'You are a viewer of this desk: you see everything and change nothing.';
    rerender(<SyncCard />);
    type('5');
    save();
    expect(screen.getByText(backend.off)).toBeInTheDocument();
    expect(backend.sent).toEqual([]);
  });
});
