import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { symmetricEigen } from "../../src/numerics/symmetric_eigen.ts";

/** Symmetric matrices of 1 to 8 rows, entries within ±4, many of them 0. */
const matrices = fc.integer({ min: 1, max: 8 }).chain((n) =>
  fc.array(
    fc.oneof(fc.constant(0), fc.double({ min: -4, max: 4, noNaN: true })),
    { minLength: n * n, maxLength: n * n },
  ).map((entries) =>
    Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) =>
        entries[Math.min(i, j) * n + Math.max(i, j)]))
  )
);

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

Deno.test("vectors are orthonormal, and the matrix stretches each by its value", () => {
  fc.assert(
    fc.property(matrices, (matrix) => {
      const { values, vectors } = symmetricEigen(matrix);
      vectors.forEach((vector, k) => {
        matrix.forEach((row, i) =>
          assertAlmostEquals(dot(row, vector), values[k] * vector[i], 1e-13)
        );
        vectors.forEach((other, l) =>
          assertAlmostEquals(dot(vector, other), k === l ? 1 : 0, 1e-14)
        );
        assert(k === 0 || values[k] <= values[k - 1]);
        const largest = Math.max(...vector.map(Math.abs));
        assert(
          vector.some((x) => x === largest),
          "the largest entry is positive",
        );
      });
      const trace = matrix.reduce((sum, row, i) => sum + row[i], 0);
      assertAlmostEquals(values.reduce((a, b) => a + b), trace, 1e-13);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("two rows in closed form", () => {
  const { values, vectors } = symmetricEigen([[2, 1], [1, 2]]);
  assertAlmostEquals(values[0], 3, 1e-15);
  assertAlmostEquals(values[1], 1, 1e-15);
  assertAlmostEquals(vectors[0][0], Math.SQRT1_2, 1e-15);
  assertAlmostEquals(vectors[0][1], Math.SQRT1_2, 1e-15);
});

Deno.test("a diagonal matrix keeps its bits and its axes", () => {
  const { values, vectors } = symmetricEigen([[0.1, 0, 0], [0, 0.3, 0], [
    0,
    0,
    0.1,
  ]]);
  assertEquals(values, [0.3, 0.1, 0.1]);
  assertEquals(vectors, [[0, 1, 0], [1, 0, 0], [0, 0, 1]]);
});

Deno.test("what is not symmetric is refused", () => {
  for (const bad of [[[1, 2], [3, 4]], [[1, 2]], [[NaN]]]) {
    assertThrows(() => symmetricEigen(bad), RangeError, "symmetric");
  }
});
