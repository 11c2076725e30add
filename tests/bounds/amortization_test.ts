import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  type AmortizationModel,
  layersToBreakEven,
  netSaving,
  savedPerLayer,
} from "../../src/bounds/cost/amortization.ts";

const once: AmortizationModel = {
  features: 2,
  hidden: 1,
  codeParameters: 100,
  width: 4,
  decompressEvery: null,
};

Deno.test("amortization: by hand, paid once", () => {
  // Each of 4 neurons reads and writes one number less: 8 parameters a layer, 100/8 = 12.5.
  assertEquals(savedPerLayer(once), 8);
  assertEquals(layersToBreakEven(once), 13);
  assertEquals(netSaving(once, 12), -4);
  assertEquals(netSaving(once, 13), 4);
  assertEquals(layersToBreakEven({ ...once, codeParameters: 96 }), 12);
  assertEquals(layersToBreakEven({ ...once, codeParameters: 0 }), 0);
  assertEquals(savedPerLayer({ ...once, features: 80, hidden: 40 }), 320);
});

Deno.test("amortization: by hand, paid again", () => {
  // Every 20 layers 160 are saved and 100 paid: 60 a cycle, and the first 100 still open, so 2
  // cycles at most; 160 − 100 − 100 < 0 at layer 20 already, 25·8 = 200 pays it.
  const again = { ...once, decompressEvery: 20 };
  assertEquals(netSaving(again, 19), 52);
  assertEquals(netSaving(again, 20), -40);
  assertEquals(layersToBreakEven(again), 25);
  // Every 12 layers: 96 saved, 100 paid.
  assertEquals(layersToBreakEven({ ...once, decompressEvery: 12 }), null);
  // 96 saved, 96 paid: the first packing stays unpaid.
  assertEquals(
    layersToBreakEven({ ...once, codeParameters: 96, decompressEvery: 12 }),
    null,
  );
});

Deno.test("amortization: the break-even is where the net saving stays at or above 0", () => {
  const model = fc.record({
    features: fc.integer({ min: 2, max: 9 }),
    hidden: fc.constant(1),
    codeParameters: fc.nat(300),
    width: fc.integer({ min: 1, max: 8 }),
    decompressEvery: fc.option(fc.integer({ min: 1, max: 30 })),
  });
  fc.assert(
    fc.property(model, (model) => {
      const horizon = 12000;
      let expected: number | null = null;
      for (let layers = horizon; layers >= 0; layers--) {
        if (netSaving(model, layers) < 0) break;
        expected = layers;
      }
      assertEquals(layersToBreakEven(model), expected);
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("amortization: refuses by name", () => {
  const refuse = (change: object, name: string) =>
    assertThrows(
      () => layersToBreakEven({ ...once, ...change }),
      RangeError,
      name,
    );
  refuse({ hidden: 0 }, "hidden is 0");
  refuse({ hidden: 2 }, "features is 2");
  refuse({ codeParameters: -1 }, "codeParameters is -1");
  refuse({ width: NaN }, "width is NaN");
  refuse({ decompressEvery: 0 }, "decompressEvery is 0");
  assertThrows(() => netSaving(once, -1), RangeError, "layers is -1");
});
