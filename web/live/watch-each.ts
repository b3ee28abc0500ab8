import type { AppError } from '@tapedeck/core/app-error';
import type { Sourced, Watch } from './use-resource.ts';

/**
 * Several resources of one kind as one, by id. The first value comes once each of them has answered or failed, so that
 * what is missing is never shown as empty; a failure is told again after the values that are there.
 */
export function watchEach<T>(
  ids: readonly string[],
  watchOne: (id: string) => Watch<T>,
): Watch<ReadonlyMap<string, Sourced<T>>> {
  return (observer) => {
    const values = new Map<string, Sourced<T>>();
    const failures = new Map<string, AppError>();
    const tell = () => {
      const heard = ids.every((id) => values.has(id) || failures.has(id));
      if (!heard) return;
      const saved = [...values.values()].some((sourced) => sourced.saved);
      if (values.size > 0 || ids.length === 0) observer.next({ value: new Map(values), saved });
      const [failure] = failures.values();
      if (failure) observer.fail(failure);
    };
    const ends = ids.map((id) =>
      watchOne(id)({
        next: (sourced) => {
          values.set(id, sourced);
          failures.delete(id);
          tell();
        },
        fail: (error) => {
          failures.set(id, error);
          tell();
        },
      }),
    );
    if (ids.length === 0) tell();
    return () => {
      for (const end of ends) end();
    };
  };
}
