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
    ['worker-lost', 31_000, 'Worker lost'],
    ['saved', 9_000, 'Saved copy 14:03:12'],
    ['offline', 12_000, 'Offline'],
  ] as const)('says in words that figures are %s', (state, ageMs, text) => {
    render(<FreshnessMark freshness={{ state, ageMs, asOfMs }} />);
    expect(screen.getByText(text)).toBeInTheDocument();
  });
});

describe('Pnl', () => {
  it('shows a loss by sign, arrow and colour', () => {
    const { container } = render(<Pnl amount="-12.5" currency="USDT" />);
    expect(container).toHaveTextContent('▼−12.50');
    expect(container.firstChild).toHaveClass('text-down');
  });

  it('shows an old figure without the colour of news', () => {
    const { container } = render(<Pnl amount="12.5" currency="USDT" stale />);
    expect(container.firstChild).toHaveClass('stale');
    expect(container.firstChild).not.toHaveClass('text-up');
  });

  it('shows a dash for what is unknown', () => {
    const { container } = render(<Pnl amount={undefined} currency="USDT" />);
    expect(container).toHaveTextContent('—');
  });
});
