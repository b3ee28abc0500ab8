import type { CommandPayload } from '@tapedeck/core/commands/command-types';
import type { BrokerKey, SealedKey } from '@tapedeck/core/documents/trading-documents';
import type { AccountEnvironment } from '@tapedeck/core/model/account';
import { brokerChoice, otherBroker } from './broker-choices.ts';

export interface ConnectForm {
  readonly broker: string;
  /** The id typed for another exchange. */
  readonly otherId: string;
  readonly environment: AccountEnvironment;
  readonly label: string;
  readonly currency: string;
  readonly startBalance: string;
  readonly prices: 'live' | 'simulated';
}

export const emptyConnectForm: ConnectForm = {
  broker: 'bybit',
  otherId: '',
  environment: 'live',
  label: '',
  currency: 'USDT',
  startBalance: '10000',
  prices: 'live',
};

/** The parts of a key as they are typed; an empty passphrase is none. */
export interface KeyForm {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

export const emptyKeyForm: KeyForm = { apiKey: '', secret: '', passphrase: '' };

export type FormErrors<Form> = Partial<Record<keyof Form, string>>;

export function brokerIdOf(form: Pick<ConnectForm, 'broker' | 'otherId'>): string {
  return form.broker === otherBroker ? form.otherId.trim().toLowerCase() : form.broker;
}

/** The form with another broker: an environment that this one does not have gives way to its first. */
export function withBroker(form: ConnectForm, broker: string): ConnectForm {
  const { environments } = brokerChoice(broker);
  const keeps = environments.includes(form.environment);
  return { ...form, broker, environment: keeps ? form.environment : (environments[0] ?? 'live') };
}

export function checkConnectForm(form: ConnectForm): FormErrors<ConnectForm> {
  const errors: FormErrors<ConnectForm> = {};
  if (form.broker === otherBroker && !/^[a-z0-9]{2,40}$/.test(brokerIdOf(form))) {
    errors.otherId = 'Small letters and digits, as ccxt names the exchange: such as "bitmex".';
  }
  if (form.label.trim() === '') errors.label = 'Give it a name that you will know it by.';
  else if (form.label.trim().length > 40) errors.label = 'At most 40 characters.';
  if (!/^[A-Z0-9]{2,10}$/.test(form.currency)) errors.currency = '2 to 10 capital letters or digits, such as USDT.';
  if (form.environment === 'paper' && !/^(?!0*\.?0*$)\d{1,12}(?:\.\d{1,6})?$/.test(form.startBalance)) {
    errors.startBalance = 'An amount above zero, such as 10000.';
  }
  return errors;
}

export function checkKeyForm(form: KeyForm, passphrase: 'required' | 'none' | 'optional'): FormErrors<KeyForm> {
  const errors: FormErrors<KeyForm> = {};
  const hasSpace = (text: string) => /\s/.test(text.trim());
  if (form.apiKey.trim() === '' || hasSpace(form.apiKey)) errors.apiKey = 'Paste the API key, without spaces.';
  if (form.secret.trim() === '' || hasSpace(form.secret)) errors.secret = 'Paste the secret, without spaces.';
  if (passphrase === 'required' && form.passphrase === '') {
    errors.passphrase = 'This exchange gives each key a passphrase.';
  }
  return errors;
}

export function toBrokerKey(form: KeyForm): BrokerKey {
  return {
    apiKey: form.apiKey.trim(),
    secret: form.secret.trim(),
    ...(form.passphrase === '' ? {} : { passphrase: form.passphrase }),
  };
}

/** Such as `bybit-live-k3v9x2`: read easily, and taken by nobody. */
export function newAccountId(form: ConnectForm): string {
  const ending = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => (byte % 36).toString(36)).join('');
  return `${brokerIdOf(form)}-${form.environment}-${ending}`;
}

export function toConnectPayload(
  form: ConnectForm,
  accountId: string,
  key: SealedKey | undefined,
): CommandPayload<'connectAccount'> {
  const { environment, currency, prices, startBalance } = form;
  return {
    accountId,
    label: form.label.trim(),
    broker: brokerIdOf(form),
    environment,
    currency,
    ...(key ? { key } : {}),
    ...(environment === 'paper' ? { paper: { startBalance, prices } } : {}),
  };
}
