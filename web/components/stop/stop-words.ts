import type { StopProgress } from '@tapedeck/core/documents/trading-documents';

export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export interface ProgressWords {
  readonly symbol: string;
  readonly text: string;
  readonly isDone: boolean;
}

/** How far the stop of one account has come, and what is not done yet. */
export function sayProgress(stop: StopProgress | undefined, isWorkerLost: boolean): ProgressWords {
  if (stop?.phase === 'done') {
    const closed = stop.flatten ? `, ${sayCount(stop.positionsFound, 'position')} closed` : '';
    return {
      symbol: '✓',
      text: `Done: ${sayCount(stop.ordersFound, 'order')} cancelled${closed}; checked with the broker.`,
      isDone: true,
    };
  }
  if (isWorkerLost) {
    return {
      symbol: '!',
      text: 'Not done: no worker runs this account. The stop is stored and runs first when one is back. Until then orders and positions stand at the broker.',
      isDone: false,
    };
  }
  if (!stop) return { symbol: '○', text: 'Not begun yet: the worker has the stop to do.', isDone: false };
  const left = [
    sayCount(stop.ordersLeft, 'order') + ' still to cancel',
    stop.flatten && sayCount(stop.positionsLeft, 'position') + ' still to close',
  ]
    .filter(Boolean)
    .join(', ');
  const doing = {
    cancelling: 'Cancelling orders',
    flattening: 'Closing positions',
    verifying: 'Checking with the broker',
  }[stop.phase];
  return {
    symbol: '◑',
    text: `${doing}: ${left}.${stop.problem === undefined ? '' : ` ${stop.problem}`}`,
    isDone: false,
  };
}
