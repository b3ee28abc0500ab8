import { Skeleton } from '@/components/ui/states.tsx';
import { Logo } from './logo.tsx';

/** The page's frame before it is known who looks at it: bars, rail and cards where they will be. */
export function ShellSkeleton() {
  return (
    <div className="shell" aria-busy="true">
      <div className="shell-rail flex items-start border-r border-line bg-panel px-4 pt-3 max-md:hidden">
        <Logo />
      </div>
      <div className="shell-header flex items-center gap-4 border-b border-line bg-panel px-4">
        <Skeleton className="h-5 w-40" />
        <Skeleton className="ml-auto h-5 w-24" />
      </div>
      <main className="shell-main">
        <h1 className="sr-only">Tapedeck is opening your desk</h1>
        <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
          {Array.from({ length: 4 }, (_, index) => (
            <div key={index} className="h-[104px] rounded-card border border-line bg-panel" />
          ))}
        </div>
        <div className="mt-3 h-80 rounded-card border border-line bg-panel" />
      </main>
    </div>
  );
}
