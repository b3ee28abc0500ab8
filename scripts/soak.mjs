import { install, run } from './bootstrap.mjs';

await install();
run('scripts/commands/soak.ts', process.argv.slice(2));
