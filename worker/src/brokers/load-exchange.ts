import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@tapedeck/core';
import type { CcxtExchange } from './ccxt-exchange.ts';

export type ExchangeClass = new (config: Readonly<Record<string, unknown>>) => CcxtExchange;

/**
 * Loads the one exchange class named, with its streams where ccxt has them.
 *
 * The package's main entry would load every exchange and cost some 60 MB more, and single classes are not among its
 * exports; so the file is required by its path. `require` rather than `import()`, because it means the same in Node and
 * in a test runner that compiles to CommonJS. Beside a built worker stand smaller copies of the commonest (build.mjs).
 */
export function loadExchangeClass(exchangeId: string): ExchangeClass {
  const require = createRequire(import.meta.url);
  const sources = join(dirname(dirname(require.resolve('ccxt'))), 'js', 'src');
  const built = join(dirname(fileURLToPath(import.meta.url)), 'exchanges');
  const folders = [built, join(sources, 'pro'), sources];
  const file = /^[a-z0-9]+$/.test(exchangeId)
    ? folders.map((folder) => join(folder, `${exchangeId}.js`)).find((path) => existsSync(path))
    : undefined;
  if (file === undefined) {
    throw new AppError(
      'unsupported',
      `ccxt knows no exchange "${exchangeId}", so nothing of the account is read. Correct its id.`,
      { details: { exchangeId } },
    );
  }
  const loaded = require(file) as { readonly default: ExchangeClass };
  return loaded.default;
}
