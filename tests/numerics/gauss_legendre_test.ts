import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { gaussLegendre } from "../../src/numerics/gauss_legendre.ts";

Deno.test("gaussLegendre is exact for the powers it must integrate, and no further", () => {
  for (const n of [1, 2, 3, 10, 16]) {
    const { nodes, weights } = gaussLegendre(n);
    const integral = (power: number) =>
      nodes.reduce((sum, x, i) => sum + weights[i] * x ** power, 0);
    assertEquals(nodes.length, n);
    for (let power = 0; power < 2 * n; power++) {
      assertAlmostEquals(integral(power), 1 / (power + 1), 3e-15);
    }
    if (n < 10) assert(Math.abs(integral(2 * n) - 1 / (2 * n + 1)) > 1e-7);
  }
});

Deno.test("gaussLegendre has increasing nodes inside (0, 1), mirrored about ½", () => {
  const { nodes, weights } = gaussLegendre(10);
  nodes.forEach((x, i) => {
    assert(x > (nodes[i - 1] ?? 0) && x < 1);
    assertAlmostEquals(x + nodes[9 - i], 1, 1e-15);
    assertAlmostEquals(weights[i], weights[9 - i], 1e-15);
  });
});
