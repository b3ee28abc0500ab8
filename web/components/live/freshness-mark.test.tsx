import { render, screen } from '@testing-library/react';
import { setPreferences } from '@/preferences/store.ts';
import { FreshnessMark } from './freshness-mark.tsx';
import { Pnl } from './pnl.tsx';

const asOfMs = Date.parse('2026-11-21T14:03:12Z');

describe('FreshnessMark', () => {
  beforeAll(() => setPreferences({ timeZone: 'utc' }));

  it.each([
    ['live', 180, 'Live 180 ms'],
    ['delayed', 6_000, 'Delayed 6 s'],
    ['stale', 50_000, 'as of 14:03:12'],
    ['paced', 4_000, 'Held 4 s'],
    ['held', 29_000, 'Held 14:03:12'],
    ['worker-lost', 31_000, 'Worker lost, as of 14:03:12'],
    ['saved', 9_000, 'Saved copy 14:03:12'],
    ['paused', 9_000, 'Paused 14:03:12'],
    ['offline', 12_000, 'Offline, as of 14:03:12'],
  ] as const)('says in words that figures are %s', (state, ageMs, text) => {
    render(<FreshnessMark freshness={{ state, ageMs, asOfMs }} />);
    expect(screen.getByText(text)).toBeInTheDocument();
  });

  it.each([
    ['stale', 'as of 21 Nov, 14:03'],
    ['saved', 'Saved copy 21 Nov, 14:03'],
    ['held', 'Held 21 Nov, 14:03'],
  ] as const)('names the day of figures that are %s since another day', (state, text) => {
    render(<FreshnessMark freshness={{ state, ageMs: 86_400_000, asOfMs }} />);
    expect(screen.getByText(text)).toBeInTheDocument();
  });

  it('names no time where none is known', () => {
    render(<FreshnessMark freshness={{ state: 'offline', ageMs: 0, asOfMs: 0 }} />);
    expect(screen.getByText('Offline')).toBeInTheDocument();
  });
});

describe('Pnl', () => {
  it('shows a loss by sign, arrow and colour', () => {
    const { container } = render(<Pnl amount="-12.5" currency="USDT" />);
    expect(container).toHaveTextContent('▼−12.50');
    expect(container.firstChild).toHaveClass('text-down');
  });

  it.each([
    ['stale', 'stale'],
    ['held', 'stale'],
    ['paused', 'stale'],
    ['saved', 'saved-copy'],
  ] as const)('shows a figure that is %s without the colour of news', (state, look) => {
    const { container } = render(<Pnl amount="12.5" currency="USDT" state={state} />);
    expect(container.firstChild).toHaveClass(look);
    expect(container.firstChild).not.toHaveClass('text-up');
  });

  it('shows a dash for what is unknown', () => {
    const { container } = render(<Pnl amount={undefined} currency="USDT" />);
    expect(container).toHaveTextContent('—');
  });
});
