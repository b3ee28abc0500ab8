'use client';

import { Field, type FieldProps } from '@/components/ui/field.tsx';

export interface AmountFieldProps extends Omit<FieldProps, 'onChange' | 'value'> {
  value: string;
  onValue: (value: string) => void;
}

/** A field for a price or quantity: the phone shows its number keys, and nothing corrects what was typed. */
export function AmountField({ onValue, ...rest }: AmountFieldProps) {
  return (
    <Field
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      maxLength={40}
      onChange={(event) => onValue(event.target.value)}
      {...rest}
    />
  );
}
