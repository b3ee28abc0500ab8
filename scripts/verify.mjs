import { install, run } from './bootstrap.mjs';

install();
run('scripts/commands/verify.ts', process.argv.slice(2));
