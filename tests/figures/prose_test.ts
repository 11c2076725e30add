/**
 * No number of a caption or a claim is typed in: what is measured and what was chosen is read from
 * rows and constants.
 */
import { assert, assertEquals } from "@std/assert";
import { code, modules, root } from "../_sources.ts";

/** The texts between quotes and in templates of a module, without what templates compute. */
function texts(source: string): string[] {
  const found: string[] = [];
  let at = 0;
  /** Reads code until the brace that closes it, or the end. */
  const computed = () => {
    for (let depth = 0; at < source.length;) {
      const here = source[at];
      if (source.startsWith("//", at)) at = until("\n");
      else if (source.startsWith("/*", at)) at = until("*/");
      else if (here === '"' || here === "'" || here === "`") literal(here);
      else {
        at++;
        if (here === "{") depth++;
        if (here === "}" && depth-- === 0) return;
      }
    }
  };
  const until = (end: string) => {
    const found = source.indexOf(end, at);
    return found < 0 ? source.length : found + end.length;
  };
  const literal = (quote: string) => {
    let text = "";
    for (at++; source[at] !== quote;) {
      if (quote === "`" && source.startsWith("${", at)) {
        at += 2;
        computed();
        // What is computed may be a number: what stands beside it is not one with it.
        text += "…";
      } else text += source[at++];
    }
    at++;
    found.push(text);
  };
  computed();
  return found;
}

/**
 * Two digits or more, or digits with a point or a comma: no name of a feature or a level, and no
 * part of a formula.
 */
const number = /\d[\d.,]*\d/;

Deno.test("what a module says is told apart from what it computes", () => {
  const source =
    'f("a 1", `b ${g({ c: "d 22" }, 33)} e`); // 44\n/* "55" */ h(`${66}`);';
  assertEquals(texts(source), ["a 1", "d 22", "b … e", "…"]);
});

Deno.test("captions and claims have no numbers typed in", async () => {
  const spoken: string[] = [];
  for (const path of await modules("figures")) {
    if ((await code(path)).includes("/sentences.ts")) spoken.push(path);
  }
  const typed: string[] = [];
  let seen = 0;
  for (const path of spoken) {
    for (const text of texts(await Deno.readTextFile(new URL(path, root)))) {
      seen++;
      if (number.test(text)) typed.push(`${path}: ${text}`);
    }
  }
  assert(spoken.length > 11 && seen > 300, `${seen} texts`);
  assertEquals(typed, []);
});
