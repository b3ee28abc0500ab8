import type { ConnectionState, LiveConnectionDocument } from '@tapedeck/core/documents/live-documents';

export interface StateWords {
  readonly symbol: string;
  readonly text: string;
  readonly colour: string;
}

const states: Record<ConnectionState, StateWords> = {
  starting: { symbol: '◔', text: 'Starting', colour: 'text-info' },
  live: { symbol: '●', text: 'Live', colour: 'text-up' },
  reconnecting: { symbol: '◐', text: 'Reconnecting', colour: 'text-warning' },
  unauthorized: { symbol: '✕', text: 'Key refused', colour: 'text-down' },
  paused: { symbol: '‖', text: 'Paused', colour: 'text-muted' },
  stopped: { symbol: '○', text: 'Worker stopped', colour: 'text-muted' },
};

export function stateWords(state: ConnectionState): StateWords {
  return states[state];
}

const streams: Record<LiveConnectionDocument['stream'], StateWords> = {
  live: { symbol: '●', text: 'Live', colour: 'text-up' },
  connecting: { symbol: '◔', text: 'Connecting', colour: 'text-info' },
  silent: { symbol: '◐', text: 'Silent', colour: 'text-warning' },
  off: { symbol: '○', text: 'Off', colour: 'text-muted' },
};

export function streamWords(stream: LiveConnectionDocument['stream']): StateWords {
  return streams[stream];
}
