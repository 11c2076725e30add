/** Every activation: its slopes, its derivative, and what networks make of it. */
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  activations,
  isLinear,
  mayDie,
} from "../../src/networks/activations/mod.ts";
import { reconstruct } from "../../src/networks/evaluate.ts";
import { autoencoder, countNeurons } from "../../src/networks/network.ts";
import "./_activations.ts";

/** Points on either side of 0. */
const points = Array.from({ length: 80 }, (_, i) => (i - 39.5) / 13);

Deno.test("slopes and derivatives are those of the function", () => {
  const all = activations.all();
  assert(all.length >= 4);
  const step = 2 ** -20;
  for (const { id, slopes, apply, derivative } of all) {
    for (const x of points) {
      const rise = (apply(x + step) - apply(x - step)) / (2 * step);
      assertAlmostEquals(derivative(x), rise, 1e-8, `${id} at ${x}`);
      if (slopes === null) continue;
      assertEquals(apply(x), x * slopes[x < 0 ? 0 : 1] + 0, `${id} at ${x}`);
      assertEquals(apply(0), 0);
    }
    assert(Number.isNaN(apply(NaN)), `${id} hides that a run diverged`);
  }
});

Deno.test("the kernel knows no two activations by one number", () => {
  const numbers = activations.all().map(({ kernel }) => kernel)
    .filter((number) => number !== undefined);
  assertEquals(new Set(numbers).size, numbers.length);
  assertEquals(activations.get("identity").kernel, 0);
  assertEquals(activations.get("relu").kernel, 1);
});

Deno.test("which activations are linear, and which units may die", () => {
  const ids = (which: typeof isLinear) =>
    activations.all().filter(which).map(({ id }) => id);
  assertEquals(ids(isLinear), ["identity"]);
  assertEquals(ids(mayDie), ["relu"]);
});

Deno.test("networks apply every activation, and refuse one that is not there", () => {
  for (const { id, apply } of activations.all()) {
    const architecture = autoencoder([1, 1, 1], [1, 1], id);
    // x ↦ f(x − 1), passed on.
    const parameters = Float64Array.of(1, -1, 1, 0, 1, 0);
    for (const x of points) {
      assertEquals(
        reconstruct({ architecture, parameters }, [x])[0],
        apply(x - 1) + 0,
        id,
      );
    }
    assertEquals(countNeurons(architecture).total, id === "identity" ? 0 : 1);
  }
  const architecture = autoencoder([1, 1, 1], [1, 1], "tanh");
  assertThrows(
    () => reconstruct({ architecture, parameters: new Float64Array(6) }, [1]),
    RangeError,
    'activation "tanh" is unknown: use one of identity',
  );
});
