import { install, run } from './bootstrap.mjs';

install();
run('scripts/commands/soak.ts', process.argv.slice(2));
