'use client';

import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Position } from '@tapedeck/core/model/position';
import { classNames } from '@/components/ui/class-names.ts';
import { formatPrice } from '@/format/numbers.ts';
import { isNear, keyStep, offsetOf, priceAt, rangeOf, snapToTick, type PriceRange } from './level-scale.ts';
import { stopNames } from './stops-form.ts';

export type LevelField = 'stopLoss' | 'takeProfit';

export interface LevelChartProps {
  position: Position;
  /** As typed or dragged; absent where there is none. */
  stopLoss: string | undefined;
  takeProfit: string | undefined;
  onMove: (field: LevelField, price: string) => void;
}

/** Marks kept for the curve: four minutes at one a second. */
const marksKept = 240;
/** How far from the mark price a line begins that did not exist. */
const firstDistanceRatio = 0.02;

/** Entry, mark and liquidation price as lines, and stop and target as lines that can be dragged or moved by keys. */
export function LevelChart({ position, stopLoss, takeProfit, onMove }: LevelChartProps) {
  const { markPrice, entryPrice, liquidationPrice, tickSize, side } = position;
  const marks = useMarks(markPrice);
  const [held, setHeld] = useState<PriceRange>();
  const mark = Number(markPrice ?? entryPrice);
  const toNumber = (price: string | undefined) => (price === undefined ? undefined : Number(price));
  const free = rangeOf(mark, [entryPrice, stopLoss, takeProfit, liquidationPrice].map(toNumber).concat(marks));
  const range = held ?? free;
  const price = (value: string) => formatPrice(value, tickSize);
  const beyond = liquidationPrice !== undefined && !isNear(mark, Number(liquidationPrice));
  const levels = { stopLoss, takeProfit };
  const start = (field: LevelField) => {
    const isBelow = (field === 'stopLoss') === (side === 'long');
    onMove(field, snapToTick(mark * (isBelow ? 1 - firstDistanceRatio : 1 + firstDistanceRatio), tickSize));
  };

  return (
    <div>
      <div
        data-testid="level-chart"
        className="relative h-56 overflow-hidden rounded-control border border-line bg-panel"
      >
        <Curve marks={marks} range={range} />
        <Line
          range={range}
          price={Number(entryPrice)}
          label={`Entry ${price(entryPrice)}`}
          look="border-muted"
          at="left-2"
        />
        {markPrice !== undefined && (
          <Line
            range={range}
            price={mark}
            label={`Mark ${price(markPrice)}`}
            look="border-info"
            text="text-info"
            at="right-2"
          />
        )}
        {liquidationPrice !== undefined && !beyond && (
          <Line
            range={range}
            price={Number(liquidationPrice)}
            label={`Liquidation ${price(liquidationPrice)}`}
            look="border-warning border-dashed"
            text="text-warning"
            at="left-2"
          />
        )}
        {(['stopLoss', 'takeProfit'] as const).map((field) => {
          const level = levels[field];
          return (
            level !== undefined && (
              <Handle
                key={field}
                field={field}
                level={level}
                mark={mark}
                range={range}
                position={position}
                onHold={() => setHeld(free)}
                onRelease={() => setHeld(undefined)}
                onMove={onMove}
              />
            )
          );
        })}
      </div>
      <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
        {(['stopLoss', 'takeProfit'] as const).map(
          (field) =>
            levels[field] === undefined && (
              <button
                key={field}
                type="button"
                onClick={() => start(field)}
                className="text-accent underline-offset-4 hover:underline max-md:min-h-11"
              >
                Add a {stopNames[field].toLowerCase()} line
              </button>
            ),
        )}
        {beyond && <span>Liquidation {price(liquidationPrice)}, outside the chart</span>}
        <span>Drag a line, or move it with the arrow keys. Nothing is sent until you set it.</span>
      </p>
    </div>
  );
}

/** The mark prices since the chart opened, one for each change. */
function useMarks(markPrice: string | undefined): number[] {
  const [known, setKnown] = useState<{ newest: string | undefined; marks: number[] }>({ newest: undefined, marks: [] });
  if (markPrice !== undefined && markPrice !== known.newest) {
    setKnown({ newest: markPrice, marks: [...known.marks, Number(markPrice)].slice(-marksKept) });
  }
  return known.marks;
}

function Curve({ marks, range }: { marks: readonly number[]; range: PriceRange }) {
  if (marks.length < 2) return null;
  const points = marks.map((mark, index) => `${(index / (marks.length - 1)) * 100},${offsetOf(range, mark) * 100}`);
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full" aria-hidden>
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--series-1)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

interface LineProps {
  range: PriceRange;
  price: number;
  label: string;
  look: string;
  text?: string;
  at: 'left-2' | 'right-2';
}

function Line({ range, price, label, look, text = 'text-muted', at }: LineProps) {
  return (
    <div
      className={classNames('pointer-events-none absolute inset-x-0 border-t', look)}
      style={{ top: `${offsetOf(range, price) * 100}%` }}
    >
      <span
        className={classNames('absolute -top-2.5 rounded-control bg-panel px-1 text-xs whitespace-nowrap', at, text)}
      >
        {label}
      </span>
    </div>
  );
}

interface HandleProps {
  field: LevelField;
  level: string;
  mark: number;
  range: PriceRange;
  position: Position;
  onHold: () => void;
  onRelease: () => void;
  onMove: LevelChartProps['onMove'];
}

const keySteps: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/** A line that can be moved: by pointer anywhere on its label, by keys while it has the focus. */
function Handle({ field, level, mark, range, position, onHold, onRelease, onMove }: HandleProps) {
  const { tickSize } = position;
  const box = useRef<HTMLDivElement>(null);
  const isStop = field === 'stopLoss';
  const shown = formatPrice(level, tickSize);

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const chart = box.current?.parentElement?.getBoundingClientRect();
    if (chart) onMove(field, snapToTick(priceAt(range, (event.clientY - chart.top) / chart.height), tickSize));
  };
  const press = (event: KeyboardEvent) => {
    const steps = keySteps[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    const step = event.shiftKey ? Number(tickSize) : keyStep(mark, tickSize);
    onMove(field, snapToTick(Number(level) + steps * step, tickSize));
  };

  return (
    <div
      ref={box}
      className={classNames('absolute inset-x-0 border-t-2', isStop ? 'border-down' : 'border-up')}
      style={{ top: `${Math.min(1, Math.max(0, offsetOf(range, Number(level)))) * 100}%` }}
    >
      <div
        role="slider"
        tabIndex={0}
        aria-label={stopNames[field]}
        aria-orientation="vertical"
        aria-valuenow={Number(level)}
        aria-valuemin={range.low}
        aria-valuemax={range.high}
        aria-valuetext={shown}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onHold();
        }}
        onPointerMove={drag}
        onPointerUp={onRelease}
        onPointerCancel={onRelease}
        className={classNames(
          'absolute -top-3.5 left-1/2 flex h-7 -translate-x-1/2 cursor-ns-resize touch-none items-center gap-1 rounded-control border bg-raised px-2 text-xs font-medium whitespace-nowrap select-none max-md:-top-5.5 max-md:h-11',
          isStop ? 'border-down text-down' : 'border-up text-up',
        )}
      >
        <span aria-hidden>⇅</span> {stopNames[field]} {shown}
      </div>
    </div>
  );
}
