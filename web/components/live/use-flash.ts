'use client';

import { useEffect, useRef, type RefObject } from 'react';
import { compareDecimals } from '@tapedeck/core/decimal-arithmetic';

const flashMs = 400;
/** A cell flashes at most twice a second. */
const restMs = 500;
/** Above this many changes on the page in half a second nothing flashes: it would be flicker, not news. */
const calmChanges = 20;

let recent: number[] = [];

function isCalm(nowMs: number): boolean {
  recent = recent.filter((atMs) => nowMs - atMs < 500);
  recent.push(nowMs);
  return recent.length <= calmChanges;
}

/**
 * Tints the element for a moment when the price goes up or down. The tint is held, not faded: a fade would draw the page
 * sixty times a second for two frames' worth of news, and what comes meanwhile would wait for its turn.
 */
export function useFlash<T extends HTMLElement>(price: string | undefined): RefObject<T | null> {
  const element = useRef<T>(null);
  const last = useRef({ price, flashedMs: 0 });
  const end = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const before = last.current.price;
    last.current.price = price;
    if (price === undefined || before === undefined || price === before) return;
    const nowMs = performance.now();
    const calm = isCalm(nowMs);
    if (!calm || nowMs - last.current.flashedMs < restMs) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    last.current.flashedMs = nowMs;
    const cell = element.current;
    cell?.setAttribute('data-flash', compareDecimals(price, before) > 0 ? 'up' : 'down');
    clearTimeout(end.current);
    end.current = setTimeout(() => cell?.removeAttribute('data-flash'), flashMs);
  }, [price]);

  useEffect(() => () => clearTimeout(end.current), []);

  return element;
}
