/** Reads one sample of a worker's Prometheus metrics by its name, labels included where it has any. */
export async function readMetric(healthPort: number, name: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${healthPort}/metrics`);
  const text = await response.text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  if (line === undefined) throw new Error(`The worker's metrics hold no ${name}.`);
  return Number(line.slice(name.length + 1));
}
