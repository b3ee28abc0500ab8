import { install, run } from './bootstrap.mjs';

install();
run('scripts/commands/sealing-key.ts', process.argv.slice(2));
