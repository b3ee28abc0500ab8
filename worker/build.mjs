// Bundles the worker with its libraries into build/. One minified file without what nobody calls takes far less memory
// than the packages as they are: docs/decisions/worker-footprint.md.
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { leanBybit } from './build-plugins/lean-bybit.mjs';
import { leanFirestore } from './build-plugins/lean-firestore.mjs';
import { requiredHttp } from './build-plugins/required-http.mjs';

const ccxt = path.dirname(path.dirname(createRequire(import.meta.url).resolve('ccxt')));

const shared = {
  absWorkingDir: import.meta.dirname,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  // ccxt's errors are told apart by the names of their classes.
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
  // Libraries in CommonJS ask for Node's modules by `require` and for their place by `__dirname`.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
};

await Promise.all([
  build({
    ...shared,
    entryPoints: ['src/main.ts'],
    outfile: 'build/main.js',
    sourcemap: true,
    plugins: [requiredHttp, ...leanFirestore],
    // Every other exchange is loaded from the package: src/brokers/load-exchange.ts.
    external: ['ccxt'],
  }),
  build({
    ...shared,
    entryPoints: [path.join(ccxt, 'js', 'src', 'pro', 'bybit.js')],
    outfile: 'build/exchanges/bybit.js',
    plugins: [requiredHttp, ...leanBybit],
    // ccxt loads it only where no `fetch` is given to it.
    external: ['undici'],
  }),
]);
