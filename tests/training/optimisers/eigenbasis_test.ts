/** A basis that follows eigenvectors: orthonormal whatever the factor, in the end diagonalising. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { randomStream } from "../../../src/numerics/random.ts";
import { Eigenbasis } from "../../../src/training/optimisers/_eigenbasis.ts";
import { rowsOf } from "../../../src/training/optimisers/_products.ts";

/** Largest distance of the vectors' products from those of an orthonormal basis. */
function skew({ side, vectors }: Eigenbasis): number {
  let worst = 0;
  for (let i = 0; i < side; i++) {
    for (let j = 0; j <= i; j++) {
      let product = 0;
      for (let k = 0; k < side; k++) {
        product += vectors[i * side + k] * vectors[j * side + k];
      }
      const distance = Math.abs(product - Number(i === j));
      // Not a number is too far.
      if (!(distance <= worst)) worst = distance;
    }
  }
  return worst;
}

/** What a degenerate gradient has: few directions, dead units, equal units, any size. */
const gradients = fc.record({
  side: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 1, max: 30 }) },
    { weight: 1, arbitrary: fc.constant(160) },
  ),
  depth: fc.constantFrom(0, 1, 2, 30),
  dead: fc.constantFrom(1, 0.5, 0),
  twins: fc.boolean(),
  size: fc.constantFrom(1e-14, 1e-6, 1, 1e6, 1e12),
  spread: fc.constantFrom(0, 3, 12),
  seed: fc.nat(),
});

Deno.test("vectors stay orthonormal to 1e-5, however degenerate the factor", () => {
  fc.assert(
    fc.property(gradients, (choice) => {
      const { side, depth, dead, twins, size, spread, seed } = choice;
      const random = randomStream("eigenbasis", seed, "gradients");
      const basis = new Eigenbasis(side);
      for (let step = 0; step < 4; step++) {
        const g = new Float32Array(side * depth);
        for (let i = 0; i < side; i++) {
          const idle = random.uniform() >= dead;
          for (let k = 0; k < depth; k++) {
            const scale = size * 10 ** (-spread * k / depth);
            g[i * depth + k] = twins && i % 2 === 1
              ? g[(i - 1) * depth + k]
              : idle
              ? 0
              : scale * (2 * random.uniform() - 1);
          }
        }
        basis.accumulate(rowsOf(g, depth), depth, 0.95);
        basis.renew(rowsOf(new Float32Array(side), 1), 1);
        const worst = skew(basis);
        assert(worst <= 1e-5, `${worst} at step ${step}`);
      }
    }),
    { seed: 1, numRuns: 40 },
  );
});

Deno.test("a factor that stays is made diagonal, its largest eigenvalues first", () => {
  const side = 6;
  const random = randomStream("eigenbasis", 1, "gradients");
  const g = Float32Array.from(
    { length: side * side },
    (_, i) => (2 * random.uniform() - 1) * 0.5 ** (i % side),
  );
  const basis = new Eigenbasis(side);
  basis.accumulate(rowsOf(g, side), side, 0);
  for (let round = 0; round < 300; round++) {
    basis.renew(rowsOf(new Float32Array(side), 1), 1);
  }
  const { factor, vectors } = basis;
  let before = Infinity;
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      let product = 0;
      for (let k = 0; k < side; k++) {
        for (let l = 0; l < side; l++) {
          product += vectors[i * side + k] * factor[k * side + l] *
            vectors[j * side + l];
        }
      }
      if (i === j) {
        assert(product < before, `eigenvalue ${i} is ${product}`);
        before = product;
      } else assert(Math.abs(product) < 1e-6, `${i}, ${j}: ${product}`);
    }
  }
});

Deno.test("a direction that is dead from the beginning is left alone", () => {
  const basis = new Eigenbasis(3);
  for (let step = 0; step < 50; step++) {
    const g = Float32Array.of(Math.cos(step), 0, Math.sin(2 * step));
    basis.accumulate(rowsOf(g, 1), 1, 0.95);
    basis.renew(rowsOf(new Float32Array(3), 1), 1);
    // One vector is the direction, wherever it is sorted to, and the others have no part in it.
    const parts = basis.vectors.filter((_, k) => k % 3 === 1);
    assertEquals([...parts].sort(), [0, 0, 1]);
  }
});
