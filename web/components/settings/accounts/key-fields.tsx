'use client';

import { Field } from '@/components/ui/field.tsx';
import type { BrokerChoice } from './broker-choices.ts';
import type { FormErrors, KeyForm } from './connect-form.ts';

export interface KeyFieldsProps {
  form: KeyForm;
  errors: FormErrors<KeyForm>;
  broker: BrokerChoice;
  onEdit: (part: Partial<KeyForm>) => void;
}

/** Nothing that a browser would offer to remember or to correct. */
const secretInput = { type: 'password', autoComplete: 'off', spellCheck: false, autoCapitalize: 'off' } as const;

/** The parts of a broker key, and what is done with them. */
export function KeyFields({ form, errors, broker, onEdit }: KeyFieldsProps) {
  const { passphrase, isTraded } = broker;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-semibold">Its key</legend>
      <p className="rounded-control border border-warning px-3 py-2 text-sm">
        Make a key that may read{isTraded && ' and trade'}, and <strong>not withdraw</strong>:{' '}
        {isTraded
          ? 'a key that may withdraw is refused.'
          : 'this exchange is not asked whether it may, so look there yourself.'}
      </p>
      <Field
        label="API key"
        {...secretInput}
        type="text"
        value={form.apiKey}
        error={errors.apiKey}
        onChange={(event) => onEdit({ apiKey: event.target.value })}
      />
      <Field
        label="Secret"
        {...secretInput}
        value={form.secret}
        error={errors.secret}
        onChange={(event) => onEdit({ secret: event.target.value })}
      />
      {passphrase !== 'none' && (
        <Field
          label={passphrase === 'required' ? 'Passphrase' : 'Passphrase, where the exchange has one'}
          {...secretInput}
          value={form.passphrase}
          error={errors.passphrase}
          onChange={(event) => onEdit({ passphrase: event.target.value })}
        />
      )}
      <p className="text-xs text-muted">
        It is sealed on this device; only the worker can open it. No page and no other part of Tapedeck sees it again.
      </p>
    </fieldset>
  );
}
