import { act, render, screen } from '@testing-library/react';
import { useFlash } from './use-flash.ts';

function Price({ price }: { price: string | undefined }) {
  return <output ref={useFlash<HTMLOutputElement>(price)}>{price}</output>;
}

describe('useFlash', () => {
  let reducedMotion = false;

  beforeAll(() => {
    jest.useFakeTimers();
    window.matchMedia = () => ({ matches: reducedMotion }) as MediaQueryList;
  });
  beforeEach(() => {
    reducedMotion = false;
    // What changed in the test before is no longer recent.
    jest.advanceTimersByTime(1_000);
  });
  afterAll(() => jest.useRealTimers());

  const tint = () => screen.getByRole('status').dataset['flash'];
  const wait = (ms: number) => act(() => jest.advanceTimersByTime(ms));

  it('tints a rise and a fall for 400 ms, and nothing else', () => {
    const { rerender } = render(<Price price={undefined} />);
    rerender(<Price price="10" />);
    expect(tint()).toBeUndefined();
    rerender(<Price price="10.5" />);
    expect(tint()).toBe('up');
    wait(399);
    expect(tint()).toBe('up');
    wait(1);
    expect(tint()).toBeUndefined();
    wait(200);
    rerender(<Price price="9" />);
    expect(tint()).toBe('down');
  });

  it('flashes at most twice a second', () => {
    const { rerender } = render(<Price price="1" />);
    rerender(<Price price="2" />);
    wait(450);
    rerender(<Price price="3" />);
    expect(tint()).toBeUndefined();
    wait(100);
    rerender(<Price price="4" />);
    expect(tint()).toBe('up');
  });

  it('is still for who wants no motion', () => {
    reducedMotion = true;
    const { rerender } = render(<Price price="1" />);
    rerender(<Price price="2" />);
    expect(tint()).toBeUndefined();
  });

  it('is still when very much moves at once', () => {
    const prices = Array.from({ length: 21 }, (_, index) => index);
    const rows = (price: string) => prices.map((index) => <Price key={index} price={price} />);
    const { rerender } = render(<>{rows('1')}</>);
    rerender(<>{rows('2')}</>);
    expect(screen.getAllByRole('status').filter(({ dataset }) => dataset['flash'])).toHaveLength(20);
  });
});
