/**
 * How things lie in the kernel's memory: records, and vectors of elements, each of them one float32
 * per lane.
 *
 * @module
 */
import type { RandomState } from "../../numerics/random.ts";
import type { Kernel } from "./kernel.ts";
import { ELEMENT } from "./layout.ts";

/** Seeds that train side by side. */
export const LANES = ELEMENT / Float32Array.BYTES_PER_ELEMENT;

const PAGE = 65_536;

/** A record as `layout.ts` describes it. */
interface RecordLayout {
  readonly bytes: number;
  readonly fields: Readonly<
    Record<string, { readonly at: number; readonly type: string }>
  >;
}

const setters = {
  i32: "setInt32",
  usize: "setUint32",
  f32: "setFloat32",
  f64: "setFloat64",
} as const;

/** What belongs to a lane, of one value per seed: idle lanes repeat the first. */
function ofLane<T>(values: readonly T[], lane: number): T {
  return values[lane] ?? values[0];
}

/**
 * Part of a kernel's memory, taken piece by piece from the beginning on: a new one overwrites the
 * one before.
 */
export class KernelMemory {
  readonly #memory: WebAssembly.Memory;
  #top: number;

  constructor({ memory, memoryStart }: Kernel) {
    this.#memory = memory;
    this.#top = memoryStart();
  }

  /** Takes some bytes, all 0; returns their address, a multiple of an element. */
  take(bytes: number): number {
    const at = Math.ceil(this.#top / ELEMENT) * ELEMENT;
    this.#top = at + bytes;
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(this.#memory.buffer, at, bytes).fill(0);
    return at;
  }

  /** Takes `count` elements, all 0. */
  takeElements(count: number): Elements {
    return new Elements(this.#memory, this.take(count * ELEMENT), count);
  }

  /** Writes a whole record: TypeScript sees to it that no field is forgotten. */
  write<Layout extends RecordLayout>(
    at: number,
    { fields }: Layout,
    values: Readonly<Record<keyof Layout["fields"], number>>,
  ): void {
    const view = new DataView(this.#memory.buffer);
    for (const [name, field] of Object.entries(fields)) {
      const setter = setters[field.type as keyof typeof setters];
      view[setter](at + field.at, values[name], true);
    }
  }

  /** Takes whole numbers of 32 bits, the same for all lanes; returns their address. */
  takeWords(words: Uint32Array): number {
    const at = this.take(words.byteLength);
    new Uint32Array(this.#memory.buffer, at, words.length).set(words);
    return at;
  }

  /** Takes one generator per lane. */
  takeGenerators(): Generators {
    return new Generators(this.#memory, this.take(4 * ELEMENT));
  }
}

/** A vector of elements. */
export class Elements {
  readonly #memory: WebAssembly.Memory;
  /** Its address. */
  readonly at: number;
  readonly length: number;

  constructor(memory: WebAssembly.Memory, at: number, length: number) {
    this.#memory = memory;
    this.at = at;
    this.length = length;
  }

  /**
   * All lanes: element i of a lane stands at `LANES·i + lane`. Not to be kept: memory that grows
   * leaves it behind.
   */
  view(): Float32Array {
    return new Float32Array(this.#memory.buffer, this.at, LANES * this.length);
  }

  /** The numbers of one lane. */
  read(lane: number): Float32Array {
    const all = this.view();
    return Float32Array.from(
      { length: this.length },
      (_, i) => all[LANES * i + lane],
    );
  }

  /** Writes one vector per seed; idle lanes repeat the first. */
  writeLanes(vectors: readonly ArrayLike<number>[]): void {
    const all = this.view();
    for (let lane = 0; lane < LANES; lane++) {
      const vector = ofLane(vectors, lane);
      for (let i = 0; i < this.length; i++) all[LANES * i + lane] = vector[i];
    }
  }
}

/** One generator per lane: four words of four lanes each. */
export class Generators {
  readonly #memory: WebAssembly.Memory;
  /** Their address. */
  readonly at: number;

  constructor(memory: WebAssembly.Memory, at: number) {
    this.#memory = memory;
    this.at = at;
  }

  /** A lane's state as it stands now. */
  read(lane: number): RandomState {
    const words = new Uint32Array(this.#memory.buffer, this.at);
    return [0, 1, 2, 3].map((i) => words[LANES * i + lane]) as RandomState;
  }

  /** Writes one state per lane; idle lanes repeat the first. */
  write(states: readonly RandomState[]): void {
    const words = new Uint32Array(this.#memory.buffer, this.at);
    for (let lane = 0; lane < LANES; lane++) {
      ofLane(states, lane).forEach((word, i) => {
        words[LANES * i + lane] = word;
      });
    }
  }
}
