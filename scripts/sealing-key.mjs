import { install, run } from './bootstrap.mjs';

await install();
run('scripts/commands/sealing-key.ts', process.argv.slice(2));
