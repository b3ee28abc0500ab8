import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { startChild } from './child.ts';

/** Starts a process in a group of its own, as firebase-tools starts Java, and outlives every signal but one. */
const parent = (port: number) => `
  const { spawn } = require('node:child_process');
  const code = 'require("node:net").connect(${port}, "127.0.0.1")';
  spawn(process.execPath, ['-e', code], { detached: true, stdio: 'ignore' });
  process.on('SIGINT', () => {});
  console.log('up');
  setInterval(() => {}, 1000);
`;

/** A parent and the socket that closes with the process that it started. */
async function startFamily() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const child = startChild('parent', ['-e', parent((server.address() as AddressInfo).port)], {
    cwd: '.',
    env: process.env,
    ready: /up/,
  });
  const [[grandchild]] = await Promise.all([once(server, 'connection'), child.ready]);
  const ended = once((grandchild as Socket).resume(), 'close');
  server.close();
  return { child, ended };
}

describe('startChild', () => {
  it('kills what does not end in time, with a process that it moved to another group', async () => {
    const { child, ended } = await startFamily();
    const sinceMs = performance.now();
    await child.stop(200);
    await ended;
    expect(performance.now() - sinceMs).toBeLessThan(2_000);
  });

  it('leaves nothing of a child that somebody else kills', async () => {
    const { child, ended } = await startFamily();
    child.process.kill('SIGKILL');
    await child.gone;
    await ended;
  });
});
