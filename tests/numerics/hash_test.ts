import { assertEquals } from "@std/assert";
import { canonicalJson, sha256, sha256Bytes } from "../../src/numerics/hash.ts";

Deno.test("SHA-256 of the published vectors", () => {
  // NIST, "SHA-256 examples" (FIPS 180-4), and the NESSIE vectors: nothing, three letters, 448 and
  // 896 bits, a million letters.
  for (
    const [text, digest] of [
      ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
      [
        "abc",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      ],
      [
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
      ],
      [
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn" +
        "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
      ],
      [
        "a".repeat(1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
      ],
    ]
  ) {
    assertEquals(sha256(text), digest);
    assertEquals(sha256Bytes(text).toHex(), digest);
    assertEquals(sha256(new TextEncoder().encode(text)), digest);
  }
});

Deno.test("a text is hashed as UTF-8", () => {
  assertEquals(sha256("σ²"), sha256(Uint8Array.of(0xcf, 0x83, 0xc2, 0xb2)));
});

Deno.test("the order of fields is not in canonical JSON, that of items is", () => {
  assertEquals(
    canonicalJson({ b: [2, { d: 1, c: null }], a: "x" }),
    '{"a":"x","b":[2,{"c":null,"d":1}]}',
  );
  assertEquals(canonicalJson([2, 1]), "[2,1]");
});
