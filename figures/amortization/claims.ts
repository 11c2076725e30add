/**
 * What figure 6 says in words.
 *
 * @module
 */
import type { Claim } from "../../src/protocol/figure.ts";
import { counted, listed, sentence } from "../../src/protocol/sentences.ts";
import { ascending, unique } from "../../src/rendering/select.ts";
import type { Row } from "./rows.ts";

/**
 * The verdict on `decompress-first`: whether a code pays within few layers, carried or unpacked in
 * each.
 */
export function decompressFirst(rows: readonly Row[]): Claim {
  const series = unique(rows.map((r) => r.series));
  const widths = ascending(rows.map((r) => r.width));
  const at = (name: string, width: number, every: number | null) =>
    rows.find((r) =>
      r.series === name && r.width === width && r.decompressEvery === every
    )!.layers;
  /** A narrow layer, in which a code takes longest to pay. */
  const narrow = widths[1];
  const carried = series.map((name) => at(name, narrow, null)!);
  /** The narrowest layer for which a code pays within one layer. */
  const single = series.map((name) =>
    widths.find((width) => at(name, width, null) === 1) ?? null
  );
  /** The narrowest layer for which a code pays although every layer unpacks it. */
  const unpacked = series.flatMap((name) =>
    widths.find((width) => at(name, width, 1) !== null) ?? []
  );
  const reached = single.filter((width) => width !== null);
  const each = (values: readonly (number | null)[]) =>
    listed(
      series.map((name, i) => `${values[i] ?? "no width here"} (${name})`),
    );
  return {
    claim: "decompress-first",
    verdict: reached.length === 0
      ? "supported"
      : Math.min(...carried) > 1
      ? "qualified"
      : "refuted",
    sentence: sentence(
      "Two dense features in one number:",
      `unpacked once, the saved dimension has paid after ${
        Math.min(...carried)
      } to ${Math.max(...carried)} layers of ${counted(narrow, "neuron")},`,
      reached.length === 0
        ? "and a single layer is enough at no width"
        : `and a single layer is enough from ${
          Math.min(...reached)
        } neurons a layer on with the cheapest code;`,
      reached.length === 0 ? null : "if every layer must unpack,",
      reached.length === 0
        ? null
        : unpacked.length === 0
        ? "it never pays"
        : `the cheapest pays from ${Math.min(...unpacked)} on`,
    ),
    details: [
      sentence(
        `Layers of ${counted(narrow, "neuron")} until the code has paid,`,
        `unpacked once: ${each(carried)}`,
      ),
      sentence(
        `Neurons a layer from which on a single layer is enough: ${
          each(single)
        }`,
      ),
      unpacked.length === 0
        ? sentence("If every layer must unpack, no code pays at any width here")
        : sentence(
          "If every layer must unpack, it pays",
          `from ${
            Math.min(...unpacked)
          } neurons a layer on for the cheapest code`,
          `and from ${Math.max(...unpacked)} on for the dearest`,
        ),
    ],
  };
}
