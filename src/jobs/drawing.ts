/**
 * Drawing a picture. Only worth keeping because it takes a library that is slow to load; what must
 * be sure of a picture draws it anew.
 *
 * @module
 */
import { z } from "zod";
import { sha256 } from "../numerics/hash.ts";
import { type Job, type JobKind, keyOf } from "./mod.ts";

/** A picture, and by what it is drawn. */
export interface DrawingSpec {
  /** The complete Vega-Lite specification, as it is committed. */
  readonly text: string;
  /**
   * Names everything else that has a say in the picture: libraries with their versions, our own
   * code.
   */
  readonly renderer: string;
}

/** The job that draws a picture as SVG. */
export function drawingJob(text: string, renderer: string): Job<string> {
  return { kind: "drawing", spec: { text, renderer } satisfies DrawingSpec };
}

/** The description that a picture was drawn with. */
function labelOf(svg: string): string {
  const [, label = ""] = svg.match(/^<svg [^>]*?aria-label="([^"]*)"/) ?? [];
  return label.replace(/&quot;/g, '"').replace(/&lt;/g, "<")
    .replace(/&amp;/g, "&");
}

const drawing: JobKind<DrawingSpec, string> = {
  id: "drawing",
  verb: "drawing",
  spec: z.strictObject({ text: z.string(), renderer: z.string().min(1) }),
  result: z.string().regex(/^<svg [^]*<\/svg>\n?$/, "is no SVG"),
  misfit: ({ text }, svg) =>
    labelOf(svg) === "" || text.includes(JSON.stringify(labelOf(svg)))
      ? null
      : "is the picture of something else",
  // The renderer's name changes with its code, so that there is no format number to forget.
  key: ({ text, renderer }) =>
    keyOf("drawing", 1, { text: sha256(text), renderer }),
  describe: () => "a picture",
  // Of loading the library, as measured.
  cost: () => 1e9,
  async run(specs) {
    const { renderSvg } = await import("../rendering/render.ts");
    return await Promise.all(
      specs.map(({ text }) => renderSvg(JSON.parse(text))),
    );
  },
  madeUp: () => "<svg ></svg>",
};
export default drawing;
