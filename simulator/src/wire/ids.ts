import type { Category } from '../market/instruments.ts';
import { hash32 } from '../market/random.ts';

/** Order and execution ids as Bybit shapes them: a UUID for derivatives, digits for spot. The number can be read back. */
export function toWireId(category: Category, prefix: 'order' | 'execution', id: number): string {
  if (category === 'spot') return `${prefix === 'order' ? '19' : '21'}${String(id).padStart(17, '0')}`;
  const first = hash32(prefix, id).toString(16).padStart(8, '0');
  const second = hash32(prefix, id, 1).toString(16).padStart(8, '0');
  const tail = id.toString(16).padStart(12, '0');
  return `${first}-${second.slice(0, 4)}-4${second.slice(4, 7)}-8${first.slice(0, 3)}-${tail}`;
}

/** The engine's id behind an order id; undefined where the venue never gave it. */
export function fromOrderWireId(orderId: string): number | undefined {
  const id = /^19\d{17}$/.test(orderId) ? Number(orderId.slice(2)) : Number.parseInt(orderId.split('-')[4] ?? '', 16);
  if (!Number.isSafeInteger(id)) return undefined;
  const known = toWireId('linear', 'order', id) === orderId || toWireId('spot', 'order', id) === orderId;
  return known ? id : undefined;
}
