import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  decodeSnapshot,
  encodeSnapshot,
  type Snapshot,
} from "../../src/rendering/snapshot.ts";

const snapshot: Snapshot = {
  id: "try",
  title: "A trial",
  profile: "paper",
  caption: "Nothing much.",
  claims: [{
    claim: "scaling",
    verdict: "open",
    sentence: "Not measured.",
    details: ["Too large."],
  }],
  rows: [
    { scheme: "linear", mse: 1 / 24, ci95: [1e-21, -0], variant: null },
    { scheme: "drop", mse: 0.1 + 0.2, ci95: [0, 5e-324], variant: "none" },
  ],
};

Deno.test("one row is one line, with the digits that its numbers have", () => {
  assertEquals(
    encodeSnapshot(snapshot),
    `{
  "id": "try",
  "title": "A trial",
  "profile": "paper",
  "caption": "Nothing much.",
  "claims": [
    {"claim": "scaling", "verdict": "open", "sentence": "Not measured.", "details": ["Too large."]}
  ],
  "rows": [
    {"scheme": "linear", "mse": 0.041666666666666664, "ci95": [1e-21, -0], "variant": null},
    {"scheme": "drop", "mse": 0.30000000000000004, "ci95": [0, 5e-324], "variant": "none"}
  ]
}
`,
  );
});

Deno.test("a number is read back with the same bits", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (mse) => {
      const text = encodeSnapshot({ ...snapshot, rows: [{ mse }] });
      const back = decodeSnapshot(text, "it").rows[0].mse;
      return Object.is(back, mse);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

const impossible: [rows: Snapshot["rows"], message: string][] = [
  [[{ mse: 1 }, { mse: NaN }], "rows[1].mse is NaN"],
  [[{ ci95: [0, Infinity] }], "rows[0].ci95[1] is Infinity"],
  [[{ mse: undefined }], "rows[0].mse is undefined"],
  [[{ when: new Date(0) }], "rows[0].when is Date"],
  [[], "snapshot try: rows:"],
];

for (const [rows, message] of impossible) {
  Deno.test(`refuses to write: ${message}`, () => {
    assertThrows(() => encodeSnapshot({ ...snapshot, rows }), Error, message);
  });
}

const broken: [text: string, message: string][] = [
  ["{", "try.json is not JSON:"],
  ["[]", "try.json: it:"],
  [JSON.stringify({ ...snapshot, profile: "big" }), "try.json: profile:"],
  [JSON.stringify({ ...snapshot, note: 1 }), 'Unrecognized key: "note"'],
  [
    JSON.stringify({ ...snapshot, claims: [{ claim: "scaling" }] }),
    "try.json: claims.0.verdict:",
  ],
];

for (const [text, message] of broken) {
  Deno.test(`refuses to read ${text.slice(0, 30)}: ${message}`, () => {
    assertThrows(() => decodeSnapshot(text, "try.json"), RangeError, message);
  });
}
