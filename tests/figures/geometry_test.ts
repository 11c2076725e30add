import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { leastNorm, type Row, row } from "../../figures/geometry/rows.ts";
import { decodeSnapshot } from "../../src/rendering/snapshot.ts";
import { pairBelow } from "../../src/constructions/two_in_one.ts";
import { filesOf, repository } from "../../tasks/_layout.ts";

const { snapshot: path } = filesOf(repository, "geometry", "paper");
const rows: Row[] = decodeSnapshot(await Deno.readTextFile(path), path)
  .rows.map((r) => row.parse(r));

Deno.test("geometry: trained networks hold what the lowest loss holds, and lose as much", () => {
  const cells = rows.filter((r) => r.kind === "phase");
  assertEquals(cells.length, 13 * 13);
  for (const cell of cells) {
    const { density, importance } = cell;
    const pair = density < pairBelow(importance);
    assertEquals(cell.theory === "antipodal pair", pair);
    assertEquals(cell.trained, cell.tuned, JSON.stringify(cell));
    assert(cell.tunedFvu <= cell.theoryFvu * (1 + 1e-12));
    const ratio = cell.trainedFvu / cell.tunedFvu;
    assert(ratio > 0.999 && ratio < 1.005, JSON.stringify(cell));
  }
});

Deno.test("geometry: a right angle, then two digons, then a pentagon", () => {
  const tips = (sparsity: number) =>
    rows.filter((r) => r.kind === "direction")
      .filter((r) => r.sparsity === sparsity)
      .map(({ x, y }) => ({ x, y, norm: Math.sqrt(x * x + y * y) }))
      .filter(({ norm }) => norm >= leastNorm);
  /** Cosines between all pairs of directions, ascending. */
  const cosines = (sparsity: number) => {
    const all = tips(sparsity);
    return all.flatMap((a, i) =>
      all.slice(i + 1).map((b) => (a.x * b.x + a.y * b.y) / (a.norm * b.norm))
    ).sort((a, b) => a - b);
  };
  const near = (sparsity: number, expected: number[]) => {
    const actual = cosines(sparsity);
    assertEquals(actual.length, expected.length, `S = ${sparsity}`);
    actual.forEach((c, i) => assertAlmostEquals(c, expected[i], 0.08));
  };
  near(0, [0]);
  for (const s of [0.5, 0.7, 0.8]) near(s, [-1, -1, 0, 0, 0, 0]);
  // Angles of 144° and 72°.
  const [far, close] = [-(1 + Math.sqrt(5)) / 4, (Math.sqrt(5) - 1) / 4];
  for (const s of [0.9, 0.95]) {
    near(s, [...Array(5).fill(far), ...Array(5).fill(close)]);
  }
});

Deno.test("geometry: features sit at the known fractions, and share all dimensions out", () => {
  const all = rows.filter((r) => r.kind === "dimensionality");
  for (const s of new Set(all.map((r) => r.sparsity))) {
    const shares = all.filter((r) => r.sparsity === s)
      .map((r) => r.dimensions);
    assertEquals(shares.length, 40);
    const near = (value: number) =>
      shares.filter((d) => Math.abs(d - value) < 0.02).length;
    // With F = Σ W_j W_jᵀ, D_i ≤ W_iᵀ F⁻¹ W_i by Cauchy–Schwarz, and these sum to m.
    const sum = shares.reduce((a, b) => a + b);
    assert(sum <= 10 + 1e-6, `${sum} dimensions at S = ${s}`);
    if (s >= 0.4 && s <= 0.7) assertEquals([near(1 / 2), near(0)], [20, 20]);
    if (s >= 0.9) assertEquals(near(1 / 4), 40);
  }
});
