export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks until the answer says that it holds; then says what was seen last. An answer that fails is asked again. */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value> | Value,
  holds: (value: Value) => boolean,
  { limitMs = 15_000, everyMs = 50 } = {},
): Promise<Value> {
  const endMs = performance.now() + limitMs;
  let last: unknown = 'nothing';
  for (;;) {
    try {
      const value = await ask();
      if (holds(value)) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (performance.now() > endMs) {
      const seen = last instanceof Error ? last.message : JSON.stringify(last, undefined, 1);
      throw new Error(`Waited ${limitMs / 1000} s in vain for ${what}. Last seen: ${seen}`);
    }
    await sleep(everyMs);
  }
}
