import type { SyncSettings } from '@tapedeck/core/documents/account-document';

/** Sync settings as they stand in the form: text, not yet checked. */
export interface SyncForm {
  /** In seconds. */
  readonly pollS: string;
  readonly stream: boolean;
  readonly threshold: string;
}

export interface SyncErrors {
  readonly pollS?: string;
  readonly threshold?: string;
}

const shortestS = 0.25;
const longestS = 60;

export function toForm({ pollMs, stream, threshold }: SyncSettings): SyncForm {
  return { pollS: String(pollMs / 1_000), stream, threshold };
}

/** What is wrong with the form, by field, each as a sentence that says what would be right. */
export function checkForm({ pollS, threshold }: SyncForm, currency: string): SyncErrors {
  const seconds = Number(pollS);
  const isInterval = /^\d*\.?\d+$/.test(pollS.trim()) && seconds >= shortestS && seconds <= longestS;
  const isThreshold = /^\d+(?:\.\d{1,18})?$/.test(threshold.trim()) && Number(threshold) > 0;
  return {
    ...(isInterval ? {} : { pollS: `Enter seconds between ${shortestS} and ${longestS}, such as 1 or 2.5.` }),
    ...(isThreshold ? {} : { threshold: `Enter an amount of ${currency} above zero, such as 0.01.` }),
  };
}

/** The settings in which a valid form differs from what is set; empty when in none. */
export function changedSettings(form: SyncForm, current: SyncSettings): Partial<SyncSettings> {
  const pollMs = Math.round(Number(form.pollS) * 1_000);
  const threshold = toPlainDecimal(form.threshold);
  return {
    ...(pollMs === current.pollMs ? {} : { pollMs }),
    ...(form.stream === current.stream ? {} : { stream: form.stream }),
    ...(threshold === toPlainDecimal(current.threshold) ? {} : { threshold }),
  };
}

/** `007.50` is `7.5`. */
function toPlainDecimal(text: string): string {
  const [whole = '', fraction = ''] = text.trim().split('.');
  const plainWhole = whole.replace(/^0+(?=\d)/, '') || '0';
  const plainFraction = fraction.replace(/0+$/, '');
  return plainFraction === '' ? plainWhole : `${plainWhole}.${plainFraction}`;
}

/** The earlier values of what was changed: what an undo sends. */
export function undoOf(changed: Partial<SyncSettings>, before: SyncSettings): Partial<SyncSettings> {
  return {
    ...(changed.pollMs === undefined ? {} : { pollMs: before.pollMs }),
    ...(changed.stream === undefined ? {} : { stream: before.stream }),
    ...(changed.threshold === undefined ? {} : { threshold: before.threshold }),
  };
}
