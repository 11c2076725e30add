import { assertEquals, assertThrows } from "@std/assert";
import type { Snapshot } from "../../src/rendering/snapshot.ts";
import { UsageError } from "../../src/runs/usage_error.ts";
import { updateReadme } from "../../tasks/_readme.ts";
import { emptyReadme } from "./_trial.ts";

const wrong: [what: string, readme: string, message: string][] = [
  [
    "a second block of claims",
    emptyReadme + "<!-- claims -->\nAll is well.\n<!-- /claims -->\n",
    'README.md has "<!-- claims -->" 2 times: keep it exactly once',
  ],
  [
    "a second end of the gallery",
    emptyReadme + "<!-- /gallery -->\n",
    'README.md has "<!-- /gallery -->" 2 times: keep it exactly once',
  ],
  [
    "no end of the claims",
    emptyReadme.replace("<!-- /claims -->", ""),
    'README.md has "<!-- /claims -->" 0 times: keep it exactly once',
  ],
  [
    "its end before its beginning",
    "<!-- /claims -->\n<!-- claims -->\n",
    'README.md has "<!-- /claims -->" before "<!-- claims -->": put them in order',
  ],
  [
    "one block within the other",
    "<!-- claims -->\n<!-- gallery -->\n<!-- /gallery -->\n<!-- /claims -->\n",
    'README.md has "<!-- gallery -->" 0 times: keep it exactly once',
  ],
];
for (const [what, readme, message] of wrong) {
  Deno.test(`a README with ${what} is refused`, () => {
    const error = assertThrows(() => updateReadme(readme, []), UsageError);
    assertEquals(error.message, message);
  });
}

Deno.test("a caption cannot smuggle a marker into the README", () => {
  const snapshot: Snapshot = {
    id: "one",
    title: "One",
    profile: "paper",
    caption: "Two seeds. <!-- /gallery -->",
    claims: [],
    rows: [],
  };
  assertThrows(
    () => updateReadme(emptyReadme, [snapshot]),
    UsageError,
    'README.md has "<!-- /gallery -->" 2 times: keep it exactly once',
  );
  const good = { ...snapshot, caption: "Two seeds." };
  const updated = updateReadme(emptyReadme, [good]);
  assertEquals(updateReadme(updated, [good]), updated);
});
