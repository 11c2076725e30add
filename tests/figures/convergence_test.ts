import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import figure from "../../figures/convergence/figure.ts";
import { makeRows } from "../../figures/convergence/rows.ts";
import type { FigureContext } from "../../src/protocol/figure.ts";
import { ofKind } from "../../src/rendering/select.ts";
import type { TrainingConfig } from "../../src/training/config.ts";
import { lengthOf, pretend } from "../protocol/_pretend.ts";

const isLinear = ({ architecture }: TrainingConfig) =>
  architecture.encoderLayers === 1;

/** Rows of losses that are made up; steps in units of the other figures', seeds as they scatter. */
async function rowsOf(
  loss: (linear: boolean, length: number) => number,
  scatter = 1e-4,
) {
  const { context } = pretend((config, seed) => {
    const dense = config.data.sparsity === 0;
    const usual = dense ? { steps: 200, batch: 64 } : { steps: 60, batch: 128 };
    const length = lengthOf(config, usual, [1 / 4, 1 / 2, 1]);
    return loss(isLinear(config), length) * (1 + scatter * (seed % 7));
  });
  return await makeRows({ ...context, profile: "smoke" } as FigureContext);
}

Deno.test("convergence: fits find where made-up losses lead, and name the side that is lower there", async () => {
  const rows = await rowsOf((linear, length) =>
    linear ? 0.3 + 0.1 / length : 0.2 + 0.1 / length
  );
  for (const fit of ofKind(rows, "fit")) {
    const limit = fit.series === "nonlinear" ? 0.2 : 0.3;
    assertAlmostEquals(fit.limit!, limit, 0.01 * limit);
    assertAlmostEquals(fit.toGo!, 0.1 / (limit + 0.1), 0.01);
    assertAlmostEquals(fit.exponent, 1, 0.05);
  }
  for (const cell of ofKind(rows, "cell")) {
    assertEquals([cell.winner, cell.reason], ["nonlinear", null]);
  }
  const [ratio] = ofKind(rows, "ratio").filter((r) => r.compute === null);
  assertAlmostEquals(ratio.ratio!, 1.5, 0.02);
  assert(figure.caption(rows).includes("decided, the nonlinear encoder"));
});

Deno.test("convergence: a winner that changes on the way is none", async () => {
  const rows = await rowsOf((linear, length) =>
    linear ? 0.3 + 0.01 / length : 0.25 + 0.03 / length
  );
  const flipped = await rowsOf((linear, length) =>
    linear ? 0.3 : 0.25 + 0.07 * Math.pow(length, -0.4)
  );
  assertEquals(ofKind(rows, "cell").map((r) => r.winner), [
    "nonlinear",
    "nonlinear",
  ]);
  for (const cell of ofKind(flipped, "cell")) {
    assertEquals([cell.winner, cell.reason], [null, "flips"]);
  }
  assert(figure.caption(flipped).includes("the winner changes"));
});

Deno.test("convergence: limits beyond a panel stand at its edge", async () => {
  const rows = await rowsOf((_, length) => 0.3 - 0.1 * length);
  for (const fit of ofKind(rows, "fit")) assertEquals(fit.limit, 0);
  const spec = JSON.stringify(figure.spec(rows));
  assert(spec.includes("triangle-down"));
  assert(figure.caption(rows).includes("None of the curves flattens."));
  const open = await rowsOf((linear, length) =>
    linear ? 0.2 : 0.2 + 0.1 / length
  );
  assert(!JSON.stringify(figure.spec(open)).includes("triangle"));
});
