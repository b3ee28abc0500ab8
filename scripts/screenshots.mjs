import { install, run } from './bootstrap.mjs';

await install();
run('scripts/commands/screenshots.ts', process.argv.slice(2));
