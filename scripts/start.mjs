import { install, run } from './bootstrap.mjs';

await install();
run('scripts/commands/start.ts', process.argv.slice(2));
