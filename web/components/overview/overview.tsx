export function Overview() {
  return <h1 className="sr-only">Overview</h1>;
}
