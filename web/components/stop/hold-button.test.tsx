import { act, fireEvent, render, screen } from '@testing-library/react';
import { HoldButton } from './hold-button.tsx';

let held = 0;
const button = () => screen.getByRole('button');
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
    fireEvent.pointerDown(button());
    wait(999);
    expect(held).toBe(0);
    wait(1);
    expect(held).toBe(1);
    fireEvent.pointerUp(button());
    fireEvent.click(button(), { detail: 1 });
    expect(held).toBe(1);
  });

  it.each(['pointerUp', 'pointerLeave', 'pointerCancel'] as const)('does nothing after %s', (ending) => {
    fireEvent.pointerDown(button());
    wait(900);
    fireEvent[ending](button());
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
