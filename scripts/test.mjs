import { install, run } from './bootstrap.mjs';

await install();
run('scripts/commands/test.ts', process.argv.slice(2));
