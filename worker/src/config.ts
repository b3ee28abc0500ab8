import { AppError } from '@tapedeck/core';
import * as z from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

const credentialsSchema = z.record(
  z.string(),
  z.strictObject({ apiKey: z.string().min(1), secret: z.string().min(1) }),
);

const accountCredentials = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(credentialsSchema);

const configSchema = z.object({
  /** `demo-…` never leaves this machine. */
  TAPEDECK_PROJECT_ID: z.string().min(1).default('demo-tapedeck'),
  /** Shown to people; each process adds its own ending, so that two with one name are still two. */
  TAPEDECK_WORKER_NAME: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 small letters, digits or -')
    .default('worker'),
  TAPEDECK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Health and metrics are for this machine alone unless told otherwise. */
  TAPEDECK_HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
  /** 0 takes any free port. */
  TAPEDECK_HEALTH_PORT: port.default(8920),
  TAPEDECK_HEARTBEAT_MS: z.coerce.number().int().min(1_000).max(10_000).default(10_000),
  TAPEDECK_LEASE_MS: z.coerce.number().int().min(3_000).max(60_000).default(10_000),
  /** What becomes of accounts that this worker has no key for: it says so on them, or leaves them to other workers. */
  TAPEDECK_UNSERVED_ACCOUNTS: z.enum(['say', 'leave']).default('say'),
  /** The key pair that opens sealed broker keys, made by `npm run sealing-key`; without it none is opened. */
  TAPEDECK_SEALING_KEY_FILE: z.string().min(1).optional(),
  TAPEDECK_SIMULATOR_URL: z.url().default('http://127.0.0.1:8910'),
  /** `{"main": {"apiKey": "…", "secret": "…"}}`: keys of accounts of the environment `simulated`. */
  TAPEDECK_ACCOUNT_CREDENTIALS: accountCredentials.default({}),
});

export interface WorkerConfig {
  readonly projectId: string;
  readonly workerName: string;
  readonly logLevel: string;
  readonly health: { readonly host: string; readonly port: number };
  readonly heartbeatMs: number;
  readonly leaseMs: number;
  readonly unservedAccounts: 'say' | 'leave';
  readonly sealingKeyFile: string | undefined;
  readonly simulatorUrl: string;
  readonly accountCredentials: Readonly<z.infer<typeof credentialsSchema>>;
}

/** Reads the process's whole configuration, once; names every variable that is wrong, never its value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): WorkerConfig {
  const parsed = configSchema.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path[0]?.toString() ?? '?'}: ${issue.message}`);
    throw new AppError('invalid-input', `The worker's configuration is wrong. ${problems.join('; ')}.`);
  }
  const { data } = parsed;
  return {
    projectId: data.TAPEDECK_PROJECT_ID,
    workerName: data.TAPEDECK_WORKER_NAME,
    logLevel: data.TAPEDECK_LOG_LEVEL,
    health: { host: data.TAPEDECK_HEALTH_HOST, port: data.TAPEDECK_HEALTH_PORT },
    heartbeatMs: data.TAPEDECK_HEARTBEAT_MS,
    leaseMs: data.TAPEDECK_LEASE_MS,
    unservedAccounts: data.TAPEDECK_UNSERVED_ACCOUNTS,
    sealingKeyFile: data.TAPEDECK_SEALING_KEY_FILE,
    simulatorUrl: data.TAPEDECK_SIMULATOR_URL,
    accountCredentials: data.TAPEDECK_ACCOUNT_CREDENTIALS,
  };
}
