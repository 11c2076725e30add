/**
 * Looks at what Vega is about to draw: it places silently, at 0, what has no place, and drops
 * silently what it cannot use.
 *
 * @module
 */

/** What is read of Vega's scene: groups hold marks, marks hold items. */
interface SceneMark {
  readonly marktype: string;
  readonly role?: string;
  readonly name?: string;
  readonly items: readonly SceneItem[];
}
interface SceneItem extends Record<string, unknown> {
  readonly items?: readonly SceneMark[];
  readonly datum?: unknown;
  /** False where a line is broken on purpose. */
  readonly defined?: boolean;
}

/** A scene as Vega keeps it. */
export interface Scene {
  readonly root: SceneMark;
}

const places = ["x", "y", "x2", "y2", "width", "height", "size"];

/**
 * Every mark of the specification draws something in at least one of its panels, and every item has
 * a place: Vega itself draws what has none at 0.
 *
 * @throws {RangeError} naming the mark and the row
 */
export function checkScene({ root }: Scene): void {
  const drawn = new Map<string, boolean>();
  const visit = (mark: SceneMark): void => {
    if (mark.role === "mark") {
      const name = `${mark.name} (${mark.marktype})`;
      drawn.set(name, (drawn.get(name) ?? false) || mark.items.length > 0);
    }
    for (const item of mark.items) {
      const lost = places.find((place) =>
        typeof item[place] === "number" && !Number.isFinite(item[place])
      );
      if (lost !== undefined && item.defined !== false) {
        throw new RangeError(
          `${mark.name} (${mark.marktype}) has no finite ${lost} for ${
            JSON.stringify(item.datum)
          }: look for a missing value or the log of 0`,
        );
      }
      item.items?.forEach(visit);
    }
  };
  visit(root);
  for (const [name, something] of drawn) {
    if (!something) {
      throw new RangeError(
        `${name} draws nothing: its rows are empty or filtered out`,
      );
    }
  }
}
