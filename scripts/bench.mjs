import { install, run } from './bootstrap.mjs';

install();
run('scripts/commands/bench.ts', process.argv.slice(2));
