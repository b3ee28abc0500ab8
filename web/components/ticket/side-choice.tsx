'use client';

import { orderSides, type OrderSide } from '@tapedeck/core/model/order-kinds';
import { classNames } from '@/components/ui/class-names.ts';
import { sideNames } from './order-words.ts';

const chosen: Record<OrderSide, string> = {
  buy: 'border-up text-up bg-sunken',
  sell: 'border-down text-down bg-sunken',
};
const marks: Record<OrderSide, string> = { buy: '▲', sell: '▼' };

export function SideChoice({ value, onChange }: { value: OrderSide; onChange: (side: OrderSide) => void }) {
  return (
    <fieldset aria-label="Side" className="grid grid-cols-2 gap-2">
      {orderSides.map((side) => (
        <button
          key={side}
          type="button"
          aria-pressed={side === value}
          onClick={() => onChange(side)}
          className={classNames(
            'h-10 rounded-control border text-base font-semibold max-md:h-11',
            side === value ? chosen[side] : 'border-control text-muted hover:text-text',
          )}
        >
          <span aria-hidden className="mr-1.5 text-xs">
            {marks[side]}
          </span>
          {sideNames[side]}
        </button>
      ))}
    </fieldset>
  );
}
