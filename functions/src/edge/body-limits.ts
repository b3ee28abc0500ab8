import { AppError } from '@tapedeck/core';

export const maxBodyBytes = 8_192;
const maxDepth = 12;

function isTooDeep(body: unknown): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: body, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth === maxDepth) return true;
    for (const value of Object.values(next.value)) open.push({ value, depth: next.depth + 1 });
  }
  return false;
}

function hasTypedValue(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    ('@type' in body || Object.values(body).some((value) => hasTypedValue(value)))
  );
}

/** Control characters other than tab and line ends, and halves of a character pair: no sentence needs them, and Firestore's wire takes no such half. */
const noText = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

function hasNoText(body: unknown): boolean {
  if (typeof body === 'string') return noText.test(body);
  return (
    typeof body === 'object' &&
    body !== null &&
    Object.entries(body).some(([name, value]) => noText.test(name) || hasNoText(value))
  );
}

/**
 * Refuses a body that the callable protocol's decoder would choke on with a server error: too large, nested too deep,
 * or with `@type` wrappers, which no client of ours sends; and text that could not be stored.
 */
export function checkBody(body: unknown, bytes: number): void {
  if (bytes > maxBodyBytes) {
    throw new AppError(
      'invalid-input',
      `The request is ${bytes} bytes long; ${maxBodyBytes} is the most. Nothing was sent. Send less in one request.`,
      { details: { bytes, maxBodyBytes } },
    );
  }
  if (isTooDeep(body)) {
    throw new AppError(
      'invalid-input',
      `The request is nested more than ${maxDepth} levels deep. Nothing was sent. Send a flat payload.`,
    );
  }
  if (hasTypedValue(body)) {
    throw new AppError(
      'invalid-input',
      'The request holds an "@type" value, which is not read here. Nothing was sent.',
    );
  }
  if (hasNoText(body)) {
    throw new AppError(
      'invalid-input',
      'The request holds characters that are no text. Nothing was sent. Take them out and send it again.',
    );
  }
}
