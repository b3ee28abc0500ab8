import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AppError, toAppError } from '@tapedeck/core';
import { systemClock, type Clock } from './clock.ts';
import { simulatorConfigSchema, type SimulatorConfig, type SimulatorOptions } from './config.ts';
import { ControlServer } from './control/control-server.ts';
import { Faults } from './control/faults.ts';
import { ApiServer } from './http/api-server.ts';
import { AddressGuard, RateLimiter } from './http/rate-limit.ts';
import { FundingSchedule } from './market/funding.ts';
import { GeneratedPrices } from './market/generated-prices.ts';
import { InstrumentTable, listInstruments } from './market/instruments.ts';
import { MarketPrices } from './market/market-prices.ts';
import { tickMs } from './market/minute-path.ts';
import { OutsideMarket } from './market/outside-book.ts';
import type { PriceSource } from './market/price-source.ts';
import { PublicMarket } from './market/public-market.ts';
import { ReplayedPrices, readCandleFile } from './market/replayed-prices.ts';
import { Timeline } from './market/timeline.ts';
import { accountRoutes } from './rest/account-routes.ts';
import { marketRoutes } from './rest/market-routes.ts';
import { orderRoutes } from './rest/order-routes.ts';
import { positionRoutes } from './rest/position-routes.ts';
import type { StreamConnection } from './streams/connection.ts';
import { PrivateFeed } from './streams/private-feed.ts';
import { PublicFeed } from './streams/public-feed.ts';
import { StreamServer } from './streams/stream-server.ts';
import { TradeStream } from './streams/trade-stream.ts';
import { OrderDesk } from './venue/order-desk.ts';
import { openAccountNow, openStartAccounts } from './venue/seeding.ts';
import { loadState, saveState } from './venue/state-file.ts';
import { Venue } from './venue/venue.ts';

const saveEveryMs = 2_000;
const largestBodyBytes = 1_000_000;

export interface Simulator {
  /** Base of the REST API, such as `http://127.0.0.1:8910`. */
  readonly url: string;
  /** Base of the streams. */
  readonly wsUrl: string;
  readonly controlUrl: string;
  readonly venue: Venue;
  readonly faults: Faults;
  /** Ends every connection and timer and saves the state. */
  stop(): Promise<void>;
}

/** Opens the exchange. With a clock of the caller's own, time moves only as that clock does. */
export async function startSimulator(options: SimulatorOptions = {}, clock: Clock = systemClock): Promise<Simulator> {
  const config = simulatorConfigSchema.parse(options);
  const restored = config.stateFile === undefined ? undefined : loadState(config.stateFile);
  if (restored && restored.seed !== config.seed) {
    throw new AppError(
      'conflict',
      `The state file was made with seed ${restored.seed}, not ${config.seed}: prices would leap. Start with that seed or move the file away.`,
    );
  }
  const timeline = new Timeline(config.speed, clock.now(), restored?.timeline);
  const table = new InstrumentTable(listInstruments(config.syntheticInstruments));
  const prices = new MarketPrices(createPrices(config, clock.now()), timeline, config.seed);
  const outside = new OutsideMarket(prices, config.seed);
  const funding = new FundingSchedule(config.fundingIntervalMinutes, config.seed);
  const venue = new Venue({ clock, table, prices, outside, funding }, restored);
  const known = new Set(venue.directory.all().map(({ name }) => name));
  if (restored)
    for (const start of config.accounts.filter(({ name }) => !known.has(name))) openAccountNow(venue, start);
  else openStartAccounts(venue, config.accounts);

  const faults = new Faults(clock);
  const desk = new OrderDesk(venue, faults);
  const restingOrders = venue.restingOrders.bind(venue);
  const market = new PublicMarket({ clock, table, prices, outside, funding, restingOrders });
  const connections = new Set<StreamConnection>();
  const feed = new PublicFeed({ market, faults, connections });
  const privateFeed = new PrivateFeed({ venue, faults, clock, connections });
  const trade = new TradeStream(desk, faults);
  const streams = new StreamServer({ directory: venue.directory, faults, feed, trade, connections });
  const guard = new AddressGuard(clock, config.ipLimit, config.ipBanMs);
  const api = new ApiServer({
    routes: [
      ...marketRoutes(market, () => faults.venueNow()),
      ...accountRoutes(venue),
      ...positionRoutes(venue),
      ...orderRoutes(venue, desk),
    ],
    directory: venue.directory,
    faults,
    limiter: new RateLimiter(clock),
    guard,
    after: (delayMs, task) => setTimeout(task, delayMs).unref(),
  });
  const control = new ControlServer({ venue, faults, desk, clock, guard, connections });

  const server = createServer((request, response) => {
    serve(request, response, { api, control });
  });
  server.on('upgrade', (request, socket, head) => {
    streams.upgrade(request, socket, head);
  });
  const port = await listen(server, config.host, config.port);

  let savedVersion = venue.version;
  const save = (): void => {
    if (config.stateFile === undefined || savedVersion === venue.version) return;
    saveState(config.stateFile, { ...venue.state(), seed: config.seed, timeline: timeline.state() });
    savedVersion = venue.version;
  };
  if (!restored) savedVersion = -1;
  const stopTimers = [
    clock.every(tickMs, () => {
      venue.tick();
      feed.step();
    }),
    clock.every(saveEveryMs, save),
  ];
  const authority = `${config.host}:${port}`;
  return {
    url: `http://${authority}`,
    wsUrl: `ws://${authority}`,
    controlUrl: `http://${authority}/control`,
    venue,
    faults,
    async stop() {
      for (const stopTimer of stopTimers) stopTimer();
      privateFeed.stop();
      streams.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      save();
    },
  };
}

function createPrices(config: SimulatorConfig, nowMs: number): PriceSource {
  const generated = new GeneratedPrices(config.seed);
  if (config.replayFile === undefined) return generated;
  const rows = readCandleFile(config.replayFile);
  // Half of the file is history, half is to come.
  const startMinute = Math.floor(nowMs / 60_000) - Math.floor(rows.length / 2);
  return new ReplayedPrices({ base: config.replayBase, rows, startMinute, fallback: generated });
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  to: { api: ApiServer; control: ControlServer },
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > largestBodyBytes) request.destroy();
    else chunks.push(chunk);
  });
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    try {
      if (request.url?.startsWith('/control')) to.control.handle(request, body, response);
      else to.api.handle(request, body, response);
    } catch (error) {
      // One broken request must not close the exchange for everybody.
      process.stderr.write(`${request.method ?? ''} ${request.url ?? ''}: ${toAppError(error).stack ?? ''}\n`);
      if (!response.headersSent) response.writeHead(500).end();
    }
  });
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new AppError('internal', 'The server has no port.');
  return address.port;
}
