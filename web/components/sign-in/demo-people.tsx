import type { WebConfig } from '@tapedeck/core/web-config';
import { Badge } from '@/components/ui/badge.tsx';

type Person = NonNullable<WebConfig['demo']>['people'][number];

/** The people of the demo desk, one click away; their passwords are no secret. */
export function DemoPeople({ people, onChoose }: { people: readonly Person[]; onChoose: (person: Person) => void }) {
  return (
    <section aria-labelledby="demo-people" className="mt-6">
      <h2 id="demo-people" className="mb-2 text-sm text-muted">
        This is a demo. Look around as:
      </h2>
      <ul className="flex flex-col gap-2">
        {people.map((person) => (
          <li key={person.email}>
            <button
              type="button"
              onClick={() => onChoose(person)}
              className="flex min-h-11 w-full items-center gap-3 rounded-card border border-line bg-panel px-4 text-left hover:border-control hover:bg-raised"
            >
              <span className="min-w-0 flex-1 truncate font-medium">{person.name}</span>
              <Badge tone="accent">{person.role}</Badge>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
