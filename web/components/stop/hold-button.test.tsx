import { act, fireEvent, render, screen } from '@testing-library/react';
import { HoldButton } from './hold-button.tsx';

let held = 0;
const button = () => screen.getByRole('button');
/** jsdom knows no pointer events; React reads the same fields from these. */
const point = (type: string, parts: MouseEventInit = {}) =>
  fireEvent(button(), new MouseEvent(type, { bubbles: true, cancelable: true, ...parts }));
const wait = (ms: number) => act(() => jest.advanceTimersByTime(ms));
/** What a browser makes of a key or of a screen reader's press: a click without a pointer. */
const pressKey = () => fireEvent.click(button(), { detail: 0 });

beforeEach(() => {
  jest.useFakeTimers();
  held = 0;
  render(
    <HoldButton holdMs={1_000} onHeld={() => (held += 1)} pressAgain="Press again to stop">
      Hold to stop
    </HoldButton>,
  );
});
afterEach(() => jest.useRealTimers());

describe('a button to hold', () => {
  it('acts once when it was held for its time', () => {
    point('pointerdown');
    wait(999);
    expect(held).toBe(0);
    wait(1);
    expect(held).toBe(1);
    point('pointerup');
    fireEvent.click(button(), { detail: 1 });
    expect(held).toBe(1);
  });

  it.each(['pointerup', 'pointerout', 'pointercancel'])('does nothing after %s', (ending) => {
    point('pointerdown');
    wait(900);
    point(ending, { relatedTarget: document.body });
    wait(5_000);
    expect(held).toBe(0);
  });

  it('does not take another button of a mouse for a hold', () => {
    point('pointerdown', { button: 2 });
    wait(5_000);
    expect(held).toBe(0);
  });

  it('acts at the second press of a key, and says so at the first', () => {
    pressKey();
    expect(held).toBe(0);
    expect(screen.getByRole('status')).toHaveTextContent('Press again to stop');
    pressKey();
    expect(held).toBe(1);
  });

  it('forgets a first press after five seconds', () => {
    pressKey();
    wait(5_001);
    pressKey();
    expect(held).toBe(0);
  });

  it('takes a key that is held down for one press', () => {
    expect(fireEvent.keyDown(button(), { key: 'Enter', repeat: true })).toBe(false);
    expect(fireEvent.keyDown(button(), { key: 'Enter' })).toBe(true);
  });
});
