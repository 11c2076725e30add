import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { z } from "zod";
import { UsageError } from "../../src/runs/usage_error.ts";
import { memoryStore, openStore } from "../../src/runs/store.ts";
import { sha256 } from "../../src/numerics/hash.ts";

const schema = z.strictObject({ value: z.number() });
const key = sha256("a run");
const other = sha256("another run");

function withFolder(test: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const pathOf = (folder: string, name: string) =>
  `${folder}/${name.slice(0, 2)}/${name}.json`;

Deno.test("a store gives back what it was given, also to another process", () =>
  withFolder((folder) => {
    const store = openStore(folder, "write");
    assertEquals(store.read(key, schema), { state: "missing" });
    store.write(key, schema, { value: 1 / 3 });
    const found = { state: "found" as const, value: { value: 1 / 3 } };
    assertEquals(store.read(key, schema), found);
    assertEquals(openStore(folder, "read").read(key, schema), found);
    assertEquals([...Deno.readDirSync(`${folder}/tmp`)], []);
  }));

Deno.test("an entry is plain JSON", () =>
  withFolder((folder) => {
    openStore(folder, "write").write(key, schema, { value: 2 });
    const entry = JSON.parse(Deno.readTextFileSync(pathOf(folder, key)));
    assertEquals(Object.keys(entry), ["sha256", "key", "result"]);
    assertEquals(entry.result, { value: 2 });
  }));

Deno.test("every truncation and every flipped byte is noticed", () =>
  withFolder((folder) => {
    const store = openStore(folder, "write");
    store.write(key, schema, { value: 0.125 });
    const path = pathOf(folder, key);
    const whole = Deno.readFileSync(path);
    for (let at = 0; at < whole.length; at++) {
      Deno.writeFileSync(path, whole.subarray(0, at));
      assertEquals(store.read(key, schema).state, "damaged", `cut at ${at}`);
      const flipped = whole.slice();
      flipped[at] ^= 1;
      Deno.writeFileSync(path, flipped);
      assertEquals(store.read(key, schema).state, "damaged", `flipped ${at}`);
    }
    Deno.writeFileSync(path, whole);
    assertEquals(store.read(key, schema).state, "found");
  }));

Deno.test("a damaged entry says where it lies and what is wrong, and is replaced", () =>
  withFolder((folder) => {
    const store = openStore(folder, "write");
    const path = pathOf(folder, key);
    const reason = () => {
      const entry = store.read(key, schema);
      if (entry.state !== "damaged") throw new Error(`it is ${entry.state}`);
      assertStringIncludes(entry.reason, path);
      return entry.reason;
    };
    store.write(key, schema, { value: 1 });
    Deno.writeTextFileSync(path, "");
    assertStringIncludes(reason(), "empty");
    Deno.writeTextFileSync(path, "{}");
    assertStringIncludes(reason(), "does not match its hash");

    store.write(other, schema, { value: 1 });
    Deno.copyFileSync(pathOf(folder, other), path);
    assertStringIncludes(reason(), `it holds the key ${other}`);

    const loose = z.object({ value: z.string() });
    store.write(key, loose, { value: "text" });
    assertMatch(reason(), /result\.value: .*expected number/);

    store.write(key, schema, { value: 3 });
    assertEquals(store.read(key, schema), {
      state: "found",
      value: { value: 3 },
    });
  }));

/** What an entry's file holds, hashed as the store does. */
const hashed = (body: string) => `{"sha256":"${sha256(body)}",${body}`;

const foreign: [body: string, says: string][] = [
  ["", "it is not JSON"],
  ["no JSON\n", "it is not JSON"],
  [`"key":"${key}","result":{"value":1}}}\n`, "it is not JSON"],
  [`"key":"${key}"}\n`, "it holds more or less than a key and a result"],
  [
    `"key":"${key}","result":{"value":1},"more":1}\n`,
    "it holds more or less than a key and a result",
  ],
  [`"key":"${other}","result":{"value":1}}\n`, `it holds the key ${other}`],
  ['"key":["\\u001b[31m"],"result":{"value":1}}\n', "the key of no run"],
  ['"key":null,"result":{"value":1}}\n', "it holds the key of no run"],
  ['"result":{"value":1}}\n', "it holds the key of no run"],
  [`"key":"${key}","result":[1]}\n`, "result: "],
  [`"key":"${key}","result":null}\n`, "result: "],
  [`"key":"${key}","result":{"value":"1"}}\n`, "result.value: "],
  [`"key":"${key}","result":{"value":-1}}\n`, "result is below 0"],
];
for (const [body, says] of foreign) {
  Deno.test(`an entry with a hash that fits and the content ${JSON.stringify(body)} is damaged`, () =>
    withFolder((folder) => {
      const store = openStore(folder, "write");
      const read = () =>
        store.read(key, schema, ({ value }) => value < 0 ? "is below 0" : null);
      store.write(key, schema, { value: 1 });
      assertEquals(read(), { state: "found", value: { value: 1 } });
      const whole = Deno.readTextFileSync(pathOf(folder, key));
      assertEquals(
        hashed(`"key":"${key}","result":{"value":1}}\n`),
        whole,
      );
      Deno.writeTextFileSync(pathOf(folder, key), hashed(body));
      const entry = read();
      if (entry.state !== "damaged") throw new Error(`it is ${entry.state}`);
      assertStringIncludes(entry.reason, `${pathOf(folder, key)}: `);
      assertStringIncludes(entry.reason, says);
      // deno-lint-ignore no-control-regex
      assert(!/[\x00-\x1f]/.test(entry.reason));
    }));
}

Deno.test("opening removes what killed processes left behind, and nothing younger", () =>
  withFolder((folder) => {
    openStore(folder, "write");
    const [stale, fresh] = ["stale", "fresh"].map((name) => {
      const path = `${folder}/tmp/${name}`;
      Deno.writeTextFileSync(path, "half an entry");
      return path;
    });
    const written = Deno.statSync(fresh).mtime!.getTime();
    const twoHours = 2 * 60 * 60;
    Deno.utimeSync(
      stale,
      written / 1000 - twoHours,
      written / 1000 - twoHours,
    );
    openStore(folder, "write");
    const left = [...Deno.readDirSync(`${folder}/tmp`)].map(({ name }) => name);
    assertEquals(left, ["fresh"]);
  }));

Deno.test("opening for reading touches nothing", () =>
  withFolder((folder) => {
    const store = openStore(`${folder}/absent`, "read");
    assertEquals(store.read(key, schema), { state: "missing" });
    assertEquals([...Deno.readDirSync(folder)], []);
  }));

Deno.test("a store that cannot be used is one line for the user", () =>
  withFolder((folder) => {
    const file = `${folder}/file`;
    Deno.writeTextFileSync(file, "");
    const opening = assertThrows(() => openStore(file, "write"), UsageError);
    assertMatch(
      opening.message,
      /^cannot write the run store ".*file" \(.*\):/,
    );
    assertEquals(opening.message.split("\n").length, 1);

    const store = openStore(`${folder}/store`, "write");
    Deno.writeTextFileSync(`${folder}/store/${key.slice(0, 2)}`, "");
    assertThrows(
      () => store.write(key, schema, { value: 1 }),
      UsageError,
      "cannot write the run store",
    );
    assertThrows(() => store.read(key, schema), UsageError, "cannot read");
  }));

Deno.test({
  name: "a folder without write permission is one line for the user",
  permissions: { read: true },
  fn() {
    const error = assertThrows(
      () => openStore("no-permission", "write"),
      UsageError,
    );
    assertMatch(error.message, /^cannot write the run store "no-permission"/);
    assertEquals(error.message.split("\n").length, 1);
  },
});

Deno.test("a memory store keeps entries like one on disk", () => {
  const store = memoryStore();
  assertEquals(store.location, null);
  assertEquals(store.read(key, schema), { state: "missing" });
  store.write(key, schema, { value: 7 });
  assertEquals(store.read(key, schema), {
    state: "found",
    value: { value: 7 },
  });
  assertEquals(store.read(key, z.strictObject({})).state, "damaged");
});
