import { commandTypes } from '@tapedeck/core';
import {
  checkConnectForm,
  checkKeyForm,
  emptyConnectForm,
  newAccountId,
  toBrokerKey,
  toConnectPayload,
  withBroker,
  type ConnectForm,
} from './connect-form.ts';

const form: ConnectForm = { ...emptyConnectForm, label: ' Main ' };
const sealed = { keyId: 'k', encapsulated: 'e', ciphertext: 'c' };
const { payload } = commandTypes.connectAccount;

it('makes payloads that the backend takes, for a keyed and a paper account', () => {
  const keyed = toConnectPayload(form, newAccountId(form), sealed);
  expect(payload.parse(keyed)).toMatchObject({ label: 'Main', broker: 'bybit', environment: 'live', key: sealed });
  const paper: ConnectForm = { ...form, environment: 'paper', startBalance: '2500.50', prices: 'simulated' };
  expect(payload.parse(toConnectPayload(paper, newAccountId(paper), undefined)).paper).toEqual({
    startBalance: '2500.50',
    prices: 'simulated',
  });
  const other: ConnectForm = { ...form, broker: 'other', otherId: ' BitMEX ', environment: 'testnet' };
  expect(payload.parse(toConnectPayload(other, newAccountId(other), sealed)).broker).toBe('bitmex');
});

it('names accounts apart', () => {
  expect(newAccountId(form)).toMatch(/^bybit-live-[0-9a-z]{6}$/);
  expect(newAccountId(form)).not.toBe(newAccountId(form));
});

it('says what is missing', () => {
  expect(checkConnectForm(form)).toEqual({});
  expect(Object.keys(checkConnectForm({ ...form, label: ' ', currency: 'usdt' }))).toEqual(['label', 'currency']);
  expect(checkConnectForm({ ...form, broker: 'other', otherId: 'a-b' })).toHaveProperty('otherId');
  for (const startBalance of ['', '0', '0.00', '-1', '1e5']) {
    expect(checkConnectForm({ ...form, environment: 'paper', startBalance })).toHaveProperty('startBalance');
  }
});

it('wants a passphrase where the exchange gives one', () => {
  const key = { apiKey: ' k ', secret: 's\n', passphrase: '' };
  expect(checkKeyForm(key, 'none')).toEqual({});
  expect(checkKeyForm(key, 'required')).toHaveProperty('passphrase');
  expect(Object.keys(checkKeyForm({ ...key, apiKey: 'a b', secret: '' }, 'optional'))).toEqual(['apiKey', 'secret']);
  expect(toBrokerKey(key)).toEqual({ apiKey: 'k', secret: 's' });
  expect(toBrokerKey({ ...key, passphrase: 'two words' })).toHaveProperty('passphrase', 'two words');
});

it('keeps an environment only where the broker has it', () => {
  expect(withBroker({ ...form, environment: 'testnet' }, 'okx').environment).toBe('live');
  expect(withBroker({ ...form, environment: 'demo' }, 'okx').environment).toBe('demo');
  expect(withBroker({ ...form, environment: 'paper' }, 'okx').environment).toBe('live');
});
