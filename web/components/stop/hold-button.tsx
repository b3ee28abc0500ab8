'use client';

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names.ts';

export interface HoldButtonProps {
  /** How long it has to be held. */
  holdMs: number;
  onHeld: () => void;
  children: ReactNode;
  /** What it says after the first press of a key. */
  pressAgain: string;
  className?: string;
}

/** A second press counts as meant only within this time. */
const armedMs = 5_000;

/**
 * A button that acts when it is held; by keyboard, and by what a screen reader presses, when it is pressed twice. Letting
 * go early, or sliding off, does nothing.
 */
export function HoldButton({ holdMs, onHeld, children, pressAgain, className }: HoldButtonProps) {
  const [phase, setPhase] = useState<'idle' | 'held' | 'armed'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function enter(next: typeof phase, endsAfterMs?: number, then?: () => void): void {
    clearTimeout(timer.current);
    setPhase(next);
    if (endsAfterMs === undefined) return;
    timer.current = setTimeout(() => {
      setPhase('idle');
      then?.();
    }, endsAfterMs);
  }

  function press(): void {
    if (phase !== 'armed') return enter('armed', armedMs);
    enter('idle');
    onHeld();
  }

  const release = () => phase === 'held' && enter('idle');
  return (
    <button
      type="button"
      data-phase={phase}
      onPointerDown={(event) => event.button === 0 && enter('held', holdMs, onHeld)}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      // A key that is held down repeats: that is one press.
      onKeyDown={(event) => event.repeat && event.preventDefault()}
      // A press of a key or of a screen reader has no pointer behind it.
      onClick={(event) => event.detail === 0 && press()}
      className={classNames(
        'relative isolate min-h-11 touch-none overflow-hidden rounded-control border border-transparent bg-danger px-4 py-2 text-base font-semibold text-white select-none',
        className,
      )}
    >
      <span
        aria-hidden
        className="absolute inset-0 -z-10 origin-left bg-[rgb(0_0_0/0.35)]"
        style={{
          transform: phase === 'held' ? 'scaleX(1)' : 'scaleX(0)',
          transition: phase === 'held' ? `transform ${holdMs}ms linear` : 'none',
        }}
      />
      {phase === 'armed' ? pressAgain : children}
      <span role="status" className="sr-only">
        {phase === 'armed' ? pressAgain : ''}
      </span>
    </button>
  );
}
