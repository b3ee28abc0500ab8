import { startDesk } from './bench-stack.ts';
import { runBench, sleep } from './run-bench.ts';
await runBench({ name: 'stand', limitS: 3600 }, async (scope) => {
  const s = await startDesk(scope, 'stand');
  console.log(JSON.stringify(s.env));
  await sleep(3_000_000);
  return {};
});
