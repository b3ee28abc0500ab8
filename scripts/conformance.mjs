import { install, run } from './bootstrap.mjs';

install();
run('scripts/commands/conformance.ts', process.argv.slice(2));
