import Link from 'next/link';

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-4 text-center">
      <div>
        <h1 className="text-xl font-semibold">There is no such page</h1>
        <p className="mt-2 text-muted">The address may be mistyped, or the page has moved.</p>
        <Link href="/" className="mt-4 inline-block font-medium text-accent underline underline-offset-4">
          Back to the overview
        </Link>
      </div>
    </main>
  );
}
