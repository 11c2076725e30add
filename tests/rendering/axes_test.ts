import { assertEquals, assertThrows } from "@std/assert";
import {
  at,
  categoryAxis,
  linearAxis,
  logAxis,
  logTicks,
  titledIf,
} from "../../src/rendering/axes.ts";

Deno.test("ticks of a logarithmic axis are the numbers that their labels say", () => {
  assertEquals(logTicks([0.001, 1]), [
    ...[0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1],
  ]);
  assertEquals(logTicks([0.9, 120], [1, 2, 5]), [1, 2, 5, 10, 20, 50, 100]);
  assertEquals(logTicks([4, 9]), []);
});

Deno.test("an axis spans its domain, with its own ticks or round ones", () => {
  assertEquals(logAxis("fvu", "loss", { domain: [0.02, 0.5] }), {
    field: "fvu",
    type: "quantitative",
    title: "loss",
    scale: { type: "log", domain: [0.02, 0.5], nice: false },
    axis: { values: [0.03, 0.1, 0.3] },
  });
  const reversed = logAxis("p", null, {
    domain: [0.01, 1],
    values: [1],
    grid: false,
    reverse: true,
  });
  assertEquals(reversed.scale.reverse, true);
  assertEquals(reversed.axis, { grid: false, values: [1] });
  assertEquals(linearAxis("x", null, { domain: [-1, 1] }), {
    field: "x",
    type: "quantitative",
    title: null,
    scale: { domain: [-1, 1], nice: false },
    axis: {},
  });
  assertEquals(categoryAxis("n", "neurons", [4, 2]).sort, [4, 2]);
});

Deno.test("a logarithmic axis refuses what has no logarithm", () => {
  for (const domain of [[0, 1], [-1, 1], [2, 1], [NaN, 1]] as const) {
    assertThrows(
      () => logAxis("fvu", null, { domain }),
      RangeError,
      `the logarithmic axis of fvu has the domain [${domain.join(", ")}]`,
    );
  }
});

Deno.test("an axis serves other columns and other panels", () => {
  const axis = linearAxis("median", "loss", { domain: [0, 1] });
  assertEquals(at(axis, "low"), { ...axis, field: "low" });
  assertEquals(titledIf(true, axis), axis);
  assertEquals(titledIf(false, axis), { ...axis, title: null });
});
