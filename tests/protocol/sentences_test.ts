import { assertEquals, assertThrows } from "@std/assert";
import {
  at,
  checkClaims,
  counted,
  countWords,
  listed,
  paragraph,
  sentence,
} from "../../src/protocol/sentences.ts";

Deno.test("a sentence leaves out what does not apply, and joins punctuation", () => {
  assertEquals(
    sentence("It loses", null, "0.5", "; that is", "-0.1"),
    "It loses 0.5; that is −0.1.",
  );
  assertEquals(paragraph("One.", "Two."), "One. Two.");
});

Deno.test("lists, counts and values are named as they are read aloud", () => {
  assertEquals([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((p) => listed(p)), [
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
  assertEquals(listed(["a", "b"], "or"), "a or b");
  const all = [0, 0.5, 0.9];
  assertEquals([[], [0.5], [0, 0.9], all].map((some) => at("S", some, all)), [
    "at no S",
    "at S = 0.5",
    "at S = 0 and 0.9",
    "at every S",
  ]);
  assertEquals([1, 2].map((n) => counted(n, "dimension")), [
    "1 dimension",
    "2 dimensions",
  ]);
});

Deno.test("a claim's sentence of more than 60 words is refused, its details may be as long as they need", () => {
  const claim = (words: number) => ({
    claim: "scaling",
    verdict: "open" as const,
    sentence: Array.from({ length: words }, () => "word").join(" "),
    details: [Array.from({ length: 100 }, () => "word").join(" ")],
  });
  assertEquals(countWords(claim(61).sentence), 61);
  checkClaims("scaling", [claim(60)]);
  assertThrows(
    () => checkClaims("phase", [claim(3), claim(61)]),
    Error,
    "figure phase: the sentence on scaling has 61 words: say it in 60, and the rest in details",
  );
});
