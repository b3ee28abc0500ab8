/** Chart colours of the legs, neighbours well apart in both themes. */
const colours = ['--series-3', '--series-4', '--series-5', '--series-6', '--series-1'] as const;

/** Colour token of a leg, by its place in the chain. */
export function hopColour(index: number): string {
  return colours[index] ?? '--series-2';
}
