import { AppError } from '@tapedeck/core/app-error';
import type { WebConfig } from '@tapedeck/core/web-config';

let loading: Promise<WebConfig> | undefined;

/** `/config.json`, asked for once; while it cannot be had the question is repeated. */
export function loadConfig(): Promise<WebConfig> {
  loading ??= fetchConfig(500);
  return loading;
}

async function fetchConfig(delayMs: number): Promise<WebConfig> {
  let raw: unknown;
  try {
    const response = await fetch('/config.json', { cache: 'no-cache' });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    raw = await response.json();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return fetchConfig(Math.min(delayMs * 2, 8_000));
  }
  return parseConfig(raw);
}

/** Checks by hand what the page cannot live without: the schema library would cost more than all of this file. */
export function parseConfig(raw: unknown): WebConfig {
  const config = raw as Partial<WebConfig> | null;
  const missing = [
    typeof config?.firebase?.projectId === 'string' ? undefined : 'firebase.projectId',
    typeof config?.firebase?.apiKey === 'string' ? undefined : 'firebase.apiKey',
    typeof config?.region === 'string' ? undefined : 'region',
  ].filter((name) => name !== undefined);
  if (missing.length > 0) {
    throw new AppError('invalid-input', `/config.json lacks ${missing.join(', ')}. Deploy it beside the web app.`);
  }
  return { googleSignIn: false, ...config } as WebConfig;
}
