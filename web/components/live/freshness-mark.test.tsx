import { render, screen } from '@testing-library/react';
import { setPreferences } from '@/preferences/store.ts';
import { Figure } from './figure.tsx';
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
    ['worker-lost', 31_000, 'Worker lost 14:03:12'],
    ['saved', 9_000, 'Saved copy 14:03:12'],
    ['paused', 9_000, 'Paused 14:03:12'],
    ['offline', 12_000, 'Offline 14:03:12'],
  ] as const)('says in words that figures are %s', (state, ageMs, text) => {
    const { container } = render(<FreshnessMark freshness={{ state, ageMs, asOfMs }} />);
    expect(container).toHaveTextContent(text);
  });

  it.each([
    ['stale', 'as of 21 Nov, 14:03'],
    ['saved', 'Saved copy 21 Nov, 14:03'],
    ['held', 'Held 21 Nov, 14:03'],
  ] as const)('names the day of figures that are %s since another day', (state, text) => {
    const { container } = render(<FreshnessMark freshness={{ state, ageMs: 86_400_000, asOfMs }} />);
    expect(container).toHaveTextContent(text);
  });

  it('names no time where none is known', () => {
    const { container } = render(<FreshnessMark freshness={{ state: 'offline', ageMs: 0, asOfMs: 0 }} />);
    expect(container).toHaveTextContent(/^✕Offline$/);
  });
});

describe('Figure', () => {
  it.each([
    ['live', ''],
    ['paced', ''],
    ['held', 'stale'],
    ['offline', 'stale'],
    ['saved', 'saved-copy'],
  ] as const)('of a %s account looks "%s"', (state, look) => {
    render(<Figure state={state}>101,680.9</Figure>);
    expect(screen.getByText('101,680.9').className.split(' ')[0]).toBe(look);
  });

  it('leaves the dash of what is unknown plain', () => {
    render(<Figure state="saved">—</Figure>);
    expect(screen.getByText('—')).not.toHaveClass('saved-copy');
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

  it('shows a dash for what is unknown, which has no age', () => {
    const { container } = render(<Pnl amount={undefined} currency="USDT" state="stale" />);
    expect(container).toHaveTextContent('—');
    expect(container.firstChild).not.toHaveClass('stale');
  });
});
