import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { independent } from "../../src/features/mod.ts";
import { decode, encode } from "../../src/networks/evaluate.ts";
import { exactLoss } from "../../src/losses/exact_loss.ts";
import { countNeurons, type Network } from "../../src/networks/network.ts";
import { leanZigzag } from "../../src/constructions/lean_zigzag.ts";
import {
  bestOvershoot,
  deepRadices,
  zigzag,
} from "../../src/constructions/zigzag.ts";

const dense = independent(2, 0);
const mse = (network: Network) => exactLoss(network, dense).mse;

Deno.test("the loss tends to (1 + 1/(1 + 2h)²)/(24·Z²)", () => {
  for (const radices of [[1], [2], [5], [3, 2], [4, 4], [2, 3, 4]]) {
    const z = radices.reduce((all, b) => all * b);
    for (const overshoot of [0, 0.5, 3]) {
      const tilt = 1 / (1 + 2 * overshoot);
      const limit = (1 + tilt * tilt) / (24 * z * z);
      const at = (epsilon: number) =>
        mse(zigzag({ radices, epsilon, overshoot }));
      // The loss is linear in ε up to ε², so this extrapolates to 0.
      assertAlmostEquals(2 * at(1e-5) - at(2e-5), limit, 1e-4 * limit);
    }
  }
});

Deno.test("the decoder's path zigzags through Z strips", () => {
  for (const radices of [[6], [3, 2], [2, 3], [4, 2, 2]]) {
    const z = radices.reduce((all, b) => all * b);
    const network = zigzag({ radices, epsilon: 0.01, overshoot: 0.5 });
    for (let i = 0; i <= 8 * z; i++) {
      const t = i / (8 * z);
      const strip = Math.min(Math.floor(i / 8), z - 1);
      const along = z * t - strip;
      const [x, y] = decode(network, [t]);
      assertAlmostEquals(x, t, 1e-12);
      const rising = strip % 2 === 0 ? along : 1 - along;
      assertAlmostEquals(y, 2 * rising - 0.5, 1e-12);
    }
  }
});

Deno.test("away from the jumps the encoder finds the strip, however it is numbered", () => {
  for (const radices of [[12], [3, 4], [6, 2], [3, 2, 2]]) {
    const overshoot = 0.5;
    const network = zigzag({ radices, epsilon: 1e-4, overshoot });
    for (let strip = 0; strip < 12; strip++) {
      for (const y of [0, 0.3, 1]) {
        const height = (y + overshoot) / 2;
        const along = strip % 2 === 0 ? height : 1 - height;
        const [t] = encode(network, [(strip + 0.4) / 12, y]);
        assertAlmostEquals(t, (strip + along) / 12, 1e-8);
      }
    }
  }
});

Deno.test("neurons: 3Z − 1 in one layer, 3·ΣB + 2(d − 2) in d", () => {
  for (
    const [radices, total] of [
      [[2], 5],
      [[9], 26],
      [[3, 4], 21],
      [[6, 6], 36],
      [[2, 3, 4], 29],
    ] as const
  ) {
    const { architecture } = zigzag({ radices, epsilon: 0.01 });
    assertEquals(countNeurons(architecture).total, total);
  }
});

Deno.test("the best overshoot is a minimum of the exact loss", () => {
  for (const [z, epsilon] of [[2, 0.1], [3, 0.01], [8, 1e-4], [13, 1e-6]]) {
    const radices = [z];
    const best = bestOvershoot({ radices, epsilon });
    const at = (overshoot: number) =>
      mse(zigzag({ radices, epsilon, overshoot }));
    assert(at(best) < at(0.8 * best) && at(best) < at(1.25 * best));
  }
});

Deno.test("deep radices are the cheapest factorisation that ends in an even number", () => {
  assertEquals(deepRadices(16), [4, 4]);
  assertEquals(deepRadices(8), [2, 4]);
  assertEquals(deepRadices(6), [3, 2]);
  for (const z of [1, 2, 7, 9, 15]) assertEquals(deepRadices(z), null);
});

Deno.test("lean zigzag: as good as zigzag with the same segments, two or more neurons fewer", () => {
  for (const z of [4, 5, 6, 13]) {
    for (const epsilon of [1e-2, 1e-4, 1e-6]) {
      const lean = leanZigzag(z, epsilon);
      const full = zigzag({ radices: [z], epsilon });
      assertEquals(countNeurons(lean.architecture).total, 3 * (z - 1));
      assertEquals(countNeurons(full.architecture).total, 3 * z - 1);
      assert(mse(lean) < 1.003 * mse(full));
    }
  }
});
