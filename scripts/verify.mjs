import { install, run } from './bootstrap.mjs';

await install();
run('scripts/commands/test.ts', ['--no-browser', ...process.argv.slice(2)]);
