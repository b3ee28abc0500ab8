const { floor, imul, log, sqrt } = Math;

/** Mixes any number of integers and strings into 32 well-spread bits (MurmurHash3 by Austin Appleby, public domain). */
export function hash32(...parts: readonly (number | string)[]): number {
  let h = 0x9e3779b9;
  for (const part of parts) {
    if (typeof part === 'number') h = mixNumber(h, part);
    else for (let i = 0; i < part.length; i += 1) h = mix(h, part.charCodeAt(i));
  }
  return finish(h);
}

/** The same for up to four integers, without the cost of a list: books and prices ask thousands of times a second. */
export function hashNumbers(a: number, b: number, c = 0, d = 0): number {
  return finish(mixNumber(mixNumber(mixNumber(mixNumber(0x9e3779b9, a), b), c), d));
}

function mixNumber(h: number, value: number): number {
  const low = mix(h, value | 0);
  const high = floor(value / 0x100000000) | 0;
  return high === 0 ? low : mix(low, high);
}

function mix(h: number, value: number): number {
  let k = imul(value, 0xcc9e2d51);
  k = imul((k << 15) | (k >>> 17), 0x1b873593);
  const mixed = h ^ k;
  return (imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(mixed: number): number {
  let h = mixed ^ (mixed >>> 16);
  h = imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number in (0, 1) that depends on nothing but its arguments. */
export function hashUnit(...parts: readonly (number | string)[]): number {
  return (hash32(...parts) + 0.5) / 0x100000000;
}

/** A seeded sequence of random numbers (sfc32 by Chris Doty-Humphrey, public domain). */
export class RandomSequence {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spareNormal: number | undefined;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = hash32(seed, 1) | 0;
    this.#c = hash32(seed, 2) | 0;
    for (let i = 0; i < 8; i += 1) this.unit();
  }

  /** In (0, 1). */
  unit(): number {
    const t = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return ((t >>> 0) + 0.5) / 0x100000000;
  }

  /** Standard normal, by the polar method of Marsaglia and Bray (1964). */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.unit() - 1;
      const y = 2 * this.unit() - 1;
      const s = x * x + y * y;
      if (s < 1) {
        const scale = sqrt((-2 * log(s)) / s);
        this.#spareNormal = y * scale;
        return x * scale;
      }
    }
  }

  /** Normal with fat tails: one draw in 25 is three times as wide (Tukey's contaminated normal, variance 1). */
  fatNormal(): number {
    const wide = this.unit() < 0.04;
    return this.normal() * (wide ? 2.611 : 0.8704);
  }
}
