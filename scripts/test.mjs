import { install, run } from './bootstrap.mjs';

install();
run('scripts/commands/test.ts', process.argv.slice(2));
