import { parseArgs } from 'node:util';
import { AppError } from '@tapedeck/core';
import * as z from 'zod';

const positionSchema = z.object({
  category: z.literal('linear').default('linear'),
  symbol: z.string().min(1),
  side: z.enum(['Buy', 'Sell']),
  size: z.string().min(1),
  leverage: z.string().default('10'),
  stopLossRatio: z.number().positive().optional(),
  takeProfitRatio: z.number().positive().optional(),
  /** Opened at the price of so many hours ago. */
  hoursAgo: z.number().nonnegative().default(0),
});

export const startAccountSchema = z.object({
  /** Name on the control endpoint. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  apiKey: z.string().min(1),
  apiSecret: z.string().min(1),
  positionMode: z.enum(['netting', 'hedge']).default('netting'),
  /** A key with withdrawal rights, as Tapedeck refuses it. */
  mayWithdraw: z.boolean().default(false),
  /** What it holds, by currency. */
  balances: z.record(z.string(), z.string()).default({}),
  positions: z.array(positionSchema).default([]),
});
export type StartAccount = z.infer<typeof startAccountSchema>;

/** The demo's two accounts. Keys and secrets are no secrets: they open nothing but this simulator. */
export const demoAccounts: readonly z.input<typeof startAccountSchema>[] = [
  {
    name: 'main',
    apiKey: 'tapedeck-demo-main',
    apiSecret: 'tapedeck-demo-main-secret',
    balances: { USDT: '50000', BTC: '0.5' },
    positions: [
      { symbol: 'BTCUSDT', side: 'Buy', size: '0.150', leverage: '10', hoursAgo: 31 },
      { symbol: 'ETHUSDT', side: 'Sell', size: '3.20', leverage: '10', hoursAgo: 7 },
      {
        symbol: 'SOLUSDT',
        side: 'Buy',
        size: '60.0',
        leverage: '5',
        hoursAgo: 3,
        stopLossRatio: 0.92,
        takeProfitRatio: 1.12,
      },
    ],
  },
  {
    name: 'swing',
    apiKey: 'tapedeck-demo-swing',
    apiSecret: 'tapedeck-demo-swing-secret',
    balances: { USDT: '20000' },
    positions: [
      { symbol: 'XRPUSDT', side: 'Buy', size: '2500.0', leverage: '5', hoursAgo: 52 },
      {
        symbol: 'LINKUSDT',
        side: 'Sell',
        size: '180.0',
        leverage: '5',
        hoursAgo: 20,
        stopLossRatio: 1.1,
        takeProfitRatio: 0.85,
      },
      { symbol: 'DOGEUSDT', side: 'Buy', size: '9000', leverage: '5', hoursAgo: 11 },
    ],
  },
];

/** Everything that can be set, safe by default: it listens on loopback only. */
export const simulatorConfigSchema = z.object({
  host: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  port: z.coerce.number().int().min(0).max(65_535).default(8910),
  seed: z.coerce.number().int().default(1),
  /** Market minutes a minute. */
  speed: z.coerce.number().int().min(1).max(1000).default(1),
  stateFile: z.string().min(1).optional(),
  /** One-minute candles, `time,open,high,low,close,volume`, that replace the generator for `replayBase`. */
  replayFile: z.string().min(1).optional(),
  replayBase: z.string().default('BTC'),
  fundingIntervalMinutes: z.coerce.number().int().min(1).max(1440).default(480),
  /** Perpetuals TAPE01, TAPE02 … besides the listed ones. */
  syntheticInstruments: z.coerce.number().int().min(0).max(99).default(0),
  accounts: z.array(startAccountSchema).default(() => z.array(startAccountSchema).parse(demoAccounts)),
  /** Requests of one address in 5 s before it is locked out. */
  ipLimit: z.coerce.number().int().min(1).default(600),
  ipBanMs: z.coerce.number().int().min(1).default(600_000),
});
export type SimulatorConfig = z.infer<typeof simulatorConfigSchema>;
export type SimulatorOptions = z.input<typeof simulatorConfigSchema>;

const flags = {
  host: { type: 'string' },
  port: { type: 'string' },
  seed: { type: 'string' },
  speed: { type: 'string' },
  state: { type: 'string' },
  replay: { type: 'string' },
  'replay-base': { type: 'string' },
  'funding-interval-minutes': { type: 'string' },
  'synthetic-instruments': { type: 'string' },
  accounts: { type: 'string' },
} as const;

/** Reads flags first, then `TAPEDECK_SIMULATOR_…`; throws an AppError that names what is wrong. */
export function readConfig(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): SimulatorConfig {
  const { values } = parseArgs({ args: [...argv], options: flags });
  const accounts = values.accounts ?? env['TAPEDECK_SIMULATOR_ACCOUNTS'];
  const given = {
    host: values.host ?? env['TAPEDECK_SIMULATOR_HOST'],
    port: values.port ?? env['TAPEDECK_SIMULATOR_PORT'],
    seed: values.seed ?? env['TAPEDECK_SIMULATOR_SEED'],
    speed: values.speed ?? env['TAPEDECK_SIMULATOR_SPEED'],
    stateFile: values.state ?? env['TAPEDECK_SIMULATOR_STATE'],
    replayFile: values.replay ?? env['TAPEDECK_SIMULATOR_REPLAY'],
    replayBase: values['replay-base'] ?? env['TAPEDECK_SIMULATOR_REPLAY_BASE'],
    fundingIntervalMinutes: values['funding-interval-minutes'] ?? env['TAPEDECK_SIMULATOR_FUNDING_INTERVAL_MINUTES'],
    syntheticInstruments: values['synthetic-instruments'] ?? env['TAPEDECK_SIMULATOR_SYNTHETIC_INSTRUMENTS'],
    accounts: accounts === undefined ? undefined : parseJson(accounts),
    ipLimit: env['TAPEDECK_SIMULATOR_IP_LIMIT'],
  };
  const parsed = simulatorConfigSchema.safeParse(given);
  if (!parsed.success) throw new AppError('invalid-input', `Simulator settings: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid-input', 'The start accounts are no JSON.', { cause });
  }
}
