import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { randomStream } from "../../src/numerics/random.ts";
import {
  bestPolyline,
  POLYLINE_SEARCH,
  polylineInfimum,
  polylineLowerBound,
} from "../../src/bounds/polyline/search.ts";
import { fitPolyline } from "../../src/bounds/polyline/fit.ts";
import { spreadSamples } from "../../src/bounds/polyline/samples.ts";
import { type Point, polylineLoss } from "../../src/bounds/polyline/loss.ts";

const quick = { reach: 0, starts: 4, hops: 20, seed: 1 };

/** The midpoint rule on a grid, with nothing shared with the code under test. */
function gridLoss(vertices: readonly Point[], side: number): number {
  let sum = 0;
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const x = (i + 0.5) / side, y = (j + 0.5) / side;
      let best = Infinity;
      for (let p = 0; p + 1 < vertices.length; p++) {
        const [ax, ay] = vertices[p], [bx, by] = vertices[p + 1];
        const dx = bx - ax, dy = by - ay;
        const foot = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
        const t = Math.min(1, Math.max(0, foot));
        const ex = x - ax - t * dx, ey = y - ay - t * dy;
        best = Math.min(best, ex * ex + ey * ey);
      }
      sum += best;
    }
  }
  return sum / (2 * side * side);
}

const point = fc.tuple(
  fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  fc.double({ min: -0.5, max: 1.5, noNaN: true }),
);

Deno.test("polylineLoss: cases known by hand", () => {
  const cases: [Point[], number][] = [
    // The linear code, upright, level and diagonal.
    [[[0.5, 0], [0.5, 1]], 1 / 24],
    [[[0, 0.5], [1, 0.5]], 1 / 24],
    [[[0, 0], [1, 1]], 1 / 24],
    // Along an edge: E x² / 2. A single point, the middle: the variance.
    [[[0, 0], [0, 1]], 1 / 6],
    [[[0.5, 0.5], [0.5, 0.5]], 1 / 12],
    // Both diagonals, joined outside the square: 1/96.
    [[[-1, -1], [2, 2], [2, -1], [-1, 2]], 1 / 96],
  ];
  for (const [vertices, expected] of cases) {
    const { mse, error } = polylineLoss(vertices, 2000);
    assertAlmostEquals(mse, expected, error + 1e-12);
    assert(error >= 0 && error < 1e-7);
  }
});

Deno.test("polylineLoss: the bound, where it is known by hand", () => {
  // Upright, the distance is (x − ½)²: |p|² minus something linear in x, where both rules agree.
  assertAlmostEquals(polylineLoss([[0.5, 0], [0.5, 1]], 10).error, 0, 1e-15);
  // Level, columns are all alike, and the trapezoidal rule is off by h²/6, halved.
  assertAlmostEquals(
    polylineLoss([[0, 0.5], [1, 0.5]], 10).error,
    1 / 1200,
    1e-15,
  );
});

Deno.test("polylineLoss: the square serpentine of Z treads is the centred quantized code", () => {
  for (const treads of [2, 3, 5]) {
    const vertices: Point[] = [];
    for (let i = 0; i < treads; i++) {
      const x = (i + 0.5) / treads;
      // The turns lie outside, too far to be nearest.
      const column: Point[] = [[x, -1], [x, 2]];
      vertices.push(...(i % 2 === 0 ? column : column.reverse()));
    }
    const { mse, error } = polylineLoss(vertices, 4000);
    assertAlmostEquals(mse, 1 / (24 * treads * treads), error + 1e-12);
  }
});

Deno.test("polylineLoss: agrees with a grid, and its bound holds", () => {
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 2, maxLength: 9 }),
      (vertices) => {
        for (let i = 1; i < vertices.length; i++) {
          fc.pre(
            Math.abs(vertices[i][0] - vertices[i - 1][0]) +
                Math.abs(vertices[i][1] - vertices[i - 1][1]) > 1e-3,
          );
        }
        const coarse = polylineLoss(vertices, 100);
        const fine = polylineLoss(vertices, 1600);
        assert(fine.error >= 0 && coarse.error >= 0);
        assert(
          Math.abs(coarse.mse - fine.mse) <= coarse.error + fine.error + 1e-12,
        );
        // The grid's own error: h²/24 of the Laplacian's integral, which is below 30 here.
        assertAlmostEquals(gridLoss(vertices, 200), fine.mse, 3e-5);
      },
    ),
    { seed: 1, numRuns: 40 },
  );
});

Deno.test("polylineLoss: turning or mirroring the square changes nothing", () => {
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 2, maxLength: 9 }),
      (vertices) => {
        const one = polylineLoss(vertices, 400);
        for (
          const other of [
            vertices.map(([x, y]): Point => [y, x]),
            vertices.map(([x, y]): Point => [1 - x, y]),
            [...vertices].reverse(),
          ]
        ) {
          const two = polylineLoss(other, 400);
          assert(Math.abs(one.mse - two.mse) <= one.error + two.error + 1e-9);
        }
      },
    ),
    { seed: 1, numRuns: 60 },
  );
});

Deno.test("fitPolyline: never ends above its start, and keeps kinks within reach", () => {
  const samples = spreadSamples(500);
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 2, maxLength: 9 }),
      fc.constantFrom(0, 0.25, 2),
      (vertices, reach) => {
        const before = fitPolyline(vertices, samples, reach, 0, 1e-4);
        const after = fitPolyline(vertices, samples, reach, 30, 1e-4);
        assert(after.loss <= before.loss);
        for (const kink of after.vertices.slice(1, -1)) {
          for (const value of kink) {
            assert(value >= -reach - 1e-12 && value <= 1 + reach + 1e-12);
          }
        }
      },
    ),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("fitPolyline: takes no step that overshoots", () => {
  const random = randomStream("polyline test", 1, "start");
  const anywhere = (): Point => [random.uniform(), random.uniform()];
  for (let start = 0; start < 4; start++) {
    const vertices = Array.from({ length: 14 }, anywhere);
    let last = Infinity;
    for (let steps = 0; steps < 60; steps++) {
      const { loss } = fitPolyline(vertices, spreadSamples(300), 0, steps, 0);
      assert(loss <= last);
      last = loss;
    }
  }
});

Deno.test("bestPolyline: no kinks is the linear code", () => {
  const { mse, mseError, fvu } = bestPolyline({ ...quick, kinks: 0 });
  assertAlmostEquals(mse, 1 / 24, 1e-8);
  assertAlmostEquals(fvu, 1 / 2, 1e-6);
  assert(mseError < 1e-8);
});

Deno.test("bestPolyline: at or below the centred quantized code of as many kinks, above the infimum", () => {
  let last = Infinity;
  for (const kinks of [1, 2, 4, 6, 10]) {
    const { mse, mseError, vertices } = bestPolyline({ ...quick, kinks });
    const treads = Math.floor(kinks / 2) + 1;
    assertEquals(vertices.length, kinks + 2);
    assert(mse + mseError < 1 / (24 * treads * treads));
    assert(mse - mseError > polylineInfimum(kinks));
    assert(mse < last);
    last = mse;
  }
});

Deno.test("bestPolyline: a whole search of two kinks finds the Z", () => {
  const { mse, mseError } = bestPolyline({ ...POLYLINE_SEARCH, kinks: 2 });
  // Found by every long search; 0.3 % is for the samples that the fit saw.
  assertAlmostEquals(mse, 0.006381, 2e-5 + mseError);
});

Deno.test("bestPolyline: kinks that may go far come near the infimum and stay above the proved bound", () => {
  let last = Infinity;
  for (const reach of [0, 0.5, 5]) {
    const { mse } = bestPolyline({ ...quick, kinks: 3, reach });
    assert(mse < last);
    assert(mse > polylineLowerBound(3));
    last = mse;
  }
  assertAlmostEquals(last / polylineInfimum(3), 1, 0.02);
  // The limit itself, with a zigzag that no search is needed for.
  const zigzag = [0, 1, 2, 3, 4].map((i): Point => [i / 4, i % 2 ? 1e6 : -1e6]);
  assertAlmostEquals(polylineLoss(zigzag, 4000).mse, polylineInfimum(3), 1e-7);
});

Deno.test("bestPolyline: the same options give the same bits, another seed its own", () => {
  const options = { ...quick, kinks: 5 };
  assertEquals(bestPolyline(options), bestPolyline(options));
  const other = bestPolyline({ ...options, seed: 2 });
  assert(other.mse !== bestPolyline(options).mse);
});

Deno.test("bestPolyline: refuses what makes no sense, by name", () => {
  const refuse = (change: object, name: string) =>
    assertThrows(
      () => bestPolyline({ ...quick, kinks: 2, ...change }),
      RangeError,
      name,
    );
  refuse({ kinks: -1 }, "kinks is -1");
  refuse({ kinks: 1.5 }, "kinks is 1.5");
  refuse({ starts: NaN }, "starts is NaN");
  refuse({ hops: -2 }, "hops is -2");
  refuse({ reach: Infinity }, "reach is Infinity");
  refuse({ reach: -0.1 }, "reach is -0.1");
});
