import { createServer } from 'node:net';

export const defaultPorts = {
  hosting: 5000,
  functions: 5001,
  firestore: 8080,
  firestoreWebSocket: 9150,
  auth: 9099,
  eventarc: 9299,
  tasks: 9499,
  hub: 4400,
  logging: 4500,
  simulator: 8910,
  worker: 8920,
} as const;

export type PortName = keyof typeof defaultPorts;
export type Ports = Record<PortName, number>;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A free port for each part: the wanted one, else the next free one above it.
 * `onTaken` hears of each port that somebody else holds.
 */
export async function choosePorts<Name extends string>(
  wanted: Readonly<Record<Name, number>>,
  onTaken: (name: NoInfer<Name>, port: number, instead: number) => void = () => {},
): Promise<Record<Name, number>> {
  const chosen: Record<Name, number> = { ...wanted };
  const used = new Set<number>();
  for (const name of Object.keys(wanted) as Name[]) {
    let port = wanted[name];
    while (used.has(port) || !(await isFree(port))) port += 1;
    if (port !== wanted[name]) onTaken(name, wanted[name], port);
    used.add(port);
    chosen[name] = port;
  }
  return chosen;
}

/** A block of ports far from the defaults, so that a test stack stands beside a running desk. */
export function portsFrom(base: number): Ports {
  return Object.fromEntries(Object.keys(defaultPorts).map((name, index) => [name, base + index])) as Ports;
}
