import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { collectSamples } from './conformance-samples.ts';
import { shapeKinds, type ShapeKind } from './conformance-kinds.ts';

export interface ShapeOutcome {
  readonly title: string;
  readonly passed: number;
  readonly failures: readonly string[];
  readonly notes: readonly string[];
}

/** A field's kind of value; a set, because recordings differ. */
type Shape = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Compares what a running simulator sends with recorded messages, field by field: every recorded field is there with the
 * same kind of value, and no field is there that no recording has. `dir` holds the folder `exchange`.
 */
export async function checkShapes(dir: string): Promise<ShapeOutcome> {
  const samples = await collectSamples();
  const failures: string[] = [];
  const notes: string[] = [];
  let passed = 0;
  for (const kind of shapeKinds) {
    const recorded = kind.files.flatMap((file) => readRows(dir, file, kind, notes));
    if (recorded.length === 0) continue;
    const ours = rowsAt(samples.get(kind.name), kind.rows);
    const problems = compare(kind, toShape(recorded), toShape(ours), ours.length);
    if (problems.length === 0) passed += 1;
    failures.push(...problems.map((problem) => `${kind.name}: ${problem}`));
    for (const [field, reason] of Object.entries(kind.leftOut ?? {}))
      notes.push(`${kind.name}: no ${field}: ${reason}`);
  }
  return { title: 'Simulator against recorded Bybit messages', passed, failures, notes };
}

function compare(kind: ShapeKind, recorded: Shape, ours: Shape, count: number): readonly string[] {
  if (count === 0) return ['the simulator sent none'];
  const problems: string[] = [];
  for (const [field, types] of recorded) {
    if (kind.leftOut && field in kind.leftOut) continue;
    const own = ours.get(field);
    if (!own) problems.push(`${field} is missing`);
    else if (![...own].some((type) => types.has(type))) {
      problems.push(`${field} is ${[...own].join('/')}, recorded as ${[...types].join('/')}`);
    }
  }
  for (const field of ours.keys()) {
    const known = recorded.has(field) || kind.newer?.includes(field.split('.')[0] ?? field);
    if (!known) problems.push(`${field} is in no recording`);
  }
  return problems;
}

function toShape(rows: readonly unknown[]): Shape {
  const shape = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const [field, value] of fieldsOf(row)) {
      const types = shape.get(field) ?? new Set<string>();
      types.add(typeOf(value));
      shape.set(field, types);
    }
  }
  return shape;
}

/** An object's fields, those of objects inside it included; lists of pairs by their place. */
function fieldsOf(row: unknown): readonly (readonly [string, unknown])[] {
  if (typeof row !== 'object' || row === null) return [];
  return Object.entries(row).flatMap(([field, value]: [string, unknown]) => {
    const inside = isRecord(value) && field !== 'cumFeeDetail' && field !== 'permissions' && field !== 'header';
    if (!inside) return [[field, value] as const];
    return fieldsOf(value).map(([inner, innerValue]) => [`${field}.${inner}`, innerValue] as const);
  });
}

function readRows(dir: string, file: string, kind: ShapeKind, notes: string[]): readonly unknown[] {
  const [name = '', example] = file.split('#');
  const full = path.join(dir, 'exchange', name);
  if (!existsSync(full)) {
    notes.push(`${kind.name}: no ${name}`);
    return [];
  }
  const parsed: unknown = JSON.parse(readFileSync(full, 'utf8'));
  const message: unknown = Array.isArray(parsed)
    ? (Reflect.get(Object(parsed[Number(example ?? 0)]), 'json') as unknown)
    : parsed;
  return rowsAt(message, kind.rows);
}

function rowsAt(message: unknown, where: string): readonly unknown[] {
  let value = message;
  for (const step of where === '' ? [] : where.split('.')) {
    value = typeof value === 'object' && value !== null ? (Reflect.get(value, step) as unknown) : undefined;
  }
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Missing values are written as empty text, as null, or left out: all the same here. */
function typeOf(value: unknown): string {
  if (value === null) return 'string';
  return Array.isArray(value) ? 'list' : typeof value;
}
