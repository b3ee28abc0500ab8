import { install, run } from './bootstrap.mjs';

install();
run('scripts/commands/test.ts', ['--no-browser', ...process.argv.slice(2)]);
