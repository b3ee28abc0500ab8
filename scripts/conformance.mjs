import { install, run } from './bootstrap.mjs';

await install();
run('scripts/commands/conformance.ts', process.argv.slice(2));
