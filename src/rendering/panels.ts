/**
 * Panels: what several marks share, and how several panels stand beside each other.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";
import type { Layer } from "./marks.ts";

/** A part of a picture, or all of it. */
export type Panel = Extract<
  TopLevelSpec,
  { hconcat: unknown }
>["hconcat"][number];

/** What is said above a panel. */
export interface Heading {
  readonly title?: string;
  /** A second line, smaller; several of them below each other. */
  readonly subtitle?: string | readonly string[];
  /** Whether the title is smaller than others, for narrow panels: default false. */
  readonly small?: boolean;
  /** Whether the title is that of a part: small, and in the weight of the text. Default false. */
  readonly minor?: boolean;
}

/**
 * One panel.
 *
 * @param size width and height of what lies between the axes, in pixels
 * @param layers from back to front
 */
export function panel(
  heading: Heading,
  [width, height]: readonly [number, number],
  layers: readonly Layer[],
): Panel {
  return { ...titled(heading), width, height, layer: [...layers] };
}

/** Panels from left to right. */
export function row(
  panels: readonly Panel[],
  { spacing, ...heading }: Heading & { readonly spacing?: number } = {},
) {
  return { ...titled(heading), ...spaced(spacing), hconcat: [...panels] };
}

/** Panels from top to bottom. */
export function column(
  panels: readonly Panel[],
  { spacing, ...heading }: Heading & { readonly spacing?: number } = {},
) {
  return { ...titled(heading), ...spaced(spacing), vconcat: [...panels] };
}

const spaced = (spacing?: number) => spacing === undefined ? {} : { spacing };

function titled({ title, subtitle, small, minor }: Heading) {
  if (title === undefined) return {};
  return {
    title: {
      text: title,
      ...(subtitle !== undefined && {
        subtitle: typeof subtitle === "string" ? subtitle : [...subtitle],
      }),
      ...((small || minor) && { fontSize: 12 }),
      ...(minor && { fontWeight: "normal" as const }),
    },
  };
}
