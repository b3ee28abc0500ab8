import type { Unsubscribe } from './keep-subscribed.ts';

/** A glance at another tab should not cost a new start. */
const graceMs = 60_000;

/** Runs something while the page is in sight: it is ended once the page has been hidden for a minute, and started again. */
export function whileVisible(start: () => Unsubscribe): Unsubscribe {
  let stop: Unsubscribe | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function follow(): void {
    clearTimeout(timer);
    if (document.visibilityState === 'visible') {
      stop ??= start();
      return;
    }
    timer = setTimeout(end, graceMs);
  }

  function end(): void {
    stop?.();
    stop = undefined;
  }

  // A page that opens in the background still loads what it will show.
  stop = start();
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    clearTimeout(timer);
    end();
  };
}
