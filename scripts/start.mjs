import { install, run } from './bootstrap.mjs';

install();
run('scripts/commands/start.ts', process.argv.slice(2));
