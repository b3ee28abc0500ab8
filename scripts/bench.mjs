import { install, run } from './bootstrap.mjs';

await install();
run('scripts/commands/bench.ts', process.argv.slice(2));
