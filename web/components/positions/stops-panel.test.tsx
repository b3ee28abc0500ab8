import { act, render, screen } from '@testing-library/react';
import { everyCapability, type TradingCapabilities } from '@tapedeck/core/orders/trading-capabilities';
import type { TradingAccess } from '@/components/live/trading-access.ts';
import { longPosition } from './position-fixture.ts';
import { StopsPanel } from './stops-panel.tsx';

jest.mock('./use-one-command.ts', () => ({ useOneCommand: () => ({ life: undefined, offReason: undefined }) }));
jest.mock('./act-outcome.tsx', () => ({ ActOutcome: () => null }));

async function panel(parts: Partial<TradingCapabilities>): Promise<void> {
  const trading = { state: 'ready', blocked: {}, capabilities: { ...everyCapability, ...parts } };
  const access = { commandOff: undefined, mode: 'ACTIVE', trading, prices: 'live' } as unknown as TradingAccess;
  // The chart is loaded after the panel.
  await act(async () => render(<StopsPanel position={longPosition} accountId="main" access={access} />));
}

describe('StopsPanel', () => {
  it('has the fields of what the exchange takes', async () => {
    await panel({});
    expect(screen.getByLabelText('Stop loss')).toBeInTheDocument();
    expect(screen.getByLabelText('Trailing distance')).toBeInTheDocument();
  });

  it('has no trailing stop where there is none', async () => {
    await panel({ trailingStop: false });
    expect(screen.getByLabelText('Stop loss')).toBeInTheDocument();
    expect(screen.queryByLabelText('Trailing distance')).toBeNull();
  });

  it('says where stops are set that the exchange does not take from here', async () => {
    await panel({ positionStops: false, trailingStop: false });
    expect(screen.queryByLabelText('Stop loss')).toBeNull();
    expect(screen.getByText(/Set them in the exchange’s own app/)).toBeInTheDocument();
  });
});
