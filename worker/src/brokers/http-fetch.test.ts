import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpFetch } from './http-fetch.ts';
import { RequestBudget } from './request-budget.ts';

let server: Server;
let answer: RequestListener;
let url: string;
let http: HttpFetch;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v5`;
  http = new HttpFetch();
});
afterEach(async () => {
  http.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const get = { method: 'GET', headers: { 'x-api': 'a' } };

describe('HttpFetch', () => {
  it('sends method, headers and body, and gives back status, headers and text', async () => {
    answer = (request, response) => {
      void request.toArray().then((chunks) => reply(request, response, chunks.join('')));
    };
    const reply: (...parts: [...Parameters<RequestListener>, string]) => void = (request, response, body) =>
      response
        .writeHead(418, { 'x-answer': 'b' })
        .end(`${request.method} ${String(request.headers['x-api'])} ${request.headers['content-length']} ${body} €`);
    const response = await http.fetch(url, { ...get, method: 'POST', body: '{"ä":1}' });
    expect(response).toMatchObject({ status: 418, statusText: "I'm a Teapot" });
    expect(response.headers['x-answer']).toBe('b');
    expect(await response.text()).toBe('POST a 8 {"ä":1} €');
  });

  it('keeps the connection', async () => {
    const ports = new Set<number | undefined>();
    answer = (request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    };
    for (let count = 0; count < 3; count++) await http.fetch(url, get);
    expect(ports.size).toBe(1);
  });

  it('sends a read once more, and a write never, when a kept connection is reset', async () => {
    let asked = 0;
    answer = (request, response) => {
      asked++;
      if (asked === 2) request.socket.resetAndDestroy();
      else response.end('fine');
    };
    await http.fetch(url, get);
    expect(await (await http.fetch(url, get)).text()).toBe('fine');
    expect(asked).toBe(3);
    asked = 1;
    await expect(http.fetch(url, { ...get, method: 'POST' })).rejects.toThrow(TypeError);
    expect(asked).toBe(2);
  });

  it('fails as fetch does where nobody listens, and says that nothing was sent', async () => {
    await expect(http.fetch('http://127.0.0.1:1/', get)).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: { message: 'ENOTSENT ECONNREFUSED', cause: { code: 'ECONNREFUSED' } },
    });
  });

  it('says that a request was not sent which was given up while it waited for its turn', async () => {
    let asked = 0;
    answer = (_request, response) => {
      asked++;
      response.end();
    };
    const budget = new RequestBudget({ burst: 1, perSecond: 20 });
    const waiting = new HttpFetch(budget);
    await waiting.fetch(url, get);
    await expect(waiting.fetch(url, { ...get, method: 'POST', signal: AbortSignal.timeout(5) })).rejects.toMatchObject({
      name: 'TypeError',
      cause: { message: 'ENOTSENT' },
    });
    waiting.close();
    expect(asked).toBe(1);
  });

  it('tells the headers of each answer', async () => {
    answer = (_request, response) => void response.writeHead(200, { 'x-limit': '7' }).end();
    const told: unknown[] = [];
    const telling = new HttpFetch(undefined, (path, headers) => told.push([path, headers['x-limit']]));
    await telling.fetch(`${url}?a=1`, get);
    telling.close();
    expect(told).toEqual([['/v5', '7']]);
  });

  it('ends when told to', async () => {
    answer = () => undefined;
    const abort = new AbortController();
    const pending = http.fetch(url, { ...get, signal: abort.signal });
    abort.abort();
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
  });
});
