import { assert, assertEquals } from "@std/assert";
import {
  type RandomState,
  randomStream,
  streamState,
  xoshiro128plusplus,
} from "../../src/numerics/random.ts";

const state: RandomState = [1, 2, 3, 4];

Deno.test("xoshiro128++ gives the vector of rand_xoshiro", () => {
  // rust-random/rngs, rand_xoshiro/src/xoshiro128plusplus.rs, test `reference`: made with the
  // authors' own C code.
  const random = xoshiro128plusplus(state);
  assertEquals(
    Array.from({ length: 10 }, () => random.next()),
    [
      ...[641, 1573767, 3222811527, 3517856514, 836907274],
      ...[4247214768, 3867114732, 1355841295, 495546011, 621204420],
    ],
  );
});

Deno.test("xoshiro128++ gives the vector of PHP", () => {
  // php/php-src, ext/random/tests/02_engine/user_xoshiro128plusplus.phpt: after 102,400 numbers the
  // little-endian bytes fa3c872c.
  const random = xoshiro128plusplus(state);
  for (let i = 0; i < 102_400; i++) random.next();
  assertEquals(random.next(), 0x2c873cfa);
});

Deno.test("uniform is next over 2³²", () => {
  const [a, b] = [xoshiro128plusplus(state), xoshiro128plusplus(state)];
  for (let i = 0; i < 100; i++) {
    assertEquals(a.uniform(), b.next() / 4294967296);
  }
});

Deno.test("a stream is named by run key, seed and purpose, and copies its state", () => {
  // The first 16 bytes of SHA-256("key/7/batches"), by sha256sum: 6dd8ca56 37419f0d 1021b287
  // ff53fa6a.
  assertEquals(
    streamState("key", 7, "batches"),
    [0x56cad86d, 0x0d9f4137, 0x87b22110, 0x6afa53ff],
  );
  const words = streamState("key", 7, "batches");
  const before = [...words];
  xoshiro128plusplus(words).next();
  assertEquals([...words], before);
  const first = randomStream("key", 7, "batches").next();
  assertEquals(randomStream("key", 7, "batches").next(), first);
  for (
    const other of [
      randomStream("yek", 7, "batches"),
      randomStream("key", 8, "batches"),
      randomStream("key", 7, "initial"),
    ]
  ) assert(other.next() !== first);
});
