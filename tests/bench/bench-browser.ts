import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { projectId } from '../../scripts/stack/emulators.ts';
import type { Stack } from '../../scripts/stack/stack.ts';
import { browserOptions } from '../e2e/browser.ts';
import type { DebugHook } from '../../web/live/debug.ts';
import { root } from './bench-stack.ts';
import { installPaintWatch } from './page/paint-watch.ts';
import type { BenchScope } from './run-bench.ts';

export async function openBrowser(scope: BenchScope): Promise<Browser> {
  const browser = await chromium.launch(await browserOptions());
  scope.onEnd(() => browser.close());
  return browser;
}

/** A browser's own storage and sign-in, with the paint watch in every page. */
export async function openContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await context.addInitScript(installPaintWatch);
  return context;
}

/** A tab of the dashboard, signed in with a click on one of the demo people. */
export async function openDashboard(context: BrowserContext, stack: Stack, pagePath = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${stack.webUrl}/sign-in?next=${encodeURIComponent(pagePath)}`);
  await page.getByRole('button', { name: /owner/i }).first().click();
  await page.waitForURL((url) => url.pathname === pagePath);
  await page.waitForFunction((): DebugHook | undefined => window.__tapedeck);
  return page;
}

/** Serves the bare page; returns its address for a stack. */
export async function serveBarePage(scope: BenchScope, stack: Stack, uid: string): Promise<string> {
  const bundle = await build({
    entryPoints: [path.join(import.meta.dirname, 'page', 'bare-page.ts')],
    bundle: true,
    format: 'esm',
    minify: true,
    write: false,
    // The web app's own copy of the SDK.
    nodePaths: [path.join(root, 'web', 'node_modules'), path.join(root, 'node_modules')],
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  const html =
    '<!doctype html><meta charset="utf-8"><title>bare</title><p id="cell"></p><script type="module" src="/bare.js"></script>';
  const server = createServer((request, response) => {
    const isScript = request.url?.startsWith('/bare.js') === true;
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scope.onEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/?project=${projectId}&firestore=${stack.ports.firestore}&uid=${uid}`;
}

export async function openBarePage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.bare !== undefined);
  return page;
}
