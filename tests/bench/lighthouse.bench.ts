/**
 * Lighthouse on every page, signed in as the demo owner, on the built web app served by the hosting emulator with the
 * whole stack behind it: worst performance and accessibility score over the pages, desktop and phone apart.
 * `--page=/sign-in --page=/` measures only these, `--form=phone` only phones.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import lighthouse, { desktopConfig } from 'lighthouse';
import { publishWeb } from '../../scripts/stack/emulators.ts';
import { choosePorts, portsFrom } from '../../scripts/stack/ports.ts';
import { startStack, webConfigOf } from '../../scripts/stack/stack.ts';
import { buildWebIfStale } from '../../scripts/stack/builds.ts';
import { browserOptions } from '../e2e/browser.ts';
import { deskPages, openPages } from '../e2e/support/page-list.ts';
import { report, round } from './figures.ts';

const debugPort = 21_590;
const allForms = ['desktop', 'phone'] as const;
type Form = (typeof allForms)[number];

const { values: chosen } = parseArgs({
  options: { page: { type: 'string', multiple: true }, form: { type: 'string' } },
});
const isChosen = (route: string): boolean => chosen.page?.includes(pathOf(route)) ?? true;
const forms = allForms.filter((form) => form === (chosen.form ?? form));
const openRoutes = Object.values(openPages).filter(isChosen);
const deskRoutes = deskPages.filter(isChosen);
if (forms.length === 0 || openRoutes.length + deskRoutes.length === 0) {
  throw new Error(`Nothing to measure: --form is ${allForms.join(' or ')}, --page one of ${deskPages.join(', ')}, …`);
}

function pathOf(route: string): string {
  return new URL(route, 'http://desk').pathname;
}

await buildWebIfStale(() => {});
const ports = await choosePorts(portsFrom(21_560));
const stack = await startStack({ name: 'lighthouse', ports });
publishWeb('lighthouse', webConfigOf(ports));
const profile = await mkdtemp(path.join(tmpdir(), 'tapedeck-lighthouse-'));
const options = await browserOptions();
const browser = await chromium.launchPersistentContext(profile, {
  ...options,
  args: [...(options.args ?? []), `--remote-debugging-port=${debugPort}`],
});

const figures: Record<string, number> = {};
function keepWorst(name: string, value: number, worse: (a: number, b: number) => number): void {
  figures[name] = name in figures ? worse(figures[name] ?? value, value) : value;
}

async function measure(url: string, form: Form): Promise<void> {
  const result = await lighthouse(
    url,
    {
      port: debugPort,
      output: 'json',
      logLevel: 'silent',
      disableStorageReset: true,
      onlyCategories: ['performance', 'accessibility'],
    },
    form === 'desktop' ? desktopConfig : undefined,
  );
  if (!result) throw new Error(`Lighthouse gave no result for ${url}`);
  const { categories, audits } = result.lhr;
  const performanceScore = Math.round((categories['performance']?.score ?? 0) * 100);
  const accessibility = Math.round((categories['accessibility']?.score ?? 0) * 100);
  const number = (audit: string): number => audits[audit]?.numericValue ?? Number.NaN;
  const lcpS = round(number('largest-contentful-paint') / 1000);
  const cls = round(number('cumulative-layout-shift'), 3);
  console.log(
    `  ${form.padEnd(8)}${new URL(url).pathname.padEnd(16)} performance ${performanceScore}  accessibility ${accessibility}` +
      `  LCP ${lcpS} s  CLS ${cls}  TBT ${round(number('total-blocking-time'), 0)} ms`,
  );
  keepWorst(`${form}Performance`, performanceScore, Math.min);
  keepWorst(`${form}Accessibility`, accessibility, Math.min);
  keepWorst(`${form}LcpS`, lcpS, Math.max);
  keepWorst(`${form}Cls`, cls, Math.max);
}

try {
  for (const route of openRoutes) {
    for (const form of forms) await measure(`${stack.webUrl}${route}`, form);
  }
  if (deskRoutes.length > 0) {
    const page = await browser.newPage();
    await page.goto(`${stack.webUrl}/sign-in`);
    await page.getByRole('button', { name: /Olivia Owner/ }).click();
    await page.getByTestId('connection-badge').waitFor();
    await page.close();
  }
  for (const route of deskRoutes) {
    for (const form of forms) await measure(`${stack.webUrl}${route}`, form);
  }
  report('lighthouse', figures);
} finally {
  await browser.close();
  await stack.stop();
  await rm(profile, { recursive: true, force: true });
}
