/** Colour token of a leg, by its place in the chain. */
export function hopColour(index: number): string {
  return `--series-${(index % 6) + 1}`;
}
