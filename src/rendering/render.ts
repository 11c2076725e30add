/**
 * From a Vega-Lite specification to the bytes of its SVG: the same on every machine, in every
 * process, in any order.
 *
 * @module
 */
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { checkFields } from "./check_fields.ts";
import { checkScene, type Scene } from "./check_scene.ts";
import { normalizeSvg } from "./normalize.ts";
import { textWidth } from "./text_width.ts";

// Vega's types leave this export out; replacing `width` is its documented hook for renderers
// without a canvas.
const { textMetrics } = vega as unknown as {
  textMetrics: { width(item: { fontSize?: number }, text: unknown): number };
};
textMetrics.width = (item, text) =>
  textWidth(String(text ?? ""), item.fontSize ?? 11);

/**
 * Parts of a compiled specification whose result hangs on the clock, the time zone or unseeded
 * chance.
 */
const unsteady = [
  /\b(now|random|sample\w+|timeFormat|timeParse)\(/,
  /"type":"(time|timeunit|sample|wordcloud)"/,
];

/**
 * Draws a complete specification.
 *
 * @throws {RangeError} on any warning of Vega-Lite or Vega, a field that no row has, a mark that
 * draws nothing, a coordinate that is not a number, or anything that depends on clock, time zone or
 * unseeded chance
 */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  checkFields(spec);
  const complaints: string[] = [];
  const logger = collector(complaints);
  const compiled = compile(spec, { logger }).spec;
  const text = JSON.stringify(compiled);
  for (const pattern of unsteady) {
    const found = text.match(pattern);
    if (found) {
      complaints.push(`${found[0]} does not give the same picture everywhere`);
    }
  }
  refuse(complaints);
  const view = new vega.View(vega.parse(compiled), {
    renderer: "none",
    logger,
    loader: noLoader,
  });
  const svg = await view.toSVG();
  refuse(complaints);
  checkScene(view.scenegraph() as unknown as Scene);
  view.finalize();
  return describe(normalizeSvg(svg), spec.description ?? "");
}

/** Inline data are the only data. */
const noLoader: vega.Loader = {
  load: refuseToLoad,
  sanitize: refuseToLoad,
  http: refuseToLoad,
  file: refuseToLoad,
};

function refuseToLoad(uri: string): Promise<never> {
  return Promise.reject(
    new RangeError(`${uri} is not inline: a picture loads nothing`),
  );
}

/** A logger that keeps warnings and errors instead of printing them. */
function collector(complaints: string[]): vega.LoggerInterface {
  const keep = (...parts: unknown[]) => {
    complaints.push(
      parts.map((part) => part instanceof Error ? part.message : `${part}`)
        .join(" "),
    );
    return logger;
  };
  const logger: vega.LoggerInterface = {
    level: () => logger,
    error: keep,
    warn: keep,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

function refuse(complaints: readonly string[]): void {
  if (complaints.length > 0) {
    throw new RangeError(`the picture is not sound: ${complaints.join("; ")}`);
  }
}

/** Names the picture for screen readers. */
function describe(svg: string, description: string): string {
  const escaped = description.replace(/&/g, "&amp;").replace(/</g, "&lt;")
    .replace(/"/g, "&quot;");
  return svg.replace(
    / role="[^"]*"| aria-[\w-]+="[^"]*"/g,
    "",
  ).replace("<svg ", `<svg role="img" aria-label="${escaped}" `);
}
