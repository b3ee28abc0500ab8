import { install, run } from './bootstrap.mjs';

install();
run('scripts/commands/screenshots.ts', process.argv.slice(2));
