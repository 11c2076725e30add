/**
 * How a figure looks before it says anything: white, a common sans-serif face, thin grid, legible
 * at two-column width.
 *
 * @module
 */
import type { Config } from "vega-lite";

/**
 * Faces with the same metrics, of which every common system has one; `text_width.ts` measures them.
 */
export const font = "Helvetica, Arial, Liberation Sans, sans-serif";

const ink = "#222222", soft = "#666666", grid = "#e4e4e4";

/** The Vega-Lite configuration of every figure. */
export const theme: Config = {
  font,
  background: "#ffffff",
  padding: 8,
  aria: false,
  view: { stroke: null, continuousWidth: 320, continuousHeight: 240 },
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: "normal",
    labelColor: ink,
    titleColor: ink,
    labelLimit: 0,
    titleLimit: 0,
    titlePadding: 8,
    gridColor: grid,
    gridWidth: 0.6,
    domainColor: soft,
    tickColor: soft,
    tickSize: 4,
  },
  legend: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    labelColor: ink,
    titleColor: ink,
    labelLimit: 0,
    titleLimit: 0,
    // What legends are left, `key.ts` having taken those of lines, name colours.
    symbolStrokeWidth: 0,
    symbolOpacity: 1,
    symbolSize: 60,
    rowPadding: 4,
  },
  header: {
    labelFontSize: 13,
    titleFontSize: 13,
    titleFontWeight: "normal",
    labelColor: ink,
    titleColor: ink,
    labelLimit: 0,
    titleLimit: 0,
  },
  title: {
    fontSize: 14,
    fontWeight: "bold",
    subtitleFontSize: 12,
    color: ink,
    subtitleColor: soft,
    anchor: "start",
    // Titles of panels in a row then stand at one height, above what they are titles of.
    frame: "group",
    limit: 0,
    offset: 8,
  },
  concat: { spacing: 28 },
  facet: { spacing: 20 },
  line: { strokeWidth: 2 },
  point: { size: 40, filled: true, opacity: 1 },
  rule: { color: soft, strokeWidth: 1 },
  text: { fontSize: 12, color: ink },
};
