export function PositionsPage() {
  return <h1 className="sr-only">Positions</h1>;
}
