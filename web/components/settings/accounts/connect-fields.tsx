'use client';

import type { AccountEnvironment } from '@tapedeck/core/model/account';
import { Field, SelectField } from '@/components/ui/field.tsx';
import { environmentName } from '@/format/names.ts';
import { useConfig } from '@/live/use-config.ts';
import { brokerChoice, brokerChoices, environmentHint, otherBroker } from './broker-choices.ts';
import { withBroker, type ConnectForm, type FormErrors } from './connect-form.ts';

export interface ConnectFieldsProps {
  form: ConnectForm;
  errors: FormErrors<ConnectForm>;
  onEdit: (part: Partial<ConnectForm>) => void;
}

/** Which account it is, and what it is called. */
export function ConnectFields({ form, errors, onEdit }: ConnectFieldsProps) {
  const hasSimulator = useConfig()?.demo !== undefined;
  const environments: readonly AccountEnvironment[] = [
    ...brokerChoice(form.broker).environments,
    ...(hasSimulator && form.broker === 'bybit' ? (['simulated'] as const) : []),
  ];
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <div className="flex flex-col gap-1">
        <SelectField
          label="Exchange"
          value={form.broker}
          onChange={(event) => onEdit(withBroker(form, event.target.value))}
        >
          {brokerChoices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        {!brokerChoice(form.broker).isTraded && (
          <p className="text-xs text-muted">Followed only: Tapedeck sends no orders there.</p>
        )}
      </div>
      <div className="flex flex-col gap-1">
        <SelectField
          label="Environment"
          value={form.environment}
          onChange={(event) => onEdit({ environment: event.target.value as AccountEnvironment })}
        >
          {environments.map((environment) => (
            <option key={environment} value={environment}>
              {environmentName(environment)}
            </option>
          ))}
        </SelectField>
        <p className="text-xs text-muted">{environmentHint(form.environment)}</p>
      </div>
      {form.broker === otherBroker && (
        <Field
          label="Id of the exchange in ccxt"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className="sm:col-span-2"
          value={form.otherId}
          error={errors.otherId}
          hint="Such as “bitmex”; the list stands in ccxt’s documentation."
          onChange={(event) => onEdit({ otherId: event.target.value })}
        />
      )}
      <Field
        label="Name"
        autoComplete="off"
        maxLength={40}
        value={form.label}
        error={errors.label}
        hint="What everybody sees, such as “Main”."
        onChange={(event) => onEdit({ label: event.target.value })}
      />
      <Field
        label="Account currency"
        autoComplete="off"
        autoCapitalize="characters"
        value={form.currency}
        error={errors.currency}
        hint="In which its figures and limits are counted."
        onChange={(event) => onEdit({ currency: event.target.value.toUpperCase() })}
      />
      {form.environment === 'paper' && (
        <>
          <Field
            label={`Starting balance, ${form.currency}`}
            inputMode="decimal"
            autoComplete="off"
            value={form.startBalance}
            error={errors.startBalance}
            onChange={(event) => onEdit({ startBalance: event.target.value })}
          />
          <SelectField
            label="Prices"
            value={form.prices}
            onChange={(event) => onEdit({ prices: event.target.value === 'live' ? 'live' : 'simulated' })}
          >
            <option value="live">Live prices of the exchange</option>
            {hasSimulator && <option value="simulated">Prices of the simulator</option>}
          </SelectField>
        </>
      )}
    </div>
  );
}
