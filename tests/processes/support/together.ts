/** Tests that do not touch one another: all of them start with the first, and each reports for itself. */
export function testTogether(scenarios: Readonly<Record<string, () => Promise<void>>>): void {
  let running: ReadonlyMap<string, Promise<void>> | undefined;
  const start = () => {
    running ??= new Map(
      Object.entries(scenarios).map(([title, run]) => {
        const outcome = run();
        // A later test hears of it; until then it is nobody's.
        outcome.catch(() => {});
        return [title, outcome];
      }),
    );
    return running;
  };
  for (const title of Object.keys(scenarios)) test(title, async () => start().get(title));
}
