import { act, fireEvent, render, screen } from '@testing-library/react';
import type { Position } from '@tapedeck/core/model/position';
import type { Account } from '@/live/accounts.ts';
import type { CommandLife } from '@/live/command-life.ts';
import { CloseDialog } from './close-dialog.tsx';
import { longPosition } from './position-fixture.ts';

const account = { id: 'main', label: 'Main', broker: 'bybit', environment: 'simulated', currency: 'USDT' } as Account;
const backend: { sent: unknown[]; life: CommandLife | undefined; off: string | undefined; mode: string } = {
  sent: [],
  life: undefined,
  off: undefined,
  mode: 'ACTIVE',
};
let positions: readonly Position[] = [];
const newest = { id: 'a-1', summary: 'Main: Long BTC-USDT-PERP closed', actor: { kind: 'user', name: 'Tarek Trader' } };

jest.mock('@/live/use-account-live.ts', () => ({
  useAccountValue: (_id: string, select: (live: object) => unknown) => select({ positions }),
}));
jest.mock('@/live/activity.ts', () => ({ useActivity: () => ({ status: 'success', saved: false, data: [newest] }) }));
jest.mock('@/live/command-access.ts', () => ({ useCommandOffReason: () => backend.off }));
jest.mock('@/live/trading-state.ts', () => ({ useBindingState: () => ({ mode: backend.mode }) }));
jest.mock('@/live/live-trading.ts', () => ({ useLiveTrading: () => ({ status: 'pending' }) }));
jest.mock('@/live/instruments.ts', () => ({ useInstrument: () => ({ takerFeeRate: '0.001' }) }));
jest.mock('@/live/ticket-orders.ts', () => ({ useOrderDocument: () => ({ status: 'idle' }) }));
jest.mock('@/live/freshness.ts', () => ({
  useFreshness: () => ({ state: 'live', ageMs: 100, asOfMs: 0 }),
  useFreshnessState: () => 'live',
  isStale: () => false,
}));
jest.mock('@/live/desk-context.tsx', () => ({ useMembership: () => ({ deskId: 'demo', role: 'owner' }) }));
jest.mock('@/live/commands.ts', () => ({
  sendCommand: (_deskId: string, type: string, payload: unknown, id: string) => {
    backend.sent.push({ type, payload });
    backend.life = { id, type: 'closePosition', stage: 'sending', sentAtMs: 0 };
    return id;
  },
  useCommand: (id: string | undefined) => (id === undefined ? undefined : backend.life),
}));

beforeEach(() => {
  Object.assign(backend, { sent: [], life: undefined, off: undefined, mode: 'ACTIVE' });
  positions = [longPosition];
});

const dialog = () => <CloseDialog seen={longPosition} account={account} open onOpenChange={() => undefined} />;
const closeButton = () => screen.getByRole('button', { name: /^Close (?:all )?[\d.]+ BTC/ });

describe('CloseDialog', () => {
  it('names size, account and estimate, and sends the side that was seen', () => {
    render(dialog());
    expect(screen.getByText('2 BTC in Main, at the market')).toBeInTheDocument();
    expect(screen.getByLabelText('Estimate')).toHaveTextContent('Value220.00 USDT');
    fireEvent.click(closeButton());
    expect(backend.sent).toEqual([
      { type: 'closePosition', payload: { accountId: 'main', positionId: longPosition.id, side: 'long' } },
    ]);
  });

  it('sends one command for two clicks', () => {
    render(dialog());
    fireEvent.click(closeButton());
    fireEvent.click(closeButton());
    expect(backend.sent).toHaveLength(1);
  });

  it('closes a part', () => {
    render(dialog());
    fireEvent.click(screen.getByRole('button', { name: '25%' }));
    fireEvent.click(screen.getByRole('button', { name: 'Close 0.5 BTC' }));
    expect(backend.sent).toEqual([
      expect.objectContaining({
        payload: expect.objectContaining({ part: { unit: 'percent', value: '25' } }) as unknown,
      }),
    ]);
  });

  it('says what a colleague did meanwhile, and switches off', () => {
    const { rerender } = render(dialog());
    positions = [];
    act(() => rerender(dialog()));
    expect(screen.getByRole('alert')).toHaveTextContent('This position was closed meanwhile.');
    expect(screen.getByRole('alert')).toHaveTextContent('Tarek Trader');
    fireEvent.click(closeButton());
    expect(backend.sent).toEqual([]);
  });

  it.each([
    [{ off: 'You are a viewer of this desk.' }, 'You are a viewer of this desk.'],
    [{ mode: 'HALTED' }, /Trading is halted/],
  ])('is off with its reason in sight: %p', (state, reason) => {
    Object.assign(backend, state);
    render(dialog());
    expect(screen.getByText(reason)).toBeInTheDocument();
    fireEvent.click(closeButton());
    expect(backend.sent).toEqual([]);
  });
});
