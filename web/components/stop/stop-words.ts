import type { StopProgress } from '@tapedeck/core/documents/trading-documents';

export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export interface ProgressWords {
  readonly symbol: string;
  readonly text: string;
  /** `impossible`: nothing will be done from here, people have to. */
  readonly standing: 'done' | 'open' | 'impossible';
}

/** Why nobody works on a stop. */
export type StopHoldUp = 'worker-lost' | 'switched-off';

/** How far the stop of one account has come, and what is not done yet. */
export function sayProgress(stop: StopProgress | undefined, holdUp: StopHoldUp | undefined): ProgressWords {
  if (stop?.phase === 'done') {
    const closed = stop.flatten ? `, ${sayCount(stop.positionsFound, 'position')} closed` : '';
    const unchecked = stop.unchecked?.length ? `, except ${stop.unchecked.join(' and ')}: look for those there` : '';
    return {
      symbol: '✓',
      text: `Done: ${sayCount(stop.ordersFound, 'order')} cancelled${closed}; checked with the broker${unchecked}.`,
      standing: 'done',
    };
  }
  if (stop?.phase === 'impossible') {
    return { symbol: '!', text: `Cannot be stopped from here. ${stop.problem ?? ''}`.trim(), standing: 'impossible' };
  }
  if (holdUp === 'switched-off') {
    return {
      symbol: '!',
      text: 'Cannot be stopped from here: this account is switched off. Its orders and positions stand at the broker: cancel and close them there, or switch the account on.',
      standing: 'impossible',
    };
  }
  if (holdUp === 'worker-lost') {
    return {
      symbol: '!',
      text: 'Not done: no worker runs this account. The stop is stored and runs first when one is back. Until then orders and positions stand at the broker.',
      standing: 'open',
    };
  }
  if (!stop) return { symbol: '○', text: 'Not begun yet: the worker has the stop to do.', standing: 'open' };
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
    standing: 'open',
  };
}

/** The end of "Only cancels go through …": what of the stops of all accounts is not done. */
export function sayStanding(words: readonly Pick<ProgressWords, 'standing'>[]): string {
  const count = (standing: ProgressWords['standing']) => words.filter((one) => one.standing === standing).length;
  const [open, impossible] = [count('open'), count('impossible')];
  if (open + impossible === 0) return '; the stop is done.';
  const parts = [
    open > 0 && `the stop of ${sayCount(open, 'account')} is not done yet`,
    impossible > 0 && `${sayCount(impossible, 'account')} cannot be stopped from here`,
  ];
  return `; ${parts.filter(Boolean).join(', ')}.`;
}
