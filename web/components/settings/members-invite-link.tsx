'use client';

import { Check, Copy } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';

/** The link of an invitation, which nobody can look up later. */
export function InviteLink({ link, email }: { link: string; email: string }) {
  const id = useId();
  const [copied, setCopied] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(link);
    } catch {
      // A browser that forbids it leaves the link selected, to be copied by hand.
      const input = document.getElementById(id);
      if (input instanceof HTMLInputElement) input.select();
    }
  };
  return (
    <div role="status" className="mt-3 rounded-control border border-info p-3">
      <label htmlFor={id} className="text-sm font-medium">
        Link for {email}
      </label>
      <div className="mt-1 flex gap-2">
        <input
          id={id}
          readOnly
          value={link}
          onFocus={(event) => event.target.select()}
          className="h-9 min-w-0 flex-1 rounded-control border border-control bg-panel px-2 text-sm max-md:h-11"
        />
        <Button onClick={() => void copy()}>
          {copied === link ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
          {copied === link ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p className="mt-1 text-xs text-muted">
        It is shown this once. Where this installation sends e-mail, it goes to that address as well.
      </p>
    </div>
  );
}
